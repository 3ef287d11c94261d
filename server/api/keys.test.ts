import { pino } from 'pino'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Config } from '../platform/config.ts'
import { eventually, makeKey, startTestServer, type TestServer } from '../test-server.ts'

type Headers = Readonly<Record<string, string>>
type Way = {
  readonly name: string
  readonly path: string
  readonly body: (script: string) => unknown
  /** How its clients send a key. */
  readonly show: (key: string) => Headers
  /** What it says of a refusal. */
  readonly refusal: (sentence: unknown) => object
}

const files = (content: string) => [{ name: 'main.txt', content }]
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` })
const WAYS: readonly Way[] = [
  {
    name: 'v1',
    path: '/api/v1/run',
    body: script => ({ profile: 'script', files: files(script) }),
    show: bearer,
    refusal: detail => ({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: expect.stringMatching(/^(unknown|no)_key$/),
      detail,
    }),
  },
  {
    name: 'Piston',
    path: '/api/v2/execute',
    body: script => ({ language: 'script', version: '*', files: files(script) }),
    show: key => ({ authorization: key }),
    refusal: message => ({ message }),
  },
  {
    name: 'codapi',
    path: '/v1/exec',
    body: script => ({ sandbox: 'script', command: 'run', files: { '': script } }),
    show: bearer,
    refusal: stderr => ({ id: '-', ok: false, duration: 0, stdout: '', stderr }),
  },
  {
    name: 'Judge0',
    path: '/api/judge0/submissions?wait=true',
    body: script => ({ language_id: 71, source_code: script }),
    show: key => ({ 'x-auth-token': key }),
    refusal: error => ({ error }),
  },
  {
    name: "Judge0's batches",
    path: '/api/judge0/submissions/batch',
    body: script => ({ submissions: [{ language_id: 71, source_code: script }] }),
    show: key => ({ 'x-auth-token': key }),
    refusal: error => ({ error }),
  },
]
const UNKNOWN = `gb_${'A'.repeat(43)}`

function run({ port }: TestServer, way: Way, headers: Headers = {}, script = 'print x', signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${way.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(way.body(script)),
    ...(signal ? { signal } : {}),
  })
}

const share = ({ port }: TestServer, headers: Headers = {}) =>
  fetch(`http://127.0.0.1:${port}/api/v1/snippets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      profile: 'script',
      title: '',
      main: 'main.txt',
      files: files('x'),
      args: [],
      stdin: null,
      parent: null,
      recording: null,
    }),
  })

const [V1] = WAYS as [Way]

it.each(WAYS)('takes a key over $name, and refuses one that it does not know', async way => {
  await using server = await startTestServer()
  const key = await makeKey(server, 'one')
  expect((await run(server, way, way.show(key))).ok).toBe(true)
  const refused = await run(server, way, way.show(UNKNOWN))
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect(await refused.json()).toEqual(way.refusal(expect.stringMatching(/^This key is not known here.*\.$/)))
  // Others go on without one.
  expect((await run(server, way)).ok).toBe(true)
})

it.each(WAYS)('runs nothing over $name without a key, where keys are asked for', async way => {
  await using server = await startTestServer({ api: 'keys' })
  const refused = await run(server, way)
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect(await refused.json()).toEqual(way.refusal(expect.stringMatching(/^A key is needed to run programs here.*gb_/)))
  expect((await run(server, way, way.show(await makeKey(server, 'one')))).ok).toBe(true)
  expect((await share(server)).status).toBe(201)
  expect((await fetch(`http://127.0.0.1:${server.port}/api/v1/profiles`)).status).toBe(200)
})

