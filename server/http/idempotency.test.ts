import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { RunResult } from '../protocol/rest.ts'
import type { Shared } from '../protocol/snippet.ts'
import { eventually, makeKey, startTestServer, type TestServer } from '../test-server.ts'
import { Idempotency, type IdempotencyBounds } from './idempotency.ts'
import { createRouter } from './router.ts'

type Headers = Readonly<Record<string, string>>

const NAME = 'c7f1a3e2-2f0f-4c2e-9d55-6c1f3a0b9e11'
const named = (name = NAME): Headers => ({ 'idempotency-key': name })
const SNIPPET = { profile: 'script', title: '', main: 'main.txt', args: [], stdin: null, parent: null, recording: null }

function post({ port }: TestServer, path: string, body: unknown, headers: Headers, signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  })
}

const run = (server: TestServer, script: string, headers: Headers = named(), signal?: AbortSignal) =>
  post(server, '/api/v1/run', { profile: 'script', files: [{ content: script }] }, headers, signal)
const share = (server: TestServer, content: string, headers: Headers = named()) =>
  post(server, '/api/v1/snippets', { ...SNIPPET, files: [{ name: 'main.txt', content }] }, headers)

/** How many programs have run. */
async function runs({ metrics }: TestServer): Promise<number> {
  const { values } = await metrics.runs.get()
  return values.reduce((sum, { value }) => sum + value, 0)
}

const isReplayed = ({ headers }: Response): boolean => headers.get('idempotent-replayed') === 'true'

it('runs a program once, however often it is asked for under one name', async () => {
  await using server = await startTestServer()
  const first = await run(server, 'print x')
  expect([first.status, isReplayed(first)]).toEqual([200, false])
  const text = await first.text()
  expect(RunResult.parse(JSON.parse(text)).run).toMatchObject({ stdout: 'x\n' })
  // Some write it between quotes, as the draft has it.
  for (const headers of [named(), named(`"${NAME}"`)]) {
    const again = await run(server, 'print x', headers)
    expect([again.status, isReplayed(again), await again.text()]).toEqual([200, true, text])
    expect([again.headers.get('cache-control'), again.headers.get('content-type')]).toEqual(['no-store', 'application/json'])
    expect(again.headers.get('ratelimit')).toMatch(/^"runs";r=/)
  }
  expect(await runs(server)).toBe(1)
  expect(isReplayed(await run(server, 'print x', named('another-name-of-mine')))).toBe(false)
  expect(isReplayed(await run(server, 'print x', {}))).toBe(false)
  expect(await runs(server)).toBe(3)
})

it('refuses another request under the name of the first', async () => {
  await using server = await startTestServer()
  await run(server, 'print x')
  const refused = await run(server, 'print y')
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'other_request', detail: expect.stringMatching(/\.$/) }])
  expect(isReplayed(await run(server, 'print x'))).toBe(true)
  // Sharing is another request altogether.
  expect((await share(server, 'print y')).status).toBe(201)
})

it('says that a request is still being done, and goes on with it when the connection is lost', async () => {
  await using server = await startTestServer({ runsPerHour: 1_000_000 })
  const left = new AbortController()
  const first = run(server, 'hang', named(), left.signal).catch(() => null)
  await eventually(async () => (await run(server, 'hang')).status === 409)
  const running = await run(server, 'hang')
  expect([running.status, running.headers.get('retry-after'), await running.json()]).toMatchObject([409, '2', { code: 'still_running' }])
  expect((await run(server, 'print x')).status).toBe(422)
  left.abort()
  await first
  await eventually(async () => (await run(server, 'hang')).status !== 409)
  const answer = await run(server, 'hang')
  expect([answer.status, isReplayed(answer)]).toEqual([200, true])
  expect(RunResult.parse(await answer.json()).run).toMatchObject({ reason: 'timeout' })
  expect(await runs(server)).toBe(1)
})

it('does anew what was refused or failed', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  server.engine.down = true
  expect((await run(server, 'print x')).status).toBe(503)
  server.engine.down = false
  const answer = await run(server, 'print x')
  expect([answer.status, isReplayed(answer)]).toEqual([200, false])
})

it('gives nobody the answer of another', async () => {
  await using server = await startTestServer()
  const key = await makeKey(server, 'one')
  const mine = (await (await share(server, 'x')).json()) as Shared
  const other = await share(server, 'x', { ...named(), authorization: `Bearer ${key}` })
  expect([other.status, isReplayed(other)]).toEqual([200, false])
  expect(((await other.json()) as Shared).deletionKey).not.toBe(mine.deletionKey)
})

