import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { Connection } from './connection.ts'

let server: WebSocketServer
let connection: Connection
let page: EventTarget
let again: boolean
let heard: unknown[]
/** How often it was tried to connect. */
let tries: number

class CountedSocket extends WebSocket {
  constructor(url: string) {
    super(url)
    tries += 1
  }
}

beforeEach(async () => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('WebSocket', CountedSocket)
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  again = true
  heard = []
  tries = 0
  connection = new Connection(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    onOpen: () => connection.send({ type: 'ping' }),
    onMessage: message => heard.push(message.type),
    onBytes: bytes => heard.push([...bytes]),
    onLost: code => {
      heard.push(code)
      return again
    },
  })
})

afterEach(() => {
  connection.stop()
  server.close()
  for (const socket of server.clients) socket.terminate()
  vi.unstubAllGlobals()
})

/** The server's end of the next connection, once it has been greeted. */
async function greeted(): Promise<WebSocket> {
  const [socket] = (await once(server, 'connection')) as [WebSocket]
  const [data] = await once(socket, 'message')
  expect(JSON.parse(String(data))).toEqual({ type: 'ping' })
  return socket
}

it('hands on messages and bytes, and makes a connection that is lost again', async () => {
  connection.start()
  const first = await greeted()
  first.send('{"type":"pong"}')
  first.send(new Uint8Array([1, 2]))
  first.close(1001)
  await greeted()
  expect(heard).toEqual(['pong', [1, 2], 1001])
})

it('gives up a connection that says what the page does not understand', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  connection.start()
  const first = await greeted()
  first.send('not JSON')
  await greeted()
  expect(heard).toEqual([1005])
  expect(log).toHaveBeenCalledOnce()
})

it('stays lost when its holder says so, until it is asked to connect', async () => {
  again = false
  connection.start()
  const first = await greeted()
  first.close(4004)
  await vi.waitFor(() => expect(heard).toEqual([4004]), { timeout: 50_000 })
  page.dispatchEvent(new Event('online'))
  page.dispatchEvent(new Event('visibilitychange'))
  expect(connection.send({ type: 'ping' })).toBe(false)
  expect(tries).toBe(1)
  connection.connect()
  await greeted()
})

it('does not wait any longer once the network is back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    connection.start()
    const first = await greeted()
    first.close(1001)
    await once(first, 'close')
    while (heard.length === 0) await new Promise(setImmediate)
    // The timer of the next attempt never goes off here.
    page.dispatchEvent(new Event('online'))
    await greeted()
  } finally {
    vi.useRealTimers()
  }
})

it('notices that nothing has come since the last ping', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    connection.start()
    const first = await greeted()
    vi.runOnlyPendingTimers()
    const [data] = await once(first, 'message')
    expect(JSON.parse(String(data))).toEqual({ type: 'ping' })
    vi.runOnlyPendingTimers()
    expect(heard).toEqual([1006])
    await greeted()
  } finally {
    vi.useRealTimers()
  }
})
