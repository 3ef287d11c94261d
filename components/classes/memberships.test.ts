import { beforeEach, expect, it, vi } from 'vitest'
import { Secret } from '../../server/protocol/classes.ts'
import { forgetReturn, returnBy } from './memberships.ts'

const [KEY, OTHER] = ['k'.repeat(43), 'o'.repeat(43)]

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
})

it('uses a personal link with the same token until it is used', () => {
  const first = returnBy(KEY)
  expect([first.key, Secret.safeParse(first.token).success]).toEqual([KEY, true])
  expect(returnBy(KEY)).toEqual(first)
  expect(returnBy(OTHER).token).not.toBe(first.token)
  const again = returnBy(KEY)
  forgetReturn()
  expect(returnBy(KEY).token).not.toBe(again.token)
  localStorage.setItem('glovebox:return', '{')
  expect(returnBy(KEY).key).toBe(KEY)
})