it('shares once, with one key to take it back', async () => {
  await using server = await startTestServer()
  const first = await share(server, 'x')
  const again = await share(server, 'x')
  expect([first.status, again.status, isReplayed(again)]).toEqual([201, 201, true])
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  const shared = (await first.json()) as Shared
  expect(await again.json()).toEqual(shared)
  const url = `http://127.0.0.1:${server.port}/api/v1/snippets/${shared.id}`
  const authorization = `Bearer ${shared.deletionKey}`
  expect((await fetch(url, { method: 'DELETE', headers: { authorization } })).status).toBe(204)
  // There was no other claim.
  expect((await fetch(url)).status).toBe(404)
})

it.each([
  'short',
  'x'.repeat(256),
  'with spaces between the words',
  '"an-open-quote-and-no-more',
  'two-of-them-at-once, two-of-them-at-once',
])('refuses the name %s', async name => {
  await using server = await startTestServer()
  for (const refused of [await run(server, 'print x', named(name)), await share(server, 'x', named(name))]) {
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: 'bad_message', detail: expect.stringContaining('16 to 255') },
    ])
  }
})

it('refuses a name for what is told as it happens', async () => {
  await using server = await startTestServer()
  for (const accept of ['application/x-ndjson', 'text/event-stream']) {
    const refused = await run(server, 'print x', { ...named(), accept })
    expect([refused.status, await refused.json()]).toMatchObject([400, { detail: expect.stringContaining('Idempotency-Key') }])
  }
  expect(await runs(server)).toBe(0)
})

/** A server that answers with as many letters as it is asked for, for whoever it is asked. */
async function serveLetters(bounds: IdempotencyBounds) {
  let nowMs = 0
  const idempotency = new Idempotency(bounds, () => nowMs)
  const letters = createRouter({
    routes: [
      {
        method: 'POST',
        path: '/letters',
        handle: exchange => {
          const count = Number(exchange.query.get('count'))
          const value = 'x'.repeat(count)
          return idempotency.answer(exchange, exchange.query.get('tenant') ?? '', count, async () => ({ status: 200, headers: {}, value }))
        },
      },
    ],
    prefix: '/',
    log: silentLogger(),
  })
  const server = createServer((request, response) => void letters(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const ask = async (tenant: string, name: string, count = 10): Promise<boolean> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/letters?tenant=${tenant}&count=${count}`
    const response = await fetch(url, { method: 'POST', headers: named(`${name}-of-some-length`) })
    await response.text()
    return isReplayed(response)
  }
  return {
    ask,
    idempotency,
    wait: (ms: number) => {
      nowMs += ms
    },
    [Symbol.dispose]: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const WIDE: IdempotencyBounds = { answers: 1000, bytes: 1e6, tenantAnswers: 1000, tenantBytes: 1e6 }

it('forgets an answer after ten minutes', async () => {
  using server = await serveLetters(WIDE)
  expect(await server.ask('a', 'first')).toBe(false)
  server.wait(400_000)
  expect(await server.ask('a', 'second')).toBe(false)
  server.wait(199_999)
  expect(await server.ask('a', 'first')).toBe(true)
  server.wait(1)
  expect(await server.ask('a', 'second')).toBe(true)
  expect(server.idempotency.figures.answers).toBe(1)
  expect(await server.ask('a', 'first')).toBe(false)
  server.wait(1e9)
  expect(await server.ask('a', 'third')).toBe(false)
  expect(server.idempotency.figures).toEqual({ answers: 1, bytes: 13 })
})

it.each<[string, Partial<IdempotencyBounds>]>([
  ['the answers of one', { tenantAnswers: 3 }],
  ['the bytes of one', { tenantBytes: 3 * 13 }],
  ['all answers', { answers: 3 }],
  ['all bytes', { bytes: 3 * 13 }],
])('bounds %s, and forgets the oldest first', async (_what, bounds) => {
  using server = await serveLetters({ ...WIDE, ...bounds })
  for (const name of ['first', 'second', 'third', 'fourth']) expect(await server.ask('a', name)).toBe(false)
  expect(server.idempotency.figures).toEqual({ answers: 3, bytes: 3 * 13 })
  expect(await server.ask('a', 'second')).toBe(true)
  expect(await server.ask('a', 'first')).toBe(false)
  expect(await server.ask('a', 'third')).toBe(true)
})

it("leaves others' answers alone when one asks for many, and keeps none that is larger than all may be", async () => {
  using server = await serveLetters({ ...WIDE, tenantAnswers: 5, tenantBytes: 1000 })
  await server.ask('quiet', 'first')
  for (let count = 0; count < 50; count++) await server.ask('busy', `${count}`)
  expect(await server.ask('quiet', 'first')).toBe(true)
  expect(server.idempotency.figures.answers).toBe(6)
  expect(await server.ask('large', 'first', 2000)).toBe(false)
  expect(await server.ask('large', 'first', 2000)).toBe(false)
  expect(server.idempotency.figures).toEqual({ answers: 6, bytes: 6 * 13 })
})
