import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Shared, SNIPPET_BYTES, Snippet } from '../protocol/snippet.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const CONTENT = {
  profile: 'script',
  title: 'Hello',
  main: 'main.txt',
  files: [{ name: 'main.txt', content: 'print héllo' }],
  args: [],
  stdin: null,
  parent: null,
  recording: null,
}

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server[Symbol.asyncDispose]())

const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init)
const share = (content: unknown = CONTENT, headers: Record<string, string> = {}) =>
  ask('/api/v1/snippets', { method: 'POST', body: JSON.stringify(content), headers: { 'content-type': 'application/json', ...headers } })
const remove = (id: string, headers: Record<string, string>) => ask(`/api/v1/snippets/${id}`, { method: 'DELETE', headers })

it('shares, reads and takes back', async () => {
  const made = await share()
  const shared = (await made.json()) as Shared
  expect([made.status, made.headers.get('location'), made.headers.get('cache-control')]).toEqual([
    201,
    `/api/v1/snippets/${shared.id}`,
    'no-store',
  ])
  const again = await share()
  expect([again.status, ((await again.json()) as Shared).id]).toEqual([200, shared.id])

  const read = await ask(`/api/v1/snippets/${shared.id}`)
  expect([read.status, read.headers.get('etag'), read.headers.get('cache-control')]).toEqual([200, `"${shared.id}"`, 'no-cache'])
  expect(Snippet.parse(await read.json())).toMatchObject({ ...CONTENT, id: shared.id })
  const known = await ask(`/api/v1/snippets/${shared.id}`, { headers: { 'if-none-match': `W/"x", "${shared.id}"` } })
  expect([known.status, await known.text()]).toEqual([304, ''])

  const bearer = { authorization: `Bearer ${shared.deletionKey}` }
  expect((await remove(shared.id, { authorization: `Bearer ${'A'.repeat(43)}` })).status).toBe(403)
  expect((await remove(shared.id, bearer)).status).toBe(204)
  expect((await remove(shared.id, bearer)).status).toBe(403)
  // The other share holds it.
  expect((await ask(`/api/v1/snippets/${shared.id}`)).status).toBe(200)
})

it('is gone with the last share', async () => {
  const { id, deletionKey } = (await (await share()).json()) as Shared
  const bearer = { authorization: `bearer ${deletionKey}` }
  expect((await remove(id, bearer)).status).toBe(204)
  expect((await ask(`/api/v1/snippets/${id}`, { headers: { 'if-none-match': `"${id}"` } })).status).toBe(404)
  expect((await remove(id, bearer)).status).toBe(404)
})

it('says that a snippet was taken down', async () => {
  const { id, deletionKey } = (await (await share()).json()) as Shared
  await server.store.snippets.takeDown(id, 'not for everybody', 1)
  const read = await ask(`/api/v1/snippets/${id}`)
  expect([read.status, await read.json()]).toMatchObject([410, { code: 'taken_down', detail: expect.stringContaining('taken down') }])
  expect((await remove(id, { authorization: `Bearer ${deletionKey}` })).status).toBe(410)
  expect((await share()).status).toBe(403)
})

