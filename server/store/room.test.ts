import { expect, it, vi } from 'vitest'
import { roomBelow } from './room.ts'

it('asks for the size of a database every few seconds, and not each time', async () => {
  let [bytes, nowMs] = [99, 0]
  const size = vi.fn(async () => bytes)
  const room = roomBelow(100, size, () => nowMs)
  expect(await Promise.all([room(), room(), room()])).toEqual([true, true, true])
  bytes = 100
  nowMs = 4999
  expect(await room()).toBe(true)
  expect(size).toHaveBeenCalledTimes(1)
  nowMs = 5000
  expect([await room(), await room()]).toEqual([false, false])
  bytes = 50
  nowMs = 10_000
  expect(await room()).toBe(true)
})

it('asks again for a size that could not be had', async () => {
  const size = vi.fn(async () => 1).mockRejectedValueOnce(new Error('gone'))
  const room = roomBelow(100, size, () => 0)
  await expect(room()).rejects.toThrow('gone')
  expect(await room()).toBe(true)
})
