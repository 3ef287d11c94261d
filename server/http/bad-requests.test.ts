import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server[Symbol.asyncDispose]())

/** Sends a request as it is written here. Gives the answer's first line. */
function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', bytes => {
      answer += bytes.toString('latin1')
      if (answer.includes('\r\n')) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''))
  })
}

it.each([
  'http://a:99999/',
  'http://[/',
  'http://example.org/',
  '*',
  '//a:99999/',
  '//[/',
  '//example.org/s/AAAAAAAAAAAA',
  '/\\[',
  '/%',
  '/s/%00',
])('answers a request for %s, and goes on', async target => {
  expect(await send(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 (400|404|503) /)
  expect(await send('GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
})

it.each([
  ['evil.example', 421],
  ['evil.example:3000', 421],
  ['localhost.evil.example', 421],
  ['localhost', 200],
  ['localhost:3000', 200],
  ['127.0.0.1:3000', 200],
  ['[::1]:3000', 200],
])('on loopback, does as for the host %s: %i', async (host, status) => {
  expect(await send(`GET /api/v1/profiles HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toContain(` ${status} `)
  const upgrade = `GET /ws HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
  expect(await send(upgrade)).toContain(status === 200 ? ' 101 ' : ' 421 ')
})

it('is called as the operator says, behind a proxy by any name', async () => {
  await using named = await startTestServer({ origins: ['https://code.example.org'] })
  await using proxied = await startTestServer({ proxies: 1 })
  const status = async (port: number, host: string) => {
    const before = server
    server = { ...server, port }
    const line = await send(`GET /api/v1/profiles HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    server = before
    return Number(line.split(' ')[1])
  }
  expect(await status(named.port, 'code.example.org')).toBe(200)
  expect(await status(named.port, 'evil.example')).toBe(421)
  expect(await status(proxied.port, 'code.example.org')).toBe(200)
})

it('goes on when one that is refused breaks off', async () => {
  const upgrade = 'GET /ws HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  const broken = Array.from(
    { length: 50 },
    () =>
      new Promise<void>(resolve => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(upgrade, () => socket.resetAndDestroy()))
        socket.on('error', () => {})
        socket.on('close', () => resolve())
      }),
  )
  await Promise.all(broken)
  expect(await send('GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
})
