import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { addressOf, noteAddress } from './address.ts'

it.each<[number, string | undefined, string]>([
  [0, undefined, '192.0.2.1'],
  [0, '198.51.100.7', '192.0.2.1'],
  [1, '198.51.100.7', '198.51.100.7'],
  [1, '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  [2, '203.0.113.9,198.51.100.7', '203.0.113.9'],
  [1, '203.0.113.9, 2001:db8::1', '2001:db8::1'],
  // It did not come by so many proxies, or one of them says something else.
  [2, '198.51.100.7', '192.0.2.1'],
  [1, undefined, '192.0.2.1'],
  [1, 'unknown', '192.0.2.1'],
  [1, '', '192.0.2.1'],
])('behind %i proxies that say %s it is %s', (proxies, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const request = { headers, socket: { remoteAddress: '192.0.2.1' } } as unknown as IncomingMessage
  noteAddress(request, proxies)
  expect(addressOf(request)).toBe(address)
})