it.each(WAYS)('has no $name where the API is off', async way => {
  await using server = await startTestServer({ api: 'off' })
  const refused = await run(server, way, way.show(await makeKey(server, 'one')))
  expect([refused.status, refused.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  expect((await share(server)).status).toBe(201)
  expect((await fetch(`http://127.0.0.1:${server.port}/api/v1/profiles`)).status).toBe(200)
})

it('takes a revoked key no more, soon', async () => {
  await using server = await startTestServer()
  const key = await makeKey(server, 'one')
  expect((await run(server, V1, bearer(key))).status).toBe(200)
  await server.store.keys.revoke('one', 1)
  await eventually(async () => (await run(server, V1, bearer(key))).status === 401)
  expect((await share(server, bearer(key))).status).toBe(401)
})

it('counts by keys, apart from the address and from each other', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const [first, second] = [await makeKey(server, 'first', { runsPerHour: 180 }), await makeKey(server, 'second')]
  const told: (string | number | null)[][] = []
  for (const headers of [{}, {}, bearer(first), bearer(first), bearer(first), bearer(first), bearer(second), bearer(second)]) {
    const { status, headers: answered } = await run(server, V1, headers)
    told.push([status, answered.get('ratelimit-policy'), answered.get('ratelimit')?.replace(/;t=.*/, '') ?? null])
  }
  const own = ['"runs";q=3;w=60', '"runs";r=0']
  const usual = ['"runs";q=1;w=60', '"runs";r=0']
  expect(told).toEqual([
    [200, ...usual],
    [429, ...usual],
    [200, own[0], '"runs";r=2'],
    [200, own[0], '"runs";r=1'],
    [200, ...own],
    [429, ...own],
    [200, ...usual],
    [429, ...usual],
  ])
  const refused = await run(server, V1, bearer(first))
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('180 times an hour with one key') })
  // The other interfaces have the same figures.
  for (const way of WAYS.slice(1, 4)) expect([way.name, (await run(server, way, way.show(first))).status]).toEqual([way.name, 429])
})

it('bounds what runs at once by keys', async () => {
  await using server = await startTestServer({ runsPerAddress: 1 })
  const [narrow, wide] = [await makeKey(server, 'narrow', { atOnce: 1 }), await makeKey(server, 'wide', { atOnce: 3 })]
  const left = new AbortController()
  const hanging = [narrow, wide, wide].map(key => run(server, V1, bearer(key), 'hang', left.signal).catch(() => null))
  await eventually(() => server.engine.boxes.size >= 3)
  await eventually(async () => (await run(server, V1, bearer(narrow))).status === 429)
  expect((await run(server, V1, bearer(wide))).status).toBe(200)
  expect((await run(server, V1)).status).toBe(200)
  left.abort()
  await Promise.all(hanging)
})

it('counts what is shared by keys, too', async () => {
  await using server = await startTestServer()
  const key = await makeKey(server, 'one')
  for (let count = 0; count < 40; count++) await share(server)
  expect((await share(server)).status).toBe(429)
  const shared = await share(server, bearer(key))
  expect([shared.status, shared.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"share";r=39;/)])
})

/** What a job over Piston's socket was told, and how it was closed. */
async function connect({ port }: TestServer, headers: Headers): Promise<unknown[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v2/connect`, { headers })
  const told: unknown[] = []
  socket.on('message', data => told.push(JSON.parse(String(data)).type))
  socket.on('open', () => socket.send(JSON.stringify({ type: 'init', language: 'script', version: '*', files: files('print x') })))
  return new Promise(resolve => {
    socket.on('error', fault => resolve([fault.message]))
    socket.on('close', code => resolve([...told, code]))
  })
}

it.each<[Config['api'], 'none' | 'good' | 'unknown', unknown]>([
  ['open', 'none', 4999],
  ['open', 'good', 4999],
  ['open', 'unknown', 4002],
  ['keys', 'none', 4002],
  ['keys', 'good', 4999],
  ['off', 'good', 'Unexpected server response: 404'],
])("Piston's socket, where the API is %s and the key %s", async (api, which, end) => {
  await using server = await startTestServer({ api })
  const key = which === 'unknown' ? UNKNOWN : await makeKey(server, 'one')
  const told = await connect(server, which === 'none' ? {} : { authorization: key })
  expect(told.at(-1)).toBe(end)
  if (end === 4002) expect(told).toEqual(['error', 4002])
})

it('never logs a key', async () => {
  const lines: string[] = []
  await using server = await startTestServer({}, pino({ level: 'trace' }, { write: line => void lines.push(line) }))
  const key = await makeKey(server, 'one')
  for (const shown of [key, UNKNOWN]) for (const way of WAYS) await run(server, way, way.show(shown))
  await connect(server, { authorization: key })
  // A fault of ours is logged with all that is known of it.
  server.store.keys.find = () => Promise.reject(new Error('the database is gone'))
  const third = `gb_${'B'.repeat(43)}`
  expect((await run(server, V1, bearer(third))).status).toBe(500)
  const text = lines.join('')
  expect(text).toContain('the database is gone')
  expect(text).toContain('"profile":"script"')
  for (const shown of [key, UNKNOWN, third]) expect(text).not.toContain(shown.slice(3))
})
