import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { createHttpServer } from './http-server.ts'

const { server } = createHttpServer({
  health: async () => ({ live: true, ready: true }) as never,
  api: () => false,
  takenDown: async () => false,
  // Nobody is there: what is answered is answered here.
  web: () => ({ host: '127.0.0.1', port: 1 }),
  proxies: 0,
  isOwnHost: () => true,
  courseOrigins: () => [],
  embedOrigins: [],
  dev: false,
  log: silentLogger(),
})
const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init)

beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

it('serves the viewer with a policy of its own, which lets nothing in and nothing out', async () => {
  const response = await ask('/viewer?anything')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = (response.headers.get('content-security-policy') ?? '').split('; ')
  expect(policy).toEqual(
    expect.arrayContaining([
      'sandbox allow-scripts',
      `default-src 'none'`,
      `connect-src 'none'`,
      `form-action 'none'`,
      `base-uri 'none'`,
      `frame-ancestors 'self'`,
    ]),
  )
  // No source names a host, this server's included.
  expect(policy.join('; ').replace(`frame-ancestors 'self'`, '')).not.toMatch(/'self'|https?:|\*/)
  expect(policy.find(directive => directive.startsWith('sandbox'))).toBe('sandbox allow-scripts')
  expect(response.headers.get('x-dns-prefetch-control')).toBe('off')
  expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  expect(await response.text()).toContain('event.source !== parent')
})

it('lets no other answer be framed', async () => {
  for (const path of ['/healthz/live', '/', '/viewer/', '/viewer2']) {
    const response = await ask(path)
    expect(response.headers.get('x-frame-options'), path).toBe('DENY')
    expect(await response.text()).not.toContain('event.source')
  }
})

it('answers nothing but reading', async () => {
  const response = await ask('/viewer', { method: 'POST', body: 'x' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, HEAD')
})
