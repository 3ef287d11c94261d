import { expect, it } from 'vitest'
import { Backoff } from './backoff.ts'

it('waits longer after each failure, up to a bound, and starts over after a success', () => {
  const backoff = new Backoff(() => 1)
  expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next())).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
  backoff.reset()
  expect(backoff.next()).toBe(250)
})

it('never waits less than half of that', () => {
  expect(new Backoff(() => 0).next()).toBe(125)
})
