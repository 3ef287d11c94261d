import { expect, it } from 'vitest'
import { AddressRates } from './address-rates.ts'
import { isOwnOrigin } from './origin.ts'
import { Rate } from './rate.ts'

it.each<[string | undefined, string | undefined, boolean]>([
  ['http://localhost:3000', 'localhost:3000', true],
  ['https://code.example.org', 'code.example.org', true],
  ['https://CODE.example.org', 'code.EXAMPLE.org', true],
  ['http://localhost:3001', 'localhost:3000', false],
  ['http://evil.example', 'localhost:3000', false],
  ['http://localhost:3000.evil.example', 'localhost:3000', false],
  ['null', 'localhost:3000', false],
  ['file://', 'localhost:3000', false],
  ['ftp://localhost:3000', 'localhost:3000', false],
  [undefined, 'localhost:3000', false],
  ['http://localhost:3000', undefined, false],
  ['https://proxy.example', 'internal:3000', true],
])('origin %s on host %s: %s', (origin, host, own) => {
  expect(isOwnOrigin(origin, host, ['https://proxy.example'])).toBe(own)
})

it('allows a burst, then the sustained rate', () => {
  const rate = new Rate(10, 5, 0)
  expect([1, 2, 3, 4, 5, 6].map(() => rate.take(0))).toEqual([true, true, true, true, true, false])
  expect(rate.take(99)).toBe(false)
  expect(rate.take(200)).toBe(true)
  expect(rate.take(1e9)).toBe(true)
})

it('says what is left and when there is more', () => {
  const rates = new AddressRates({ name: 'test', burst: 2, perHour: 60 })
  expect(rates.take('192.0.2.1', 0)).toEqual({ allowed: true, left: 1, nextMs: 0, fullMs: 60_000 })
  expect(rates.take('192.0.2.1', 0)).toMatchObject({ allowed: true, left: 0, nextMs: 60_000 })
  expect(rates.take('192.0.2.1', 0)).toEqual({ allowed: false, left: 0, nextMs: 60_000, fullMs: 120_000 })
  expect(rates.take('192.0.2.2', 0).allowed).toBe(true)
  expect(rates.take('192.0.2.1', 59_000)).toMatchObject({ allowed: false, nextMs: 1000 })
  expect(rates.take('192.0.2.1', 60_000).allowed).toBe(true)
})

it('counts many at a time', () => {
  const rates = new AddressRates({ name: 'bytes', burst: 100, perHour: 3600 })
  const take = (count: number, nowMs: number) => rates.take('192.0.2.1', nowMs, rates.policy, count)
  expect(take(60, 0)).toMatchObject({ allowed: true, left: 40 })
  expect(take(60, 0)).toMatchObject({ allowed: false, left: 40, nextMs: 20_000 })
  expect(take(40, 0)).toMatchObject({ allowed: true, left: 0 })
  expect(take(60, 59_000).allowed).toBe(false)
  expect(take(60, 60_000).allowed).toBe(true)
  expect(take(101, 1e9).allowed).toBe(false)
})

it.each<[string, string, boolean]>([
  ['2001:db8::1', '2001:db8::ffff:1', true],
  ['2001:db8:0:0:1:2:3:4', '2001:db8::', true],
  ['2001:0db8::1', '2001:db8::1', true],
  ['2001:db8::1', '2001:db8:0:1::1', false],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ['::1', '::2', true],
  ['fe80::1%eth0', 'fe80::2%eth0', true],
  ['192.0.2.1', '192.0.2.2', false],
  ['unknown', 'unknown', true],
])('%s and %s are the same to a rate: %s', (first, second, same) => {
  const rates = new AddressRates({ name: 'test', burst: 1, perHour: 1 })
  rates.take(first, 0)
  expect(rates.take(second, 0).allowed).toBe(!same)
})

it('remembers so many addresses and no more, the latest of them', () => {
  const rates = new AddressRates({ name: 'test', burst: 1, perHour: 1 }, 100)
  rates.take('busy', 0)
  for (let host = 0; host < 10_000; host++) {
    rates.take(`192.0.2.${host}`, 0)
    if (host % 50 === 0) rates.take('busy', 0)
  }
  expect(rates.size).toBe(100)
  expect(rates.take('busy', 0).allowed).toBe(false)
  expect(rates.take('192.0.2.0', 0).allowed).toBe(true)
})
