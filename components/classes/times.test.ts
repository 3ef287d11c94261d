import { expect, it } from 'vitest'
import { agoWords } from './times.ts'

it('says roughly how long ago it was', () => {
  const words = [0, 119, 120, 3599, 3600, 7200, 86_399].map(seconds => agoWords(1e12 - seconds * 1000, 1e12))
  expect(words).toEqual(['Just now', 'Just now', '2 minutes ago', '59 minutes ago', 'An hour ago', '2 hours ago', '23 hours ago'])
  expect(agoWords(0, 1e12)).toMatch(/1970/)
})
