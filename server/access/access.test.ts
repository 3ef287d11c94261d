import { expect, it } from 'vitest'
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
