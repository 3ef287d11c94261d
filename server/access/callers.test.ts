import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import { hashOf } from '../platform/hash.ts'
import { Callers, type CallersDeps, type KnownKey } from './callers.ts'

afterEach(() => {
  vi.useRealTimers()
})

const GOOD = `gb_${'A'.repeat(43)}`
const KNOWN: KnownKey = { id: 'course', runsPerHour: 120, atOnce: null }

const random = (): string => `gb_${randomBytes(32).toString('base64url')}`
const ask = (headers: Record<string, string>, remoteAddress = '192.0.2.1') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage
const bearer = (key: string) => ask({ authorization: `Bearer ${key}` })

/** Callers of a server that knows one key, and how often it asked for one. */
function prepare(changes: Partial<CallersDeps> = {}) {
  const find = vi.fn(async (hash: string): Promise<KnownKey | null> => (hash === hashOf(GOOD) ? KNOWN : null))
  return { find, callers: new Callers({ access: 'open', runsPerHour: 3600, atOnce: 4, find, ...changes }) }
}

const ADDRESS = { tenant: '192.0.2.1', by: 'address', atOnce: 4, runs: { name: 'runs', burst: 60, perHour: 3600 } }
const KEY = { tenant: 'key course', by: 'key', atOnce: 4, runs: { name: 'runs', burst: 2, perHour: 120 } }

it.each<[string, Record<string, string>, object]>([
  ['nothing', {}, ADDRESS],
  ['a bearer token', { authorization: `Bearer ${GOOD}` }, KEY],
  ['a bearer token in other letters', { authorization: `bEARER  ${GOOD}` }, KEY],
  ['the key alone, as clients of Piston send it', { authorization: GOOD }, KEY],
  ["Judge0's header", { 'x-auth-token': GOOD }, KEY],
  ["Judge0's header behind a proxy's password", { authorization: 'Basic eDp5', 'x-auth-token': GOOD }, KEY],
  ["Jobe's header", { 'x-api-key': GOOD }, KEY],
  ["a proxy's password", { authorization: 'Basic eDp5' }, ADDRESS],
  ["another Piston's token", { authorization: 'b6d5c0f2' }, ADDRESS],
  ["another Jobe's key", { 'x-api-key': '2AAA7A5415B4A9B394B54BF1D2E9D' }, ADDRESS],
  ["another Judge0's token", { 'x-auth-token': 'secret' }, ADDRESS],
])('knows who asks by %s', async (_what, headers, caller) => {
  expect(await prepare().callers.ofRun(ask(headers))).toEqual(caller)
})

it.each<[string, Record<string, string>]>([
  ['an unknown key', { authorization: `Bearer ${random()}` }],
  ['another token', { authorization: 'Bearer eyJhbGciOi' }],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a key that was cut', { authorization: `Bearer ${GOOD.slice(0, -1)}` }],
  ['a key with more behind it', { authorization: `Bearer ${GOOD}A` }],
  ['a key in other letters', { authorization: `Bearer ${GOOD.toLowerCase()}` }],
  ['the hash of a key', { authorization: `Bearer gb_${hashOf(GOOD).slice(0, 43)}` }],
  ['an unknown key alone', { authorization: random() }],
  ["an unknown key in Judge0's header", { 'x-auth-token': 'gb_x' }],
])('takes %s for none', async (_what, headers) => {
  for (const access of ['open', 'keys'] as const) {
    const { callers } = prepare({ access })
    await expect(callers.ofRun(ask(headers))).rejects.toMatchObject({ code: 'unknown_key' })
    await expect(callers.of(ask(headers))).rejects.toMatchObject({ code: 'unknown_key' })
  }
})

it('asks for a key where there must be one, for runs alone', async () => {
  const { callers } = prepare({ access: 'keys' })
  await expect(callers.ofRun(ask({}))).rejects.toMatchObject({ code: 'no_key' })
  await expect(callers.ofRun(ask({ 'x-auth-token': 'secret' }))).rejects.toMatchObject({ code: 'no_key' })
  expect(await callers.of(ask({}))).toMatchObject({ by: 'address' })
  expect(await callers.ofRun(bearer(GOOD))).toEqual(KEY)
})

it('looks a key up once in a while, by its hash', async () => {
  vi.useFakeTimers()
  const { callers, find } = prepare()
  await Promise.all(Array.from({ length: 50 }, () => callers.of(bearer(GOOD))))
  expect(find.mock.calls).toEqual([[hashOf(GOOD)]])
  vi.advanceTimersByTime(2900)
  await callers.of(bearer(GOOD))
  expect(find).toHaveBeenCalledTimes(1)
  find.mockResolvedValue(null)
  vi.advanceTimersByTime(200)
  await expect(callers.of(bearer(GOOD))).rejects.toMatchObject({ code: 'unknown_key' })
  expect(find).toHaveBeenCalledTimes(2)
})

it('bounds how many keys are looked up for an address, and how many are remembered', async () => {
  vi.useFakeTimers()
  const { callers, find } = prepare()
  await callers.of(bearer(GOOD))
  const codes = new Set<string>()
  for (let count = 0; count < 500; count++) await callers.of(bearer(random())).catch(fault => codes.add(fault.code))
  expect([...codes]).toEqual(['unknown_key', 'rate_limited'])
  expect(find).toHaveBeenCalledTimes(100)
  // Whoever has a good key goes on.
  expect(await callers.of(bearer(GOOD))).toEqual(KEY)
  expect(await callers.of(ask({ authorization: `Bearer ${random()}` }, '198.51.100.1')).catch(fault => fault.code)).toBe('unknown_key')
  vi.advanceTimersByTime(1000)
  await expect(callers.of(bearer(random()))).rejects.toMatchObject({ code: 'unknown_key' })

  find.mockClear()
  for (let host = 0; host < 1500; host++) {
    await callers.of(ask({ authorization: `Bearer ${random()}` }, `2001:db8:0:${host.toString(16)}::1`)).catch(() => {})
  }
  // They do not make it forget the good one.
  await callers.of(bearer(GOOD))
  expect(find).toHaveBeenCalledTimes(1500)
})

it('asks once for a key that is mistyped all the time', async () => {
  const { callers, find } = prepare()
  const mistyped = random()
  for (let count = 0; count < 500; count++) await expect(callers.of(bearer(mistyped))).rejects.toMatchObject({ code: 'unknown_key' })
  expect(find).toHaveBeenCalledTimes(1)
})

it('asks a database again that did not answer', async () => {
  const { callers, find } = prepare()
  find.mockRejectedValueOnce(new Error('no connection'))
  await expect(callers.of(bearer(GOOD))).rejects.toThrow('no connection')
  expect(await callers.of(bearer(GOOD))).toEqual(KEY)
})
