import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { createHttpServer, type HttpDeps } from './http-server.ts'

async function withServer(deps: Partial<HttpDeps>, use: (url: string) => Promise<void>): Promise<void> {
  const { server } = createHttpServer({
    health: async () => ({ live: true, ready: true }) as never,
    api: () => false,
    takenDown: async () => false,
    web: () => ({ host: '127.0.0.1', port: 1 }),
    courseOrigins: () => [],
    embedOrigins: [],
    proxies: 0,
    isOwnHost: () => true,
    dev: false,
    log: silentLogger(),
    ...deps,
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

it('goes on when something is written to an answer that has ended', async () => {
  const faults: unknown[] = []
  const api: HttpDeps['api'] = (_request, response) => {
    try {
      response.end('whole')
      response.emit('error', new Error('write after end'))
    } catch (fault) {
      faults.push(fault)
    }
    return true
  }
  await withServer({ api }, async url => {
    expect([await (await fetch(url)).text(), faults]).toEqual(['whole', []])
  })
})

it('asks nobody for a page while the pages are not served', async () => {
  await withServer({ web: () => null }, async url => {
    for (const path of ['/', '/s/AAAAAAAAAAAA', '/_next/static/x.js']) {
      const response = await fetch(`${url}${path}`)
      expect(response.status, path).toBe(503)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await response.text()).toContain('The page is starting again')
    }
  })
})
