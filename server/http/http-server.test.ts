import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { createHttpServer } from './http-server.ts'

it('goes on when something is written to an answer that has ended', async () => {
  const faults: unknown[] = []
  const { server } = createHttpServer({
    health: async () => ({ live: true, ready: true }) as never,
    api: (_request, response) => {
      try {
        response.end('whole')
        response.emit('error', new Error('write after end'))
      } catch (fault) {
        faults.push(fault)
      }
      return true
    },
    takenDown: async () => false,
    web: () => ({ host: '127.0.0.1', port: 1 }),
    courseOrigins: () => [],
    embedOrigins: [],
    proxies: 0,
    isOwnHost: () => true,
    dev: false,
    log: silentLogger(),
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect([await answer.text(), faults]).toEqual(['whole', []])
  server.close()
  server.closeAllConnections()
})
