import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../platform/app-error.ts'
import { silentLogger } from '../platform/logger.ts'
import { parse, readJson } from './body.ts'
import { answerJson } from './problem.ts'
import { createRouter } from './router.ts'

const LIMITS = { bytes: 1000, ms: 30_000 }
const Thing = z.object({ name: z.string(), sizes: z.array(z.number()) })

const route = createRouter({
  prefix: '/api/',
  log: silentLogger(),
  routes: [
    {
      method: 'GET',
      path: '/api/things/:id',
      handle: ({ response, parameters, query }) => answerJson(response, 200, { ...parameters, query: query.get('q') }),
    },
    {
      method: 'POST',
      path: '/api/things',
      handle: async ({ request, response }) => answerJson(response, 201, parse(Thing, await readJson(request, LIMITS))),
    },
    {
      method: 'POST',
      path: '/api/soon',
      handle: async ({ request, response }) => answerJson(response, 201, await readJson(request, { ...LIMITS, ms: 300 })),
    },
    { method: 'DELETE', path: '/api/things/:id', handle: ({ response }) => void response.writeHead(204).end() },
    {
      method: 'GET',
      path: '/api/refusal',
      handle: () => {
        throw new AppError('too_busy', 'Every box is taken.')
      },
    },
    { method: 'GET', path: '/api/fault', handle: () => Promise.reject(new Error('secret of the server')) },
    {
      method: 'GET',
      path: '/api/late-fault',
      handle: ({ response }) => {
        response.writeHead(200).write('half')
        throw new Error('too late')
      },
    },
  ],
})
const server = createServer((request, response) => {
  if (!route(request, response)) response.writeHead(200).end('a page')
})
const port = () => (server.address() as AddressInfo).port
const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port()}${path}`, init)
const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  ask('/api/things', { method: 'POST', body, headers })

beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

it('hands a request to its route, with what its path and query say', async () => {
  expect(await (await ask('/api/things/a%20b%2Fc?q=1&x')).json()).toEqual({ id: 'a b/c', query: '1' })
  expect(await (await ask('/api/things/1/')).json()).toEqual({ id: '1', query: null })
})

it('answers HEAD as GET, without the body', async () => {
  const response = await ask('/api/things/1', { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10)
})

it('leaves alone what is not its own', async () => {
  for (const path of ['/', '/apix', '/api', '/things/1']) expect(await (await ask(path)).text(), path).toBe('a page')
})

it.each<[string, RequestInit, number, string]>([
  ['/api/nothing', {}, 404, 'not_found'],
  ['/api/things/1/2', {}, 404, 'not_found'],
  ['/api/things//', {}, 404, 'not_found'],
  ['/api/things/%ff', {}, 404, 'not_found'],
  ['/api/things/1', { method: 'PUT', body: 'x' }, 405, 'bad_method'],
  ['/api/things', {}, 405, 'bad_method'],
  ['/api/refusal', {}, 429, 'too_busy'],
  ['/api/fault', {}, 500, 'internal'],
])('answers %s %j with a problem', async (path, init, status, code) => {
  const response = await ask(path, init)
  const problem = await response.json()
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  expect(problem).toEqual({ type: 'about:blank', title: expect.any(String), status, detail: expect.stringMatching(/^[A-Z].*\.$/), code })
  expect(JSON.stringify(problem)).not.toContain('secret')
})

it('says what an address takes', async () => {
  expect((await ask('/api/things/1', { method: 'PATCH' })).headers.get('allow')).toBe('GET, HEAD, DELETE')
})

it('cuts an answer off that has begun when its route fails', async () => {
  await expect(ask('/api/late-fault').then(response => response.text())).rejects.toThrow()
})

it('reads JSON as its schema has it', async () => {
  const response = await post('{"name":"日本","sizes":[1,2],"more":true}', { 'content-type': 'Application/JSON; charset="UTF-8"' })
  expect([response.status, await response.json()]).toEqual([201, { name: '日本', sizes: [1, 2] }])
})

it.each<[string, BodyInit, Record<string, string>, number, string, RegExp]>([
  ['another type', 'x', { 'content-type': 'text/plain' }, 415, 'bad_type', /application\/json/],
  ['another character set', '{}', { 'content-type': 'application/json; charset=latin1' }, 415, 'bad_type', /application\/json/],
  ['an encoded body', '{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415, 'bad_type', /Content-Encoding/],
  ['no JSON', '{', { 'content-type': 'application/json' }, 400, 'bad_message', /not valid JSON/],
  ['nothing', '', { 'content-type': 'application/json' }, 400, 'bad_message', /not valid JSON/],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), { 'content-type': 'application/json' }, 400, 'bad_message', /UTF-8/],
  ['a wrong field', '{"name":"x","sizes":[1,"2"]}', { 'content-type': 'application/json' }, 400, 'bad_message', /sizes\.1/],
  ['JSON of another kind', '[]', { 'content-type': 'application/json' }, 400, 'bad_message', /all of it/],
  ['a deep nest', '['.repeat(999), { 'content-type': 'application/json' }, 400, 'bad_message', /JSON/],
  ['too much', `"${'x'.repeat(1000)}"`, { 'content-type': 'application/json' }, 413, 'body_too_large', /1000 bytes/],
  ['far too much', 'x'.repeat(5_000_000), { 'content-type': 'application/json' }, 413, 'body_too_large', /1000 bytes/],
])('refuses a body with %s', async (_what, body, headers, status, code, detail) => {
  const response = await post(body, headers)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code, detail: expect.stringMatching(detail) })
})

it('counts a body of unknown length, too', async () => {
  const chunks = async function* () {
    for (let count = 0; count < 50; count++) yield Buffer.alloc(100, 'x')
  }
  const init = {
    method: 'POST',
    body: Readable.toWeb(Readable.from(chunks())),
    headers: { 'content-type': 'application/json' },
    duplex: 'half',
  }
  expect((await ask('/api/things', init as RequestInit)).status).toBe(413)
})

it('does not wait for what would never end, nor for a body that does not come', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': String(10 ** 12) }
  const endless = httpRequest({ port: port(), path: '/api/things', method: 'POST', headers })
  endless.on('error', () => {})
  endless.write('x')
  const refused = await new Promise<number>(resolve => endless.once('response', response => resolve(response.statusCode ?? 0)))
  expect(refused).toBe(413)
  endless.destroy()

  const slow = connect(port(), '127.0.0.1')
  slow.write('POST /api/soon HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{')
  let answer = ''
  for await (const chunk of slow) answer += chunk
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toMatch(/connection: close/i)
})

it('survives a caller that goes in the middle of its body', async () => {
  const gone = connect(port(), '127.0.0.1')
  gone.write('POST /api/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{')
  await new Promise(resolve => setTimeout(resolve, 50))
  gone.destroy()
  expect((await post('{"name":"x","sizes":[]}')).status).toBe(201)
})
