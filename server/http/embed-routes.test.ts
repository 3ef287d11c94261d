import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Shared } from '../protocol/snippet.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ origins: ['https://code.example.org'] })
})
afterEach(() => server[Symbol.asyncDispose]())

const own = () => `http://127.0.0.1:${server.port}`
const ask = (path: string, init?: RequestInit) => fetch(`${own()}${path}`, init)
const oembed = (url: string, more = '') => ask(`/oembed?url=${encodeURIComponent(url)}${more}`)

async function share(title = 'Hello', content = 'print hello', more: { name: string; content: string }[] = []): Promise<Shared> {
  const snippet = {
    profile: 'script',
    title,
    main: 'main.txt',
    files: [{ name: 'main.txt', content }, ...more],
    args: [],
    stdin: null,
    parent: null,
  }
  const response = await ask('/api/v1/snippets', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...snippet, recording: null }),
  })
  return (await response.json()) as Shared
}

it('tells how to show a snippet', async () => {
  const { id } = await share('"Quoted" & <b>', 'print 1\n'.repeat(10))
  const response = await oembed(`${own()}/s/${id}`, '&format=json')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  const answer = (await response.json()) as Record<string, unknown>
  expect(answer).toMatchObject({
    version: '1.0',
    type: 'rich',
    title: '"Quoted" & <b>',
    provider_name: 'Glovebox',
    width: 640,
    height: 327,
  })
  expect(answer.html).toBe(
    `<iframe src="${own()}/embed/${id}" width="640" height="327" title="&quot;Quoted&quot; &amp; &lt;b&gt;" loading="lazy" style="border:0"></iframe>`,
  )
})

it('leaves room for the tabs of several files', async () => {
  const heightOf = async ({ id }: Shared) => ((await (await oembed(`${own()}/s/${id}`)).json()) as { height: number }).height
  const code = 'print 1\n'.repeat(10)
  const one = await heightOf(await share('One', code))
  expect(await heightOf(await share('Two', code, [{ name: 'other.txt', content: '' }]))).toBe(one + 41)
})

it('keeps within the size that is asked for, and within its own', async () => {
  const { id } = await share('Long', 'print 1\n'.repeat(1000))
  const size = async (more: string) => {
    const { width, height } = (await (await oembed(`${own()}/s/${id}`, more)).json()) as { width: number; height: number }
    return [width, height]
  }
  expect(await size('')).toEqual([640, 480])
  expect(await size('&maxwidth=400&maxheight=200')).toEqual([400, 200])
  expect(await size('&maxwidth=99999&maxheight=99999')).toEqual([640, 480])
})

it('knows its addresses, those behind a proxy and those of frames too', async () => {
  const { id } = await share()
  const response = await oembed(`https://code.example.org/embed/${id}/?theme=dark#x`)
  expect(await response.json()).toMatchObject({
    provider_url: 'https://code.example.org',
    html: expect.stringContaining('src="https://code.example.org/embed/'),
  })
})

it.each<[string, (id: string) => Promise<Response>, number, string]>([
  ['another server', id => oembed(`https://evil.example/s/${id}`), 404, 'not_found'],
  ['another page', () => oembed(`${own()}/`), 404, 'not_found'],
  ['a snippet that there is not', () => oembed(`${own()}/s/AAAAAAAAAAAA`), 404, 'not_found'],
  ['no address', () => ask('/oembed'), 404, 'not_found'],
  ['what is no address', () => oembed('javascript:alert(1)'), 404, 'not_found'],
  ['an endless address', id => oembed(`${own()}/s/${id}?${'x'.repeat(3000)}`), 404, 'not_found'],
  ['XML', id => oembed(`${own()}/s/${id}`, '&format=xml'), 501, 'not_implemented'],
  ['a width that is none', id => oembed(`${own()}/s/${id}`, '&maxwidth=-1'), 400, 'bad_message'],
  ['a body', () => ask('/oembed', { method: 'POST' }), 405, 'bad_method'],
])('refuses %s', async (_what, call, status, code) => {
  const { id } = await share()
  const response = await call(id)
  expect([response.status, await response.json()]).toMatchObject([status, { code }])
})

it('says that a snippet was taken down', async () => {
  const { id } = await share()
  await server.store.snippets.takeDown(id, 'no', 1)
  expect((await oembed(`${own()}/s/${id}`)).status).toBe(410)
})

it('gives the script of the component to pages of all sites, packed where that is understood', async () => {
  const path = '/glovebox-snippet.js'
  const plain = await ask(path, { headers: { 'accept-encoding': 'identity', origin: 'https://blog.example' } })
  const { headers } = plain
  expect(['access-control-allow-origin', 'cross-origin-resource-policy', 'content-type', 'vary'].map(name => headers.get(name))).toEqual([
    '*',
    'cross-origin',
    'text/javascript; charset=utf-8',
    'accept-encoding',
  ])
  expect(await plain.text()).toBe('// the element\n')
  const packed = await new Promise<Buffer>((resolve, reject) => {
    request(`${own()}${path}`, { headers: { 'accept-encoding': 'gzip, br' } }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)))
    })
      .on('error', reject)
      .end()
  })
  expect(gunzipSync(packed).toString()).toBe('// the element\n')
  const etag = headers.get('etag') ?? ''
  const again = await ask(path, { headers: { 'accept-encoding': 'identity', 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
})
