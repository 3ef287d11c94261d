import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { allowOrigins } from './cors.ts'

const PAGE = 'https://page.example'
const PREFLIGHT = { 'access-control-request-method': 'POST' }

/** The headers that say what a page of `origin` may do. */
async function ask(
  origins: readonly string[],
  method: string,
  headers: Record<string, string>,
): Promise<readonly [number, Record<string, string>]> {
  const server = createServer((request, response) => {
    if (!allowOrigins(request, response, origins)) response.end('answer')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method, headers })
  await response.text()
  server.close()
  server.closeAllConnections()
  return [
    response.status,
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control') || name === 'vary')),
  ]
}

it('lets nobody in by itself, and answers who asks', async () => {
  expect(await ask([], 'POST', { origin: PAGE })).toEqual([200, {}])
  expect(await ask([], 'OPTIONS', { origin: PAGE, ...PREFLIGHT })).toEqual([204, {}])
})

it('lets in whom it is told to', async () => {
  const [, headers] = await ask([PAGE], 'POST', { origin: PAGE })
  expect(headers).toMatchObject({ 'access-control-allow-origin': PAGE, vary: 'origin' })
  expect(headers['access-control-expose-headers']).toContain('retry-after')
  expect(await ask([PAGE], 'POST', { origin: 'https://other.example' })).toEqual([200, { vary: 'origin' }])
  expect(await ask([PAGE], 'OPTIONS', { origin: PAGE, ...PREFLIGHT })).toMatchObject([
    204,
    { 'access-control-allow-origin': PAGE, 'access-control-allow-headers': expect.stringContaining('content-type') },
  ])
})

it('lets everybody in by a star, without credentials', async () => {
  const [, headers] = await ask(['*'], 'POST', { origin: PAGE })
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['access-control-allow-credentials']).toBeUndefined()
})

it('allows every method that a route may have', async () => {
  const [, headers] = await ask(['*'], 'OPTIONS', { origin: PAGE, ...PREFLIGHT })
  expect(headers['access-control-allow-methods']).toBe('GET, POST, PUT, PATCH, DELETE')
})

it('leaves other requests with OPTIONS alone', async () => {
  expect(await ask(['*'], 'OPTIONS', {})).toEqual([200, {}])
})
