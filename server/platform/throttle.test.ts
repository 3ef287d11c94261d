import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('calls at once, then once per while in which it was asked for', () => {
  const work = vi.fn()
  const call = throttle(work, 1000)
  for (let index = 0; index < 50; index++) call()
  expect(work).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(5000)
  expect(work).toHaveBeenCalledTimes(2)
  call()
  expect(work).toHaveBeenCalledTimes(3)
})

it('drops what is due when it is disposed of', () => {
  const work = vi.fn()
  const call = throttle(work, 1000)
  call()
  call()
  call[Symbol.dispose]()
  vi.advanceTimersByTime(5000)
  expect(work).toHaveBeenCalledTimes(1)
})
