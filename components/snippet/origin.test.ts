import { expect, it } from 'vitest'
import { origin } from './origin.ts'

const from = (headers: Record<string, string>) => origin(new Headers(headers))

it('is where the first on the way was asked', () => {
  expect(from({ host: '127.0.0.1:8080' })).toBe('http://127.0.0.1:8080')
  expect(from({ host: '127.0.0.1:3000', 'x-forwarded-host': 'play.example.org', 'x-forwarded-proto': 'https,http' })).toBe(
    'https://play.example.org',
  )
  expect(from({ host: '[::1]:8080' })).toBe('http://[::1]:8080')
})

it('repeats nothing that is no host', () => {
  for (const host of ['', 'a/b', 'a"b', 'user@host', 'a b', 'a..b', `${'a'.repeat(300)}.org`])
    expect(from({ host, 'x-forwarded-proto': 'javascript' })).toBe('http://localhost')
})
