import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { createHttpServer } from './http-server.ts'

const pages = createServer((request, response) => response.writeHead(200).end(`page of ${request.url}`))
const { server } = createHttpServer({
  health: async () => ({ live: true, ready: true }) as never,
  api: () => false,
  takenDown: async id => {
    if (id === 'broken000000') throw new Error('no database')
    return id === 'gone00000000'
  },
  web: () => ({ host: '127.0.0.1', port: (pages.address() as AddressInfo).port }),
  proxies: 0,
  isOwnHost: () => true,
  courseOrigins: () => [],
  embedOrigins: [],
  dev: false,
  log: silentLogger(),
})
const both = [pages, server]
const ask = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  return [response.status, await response.text()]
}

beforeAll(async () => {
  for (const each of both) await new Promise<void>(resolve => each.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const each of both) {
    each.close()
    each.closeAllConnections()
  }
})

it('tells browsers and crawlers that a snippet that was taken down is gone', async () => {
  expect(await ask('/s/gone00000000')).toEqual([410, 'page of /s/gone00000000'])
  expect(await ask('/s/gone00000000?x=1')).toEqual([410, 'page of /s/gone00000000?x=1'])
  expect(await ask('/embed/gone00000000?theme=dark')).toEqual([410, 'page of /embed/gone00000000?theme=dark'])
  expect(await ask('/s/here00000000')).toEqual([200, 'page of /s/here00000000'])
  expect(await ask('/other/gone00000000')).toEqual([200, 'page of /other/gone00000000'])
})

it('shows the page where it cannot tell', async () => {
  expect(await ask('/s/broken000000')).toEqual([200, 'page of /s/broken000000'])
})