it.each<[string, () => Promise<Response>, number, string]>([
  ['an id that is none', () => ask('/api/v1/snippets/..%2Fetc'), 404, 'not_found'],
  ['an id that nobody has', () => ask('/api/v1/snippets/AAAAAAAAAAAA'), 404, 'not_found'],
  ['taking back without a key', () => remove('AAAAAAAAAAAA', {}), 401, 'no_key'],
  ['another scheme', () => remove('AAAAAAAAAAAA', { authorization: 'Basic eDp5' }), 401, 'no_key'],
  ['a page of another site', () => share(CONTENT, { origin: 'https://evil.example' }), 403, 'bad_origin'],
  ['a page of nowhere', () => share(CONTENT, { origin: 'null' }), 403, 'bad_origin'],
  ['taking back from another site', () => remove('AAAAAAAAAAAA', { origin: 'https://evil.example' }), 403, 'bad_origin'],
  ['a form', () => share(CONTENT, { 'content-type': 'text/plain' }), 415, 'bad_type'],
  ['a snippet without files', () => share({ ...CONTENT, files: [] }), 400, 'bad_message'],
  ['an unknown language', () => share({ ...CONTENT, profile: 'cobol' }), 400, 'bad_profile'],
  ['a file outside the workspace', () => share({ ...CONTENT, files: [...CONTENT.files, { name: '../x', content: '' }] }), 400, 'bad_name'],
  ['a body above its bound', () => share({ ...CONTENT, title: 'x'.repeat(2 * SNIPPET_BYTES) }), 413, 'body_too_large'],
  ['a way that there is not', () => ask('/api/v1/snippets', { method: 'PUT' }), 405, 'bad_method'],
  ['listing', () => ask('/api/v1/snippets'), 405, 'bad_method'],
])('refuses %s', async (_what, act, status, code) => {
  const response = await act()
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  expect(await response.json()).toMatchObject({ status, code, detail: expect.stringMatching(/^["A-Z].*\.$/) })
})

it('takes a page of its own', async () => {
  expect((await share(CONTENT, { origin: `http://127.0.0.1:${server.port}` })).status).toBe(201)
})

it('bounds how often one address shares, and says when it may again', async () => {
  const first = await share()
  expect(first.headers.get('ratelimit-policy')).toBe('"share";q=40;w=1200')
  expect(first.headers.get('ratelimit')).toMatch(/^"share";r=39;t=30$/)
  for (let count = 1; count < 40; count++) await share()
  const refused = await share()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('120 times an hour') })
  expect((await ask('/api/v1/snippets/AAAAAAAAAAAA')).status).toBe(404)
})

it('bounds how much one address shares', async () => {
  const picture = { name: 'picture.png', content: 'A'.repeat(2_900_000), encoding: 'base64' }
  const shareLarge = (title: string) => share({ ...CONTENT, title, files: [...CONTENT.files, picture] })
  for (let count = 0; count < 18; count++) expect((await shareLarge(`${count}`)).status).toBe(201)
  const refused = await shareLarge('more')
  expect([refused.status, Number(refused.headers.get('retry-after')) > 100]).toEqual([429, true])
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('50 MB an hour') })
  expect((await share()).status).toBe(201)
})

it('says so when there is no room for more', async () => {
  await using full = await startTestServer({ dataBytes: 256 * 1024 })
  const files = [{ name: 'main.txt', content: 'x'.repeat(300_000) }]
  const headers = { 'content-type': 'application/json' }
  const shareThere = (content: unknown) =>
    fetch(`http://127.0.0.1:${full.port}/api/v1/snippets`, { method: 'POST', body: JSON.stringify(content), headers })
  const refused = await shareThere({ ...CONTENT, files })
  expect([refused.status, await refused.json()]).toMatchObject([507, { code: 'storage_full', title: 'Insufficient Storage' }])
  expect((await shareThere(CONTENT)).status).toBe(201)
})

it('gives the pages their data on an address of their own, and nothing else', async () => {
  const { id } = (await (await share()).json()) as Shared
  const url = await server.app.listenForPages()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await (await fetch(`${url}/snippets/${id}`)).json()).toMatchObject({ id, files: CONTENT.files })
  await server.store.snippets.takeDown(id, 'why', 1)
  expect((await fetch(`${url}/snippets/${id}`)).status).toBe(410)
  expect((await fetch(`${url}/snippets/AAAAAAAAAAAA`)).status).toBe(404)
  for (const path of ['/', '/healthz', '/api/v1/snippets/AAAAAAAAAAAA', '/snippets'])
    expect((await fetch(`${url}${path}`)).status, path).toBe(404)
  for (const method of ['POST', 'DELETE']) expect((await fetch(`${url}/snippets/${id}`, { method })).status, method).toBe(405)
})

it('does not give the pages anything but reading', async () => {
  expect((await ask('/s/anything', { method: 'POST' })).status).toBe(405)
})

it('answers HEAD, and closes the connection on a body that it does not wait for', async () => {
  expect((await ask('/api/v1/snippets/AAAAAAAAAAAA', { method: 'HEAD' })).status).toBe(404)
  const headers = { 'content-type': 'application/json', 'content-length': String(2 ** 40) }
  const request = httpRequest({ port: server.port, path: '/api/v1/snippets', method: 'POST', headers })
  request.on('error', () => {})
  request.write('{')
  const status = await new Promise(resolve =>
    request.once('response', response => resolve([response.statusCode, response.headers.connection])),
  )
  expect(status).toEqual([413, 'close'])
  request.destroy()
})

it('counts visitors behind a proxy of the operator’s, and not the proxy', async () => {
  await using proxied = await startTestServer({ proxies: 1 })
  const left = async (forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded }
    const answer = await fetch(`http://127.0.0.1:${proxied.port}/api/v1/snippets/aaaaaaaaaaaa`, { headers })
    return /;r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]
  }
  const first = await left('198.51.100.1')
  expect(await left('203.0.113.9, 198.51.100.2')).toBe(first)
  expect(await left('198.51.100.2')).not.toBe(first)
})
