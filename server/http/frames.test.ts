import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { createHttpServer } from './http-server.ts'

const pages = createServer((_request, response) => response.writeHead(200).end('a page'))
const serving = (embedOrigins: readonly string[], courseOrigins: readonly string[] = []): Server =>
  createHttpServer({
    health: async () => ({ live: true, ready: true }) as never,
    api: () => false,
    takenDown: async () => false,
    web: () => ({ host: '127.0.0.1', port: (pages.address() as AddressInfo).port }),
    courseOrigins: () => courseOrigins,
    embedOrigins,
    proxies: 0,
    isOwnHost: () => true,
    dev: false,
    log: silentLogger(),
  }).server
const nobody = serving([])
const some = serving(['https://blog.example', 'http://127.0.0.1:8080'])
const all = serving(['*'])
const courses = serving([], ['https://lms.example'])
const servers = [pages, nobody, some, all, courses]

beforeAll(async () => {
  for (const each of servers) await new Promise<void>(resolve => each.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const each of servers) {
    each.close()
    each.closeAllConnections()
  }
})

async function headersOf(server: Server, path: string) {
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  const policy = headers.get('content-security-policy') ?? ''
  return {
    ancestors: /frame-ancestors [^;]*/.exec(policy)?.[0] ?? null,
    old: headers.get('x-frame-options'),
    resource: headers.get('cross-origin-resource-policy'),
    embedder: headers.get('cross-origin-embedder-policy'),
    scripts: /script-src [^;]*/.exec(policy)?.[0],
    cookie: headers.get('set-cookie'),
  }
}

it('lets nobody show its pages in a frame, whatever is allowed for examples', async () => {
  for (const server of [nobody, some, all])
    for (const path of ['/', '/s/AAAAAAAAAAAA', '/embedded', '/s/embed', '/%65mbed/AAAAAAAAAAAA', '/EMBED'])
      expect(await headersOf(server, path)).toMatchObject({
        ancestors: `frame-ancestors 'none'`,
        old: 'DENY',
        resource: 'same-origin',
        embedder: null,
      })
})

it('lets examples be shown by its own pages and by those that are allowed', async () => {
  for (const path of ['/embed', '/embed/', '/embed/AAAAAAAAAAAA', '/embed/AAAAAAAAAAAA?theme=dark']) {
    const frame = { old: null, resource: 'cross-origin', embedder: 'require-corp', cookie: null }
    expect(await headersOf(nobody, path)).toMatchObject({ ...frame, ancestors: `frame-ancestors 'self'` })
    expect(await headersOf(some, path)).toMatchObject({
      ...frame,
      ancestors: `frame-ancestors 'self' https://blog.example http://127.0.0.1:8080`,
    })
    expect(await headersOf(all, path)).toMatchObject({ ...frame, ancestors: null, scripts: expect.stringContaining('strict-dynamic') })
  }
})

it('gives the pages that lie in public/ a policy that knows no exceptions', async () => {
  expect(await headersOf(nobody, '/demo-embed.html')).toMatchObject({
    ancestors: `frame-ancestors 'none'`,
    old: 'DENY',
    scripts: `script-src 'self'`,
  })
})

it('shows exercises in frames of course systems, where some are registered, and nothing else there', async () => {
  for (const path of ['/exercises', '/exercises/sum']) {
    expect(await headersOf(courses, path)).toMatchObject({ ancestors: "frame-ancestors 'self' https://lms.example", old: null })
    expect(await headersOf(nobody, path)).toMatchObject({ ancestors: "frame-ancestors 'none'", old: 'DENY' })
  }
  for (const path of ['/', '/exercisesx', '/classes/x', '/s/x'])
    expect(await headersOf(courses, path)).toMatchObject({ ancestors: "frame-ancestors 'none'", old: 'DENY' })
})
