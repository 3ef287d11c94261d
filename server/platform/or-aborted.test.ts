import { expect, it } from 'vitest'
import { orAborted } from './or-aborted.ts'

const never = new Promise<never>(() => {})

it('settles as the promise does', async () => {
  const { signal } = new AbortController()
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1)
  await expect(orAborted(Promise.reject(new Error('own')), signal)).rejects.toThrow('own')
})

it('waits no longer than the signal', async () => {
  const ends = new AbortController()
  const waiting = orAborted(never, ends.signal)
  ends.abort(new Error('ended'))
  await expect(waiting).rejects.toThrow('ended')
  await expect(orAborted(never, ends.signal)).rejects.toThrow('ended')
})

it('leaves no rejection to nobody where the signal had ended before', async () => {
  const lost: unknown[] = []
  const listener = (reason: unknown): unknown => lost.push(reason)
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', listener)
  try {
    await expect(orAborted(Promise.reject(new Error('own')), AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended')
    await new Promise(setImmediate)
    expect(lost).toEqual([])
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const other of others) process.on('unhandledRejection', other)
  }
})
