import { expect, it } from 'vitest'
import { fitScale, nextStep } from './zoom.ts'

it('fits large pictures and leaves small ones as they are', () => {
  expect(fitScale({ width: 1000, height: 500 }, { width: 500, height: 500 })).toBe(0.5)
  expect(fitScale({ width: 10, height: 10 }, { width: 500, height: 500 })).toBe(1)
})

it('goes in and out in steps, up to its ends', () => {
  expect(nextStep(1, 1)).toBe(1.5)
  expect(nextStep(0.6, -1)).toBe(0.5)
  expect(nextStep(0.6, 1)).toBe(0.75)
  expect(nextStep(16, 1)).toBe(16)
  expect(nextStep(0.05, -1)).toBe(0.05)
})
