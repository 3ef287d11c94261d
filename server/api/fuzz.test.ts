import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually, startTestServer } from '../test-server.ts'

/** Requests of each interface that are made up. */
const REQUESTS = 700
/** An answer that takes longer is a hang. */
const ANSWER_MS = 10_000

/** A value that is mostly as it should be. */
const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() }, { weight: 1, arbitrary: fc.constant(undefined) })

const script = fc.constantFrom('print x', 'exit 3', 'cat', 'read', 'flood 5000', 'warn w', 'die', 'end timeout', 'bytes ff', '')
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('main.txt', 'a/b', '-x', 'ü') },
  { weight: 1, arbitrary: fc.constantFrom('', '../x', '/x', 'x\u0000', '\ud800', '.glovebox/x') },
  { weight: 1, arbitrary: fc.string() },
)
const number = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double()) },
)
const encoding = fc.oneof(
  { weight: 20, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('base64', 'utf8', 'hex', 'none') },
)
const files = fc.array(mostly(fc.record({ name: mostly(name), content: mostly(script), encoding }, { requiredKeys: ['content'] })), {
  minLength: 1,
  maxLength: 2,
})

const REPORT = {
  reason: 'exited',
  code: 0,
  signal: null,
  cpuMs: 1,
  wallMs: 1,
  peakBytes: 1,
  outputBytes: 1,
  stage: 'run',
  compileMs: null,
  limit: null,
}

const BODIES: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  [
    '/api/v1/run',
    fc.record(
      {
        profile: mostly(fc.constantFrom('script', 'scr', 'compiled')),
        files: mostly(files),
        main: mostly(fc.constantFrom('main.txt', undefined)),
        args: mostly(fc.array(mostly(fc.string()))),
        stdin: mostly(fc.string()),
        limits: mostly(fc.record({ cpuMs: number, wallMs: number, outputBytes: number }, { requiredKeys: [] })),
      },
      { requiredKeys: ['profile', 'files'] },
    ),
  ],
  [
    '/api/v2/execute',
    fc.record(
      {
        language: mostly(fc.constantFrom('script', 'scr')),
        version: mostly(fc.constantFrom('*', '>=0', '0.x || 3', 'x'.repeat(1000))),
        files: mostly(files),
        args: mostly(fc.array(fc.string())),
        stdin: mostly(fc.string()),
        run_timeout: mostly(number),
        compile_cpu_time: mostly(number),
        run_memory_limit: mostly(number),
      },
      { requiredKeys: ['language', 'version', 'files'] },
    ),
  ],
  [
    '/v1/exec',
    fc.record({
      sandbox: mostly(fc.constantFrom('script', 'scr')),
      command: mostly(fc.constant('run')),
      version: mostly(fc.constantFrom('', 'latest', '3', '__proto__')),
      files: mostly(fc.dictionary(name, mostly(script), { maxKeys: 3 })),
    }),
  ],
  [
    '/api/judge0/submissions?wait=true',
    fc.record(
      {
        language_id: mostly(fc.constantFrom(71, '109', 50)),
        source_code: mostly(script),
        stdin: mostly(fc.string()),
        expected_output: mostly(fc.string()),
        command_line_arguments: mostly(fc.string()),
        cpu_time_limit: mostly(fc.constantFrom(0, 1, '2.5', 15)),
        number_of_runs: mostly(fc.constantFrom(1, 2)),
      },
      { requiredKeys: ['language_id', 'source_code'] },
    ),
  ],
  [
    '/jobe/index.php/restapi/runs',
    fc.record({
      run_spec: mostly(
        fc.record(
          {
            language_id: mostly(fc.constantFrom('script', 'scr', 'SCRIPT')),
            sourcecode: mostly(script),
            sourcefilename: mostly(fc.oneof(fc.constant('main.txt'), name)),
            input: mostly(fc.string()),
            file_list: mostly(
              fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fc.tuple(fc.string(), name)) }),
            ),
            parameters: mostly(
              fc.record(
                {
                  cputime: mostly(fc.oneof(number, fc.constantFrom('1', '', 'x'))),
                  streamsize: mostly(number),
                  memorylimit: mostly(number),
                  runargs: mostly(fc.array(fc.string())),
                },
                { requiredKeys: [] },
              ),
            ),
            debug: mostly(fc.boolean()),
          },
          { requiredKeys: ['language_id', 'sourcecode'] },
        ),
      ),
    }),
  ],
  [
    '/api/v1/snippets',
    fc.record({
      profile: mostly(fc.constantFrom('script', 'compiled')),
      title: mostly(fc.string()),
      main: mostly(fc.constant('main.txt')),
      files: mostly(fc.constantFrom([{ name: 'main.txt', content: 'print x' }], [{ name: 'main.txt', content: '\ud800' }])),
      args: mostly(fc.array(fc.string(), { maxLength: 3 })),
      stdin: mostly(fc.oneof(fc.string(), fc.constant(null))),
      parent: mostly(fc.constantFrom(null, 'AAAAAAAAAAAA')),
      recording: mostly(
        fc.oneof(
          fc.constant(null),
          fc.record({
            cols: mostly(fc.integer({ min: 1, max: 1000 })),
            rows: mostly(fc.integer({ min: 1, max: 1000 })),
            events: mostly(fc.array(fc.tuple(fc.nat(), fc.string()))),
            truncated: mostly(fc.boolean()),
            report: mostly(fc.constant(REPORT)),
          }),
        ),
      ),
    }),
  ],
  [
    '/mcp',
    fc.record({
      jsonrpc: mostly(fc.constant('2.0')),
      id: mostly(fc.constantFrom(1, 'x')),
      method: mostly(
        fc.constantFrom('tools/call', 'tools/call', 'tools/call', 'tools/list', 'initialize', 'ping', 'notifications/cancelled'),
      ),
      params: mostly(
        fc.record(
          {
            name: mostly(fc.constantFrom('run_code', 'run_code', 'list_languages', '__proto__')),
            arguments: mostly(
              fc.record(
                {
                  language: mostly(fc.constantFrom('script', 'scr', 'compiled')),
                  code: mostly(script),
                  files: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: files }),
                  args: mostly(fc.array(fc.string())),
                  stdin: mostly(fc.string()),
                },
                { requiredKeys: ['language', 'code'] },
              ),
            ),
            _meta: fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.jsonValue() }),
          },
          { requiredKeys: ['name', 'arguments'] },
        ),
      ),
    }),
  ],
]
/** Assistants take an answer in either form. */
const ACCEPT: Readonly<Record<string, string>> = { '/mcp': 'application/json, text/event-stream' }

/** Refusals of these are plain text. */
const TELLS_PLAINLY: ReadonlySet<string> = new Set(['/jobe/index.php/restapi/runs'])

/** What may stand in a header: bytes, none of them of control. */
const headerText = fc
  .array(fc.integer({ min: 0x20, max: 0xff }).filter(code => code !== 0x7f))
  .map(codes => String.fromCharCode(...codes).trim())
const key = fc.oneof(
  fc.constant('gb_'),
  fc.base64String({ minLength: 43, maxLength: 44 }).map(text => `gb_${text}`),
  headerText.map(text => `gb_${text}`),
  headerText,
)

it('answers whatever keys are shown and requests named, without a fault of its own', async () => {
  await using server = await startTestServer({ runsPerHour: 1_000_000, runsPerAddress: 1000 })
  const statuses = new Set<number>()
  const bearer = key.map(text => `Bearer ${text}`)
  const requestName = fc.oneof(headerText, fc.uuid(), fc.constantFrom('the-same-every-time', '"the-same-every-time"'))
  // At most two at once, and seldom keys: a request that is refused for its key asks nothing of what is behind.
  const headers = fc.array(
    fc.oneof(fc.tuple(fc.constant('authorization'), fc.oneof(key, bearer)), fc.tuple(fc.constantFrom('x-auth-token', 'x-api-key'), key), {
      weight: 4,
      arbitrary: fc.tuple(fc.constant('idempotency-key'), requestName),
    }),
    { maxLength: 2 },
  )
  const path = fc.constantFrom('/api/v1/run', '/api/v1/snippets')
  await fc.assert(
    fc.asyncProperty(headers, path, script, async (shown, address, content) => {
      const snippet = { title: '', main: 'main.txt', args: [], stdin: null, parent: null, recording: null }
      const body = { profile: 'script', files: [{ name: 'main.txt', content }], ...(address.endsWith('run') ? {} : snippet) }
      const response = await fetch(`http://127.0.0.1:${server.port}${address}`, {
        method: 'POST',
        headers: [['content-type', 'application/json'], ...shown],
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const answer = await response.text()
      statuses.add(response.status)
      expect(response.status, answer).not.toBe(500)
      expect(() => JSON.parse(answer)).not.toThrow()
    }),
    // Two programs under one name, and a key that nobody has: chance alone does not always make them.
    {
      numRuns: REQUESTS,
      examples: [
        [[['idempotency-key', 'twice']], '/api/v1/run', 'print x'],
        [[['idempotency-key', 'twice']], '/api/v1/run', 'cat'],
        [[['x-api-key', 'gb_']], '/api/v1/run', 'cat'],
        [[['idempotency-key', 'ü'.repeat(300)]], '/api/v1/run', 'cat'],
      ],
    },
  )
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 422]))
})

it.each(BODIES)('answers whatever is sent to %s, without a fault of its own', async (path, body) => {
  await using server = await startTestServer({ runsPerHour: 1_000_000, runsPerAddress: 1000, proxies: 1 })
  let ran = 0
  await fc.assert(
    // From another address each time, so that no rate is in the way.
    fc.asyncProperty(body, fc.ipV4(), async (value, address) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: ACCEPT[path] ?? 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify(value) ?? '',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const answer = await response.text()
      if (response.ok) ran += 1
      expect(response.status, answer).not.toBe(500)
      const json = response.headers.get('content-type')?.includes('json')
      if (json || (response.status !== 202 && !TELLS_PLAINLY.has(path))) expect(() => JSON.parse(answer)).not.toThrow()
    }),
    { numRuns: REQUESTS },
  )
  // Most of what is made up must be good enough to be run, or it says little.
  expect(ran).toBeGreaterThan(REQUESTS / 10)
})

it('answers whatever is asked of it, without a fault of its own', async () => {
  await using server = await startTestServer({ proxies: 1 })
  const text = fc.oneof(fc.string(), fc.constantFrom('..', '%', '%2e%2e', '%00', 'AAAAAAAAAAAA', '__proto__'))
  const path = fc.oneof(
    text.map(id => `/api/v1/snippets/${id}`),
    text.map(token => `/api/judge0/submissions/${token}`),
    fc.tuple(text, text).map(([tokens, fields]) => `/api/judge0/submissions/batch?tokens=${tokens}&fields=${fields}`),
    fc.tuple(text, text).map(([url, width]) => `/oembed?url=${url}&maxwidth=${width}`),
    text.map(query => `/healthz?${query}`),
    text.map(id => `/jobe/index.php/restapi/files/${id}`),
    fc.webPath().map(rest => `/api${rest}`),
  )
  const bearer = fc.oneof(fc.constant(null), fc.constant('A'.repeat(43)), headerText)
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom('GET', 'HEAD', 'DELETE', 'PUT'), bearer, fc.ipV4(), async (asked, method, shown, address) => {
      const headers = { 'x-forwarded-for': address, ...(shown === null ? {} : { authorization: `Bearer ${shown}` }) }
      const url = `http://127.0.0.1:${server.port}${asked}`
      const response = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
      statuses.add(response.status)
      expect(response.status, await response.text()).not.toBe(500)
    }),
    { numRuns: REQUESTS },
  )
  expect([...statuses]).toEqual(expect.arrayContaining([400, 401, 404, 405]))
})

const message = fc.oneof(
  mostly(
    fc.record({
      type: fc.constant('init'),
      language: fc.constant('script'),
      version: fc.constant('*'),
      files: mostly(fc.constant([{ name: 'main.txt', content: 'print x\ncat' }])),
      pty: mostly(fc.constantFrom(undefined, { cols: 80, rows: 24 })),
    }),
  ),
  mostly(
    fc.record({ type: fc.constant('data'), stream: mostly(fc.constant('stdin')), data: mostly(fc.string()), eof: mostly(fc.boolean()) }),
  ),
  mostly(fc.record({ type: fc.constant('signal'), signal: mostly(fc.constantFrom('SIGINT', 'SIGWINCH', 'SIGNIL')) })),
  mostly(fc.record({ type: fc.constant('resize'), cols: mostly(fc.integer()), rows: mostly(fc.integer()) })),
)

it('survives whatever is sent to a socket, and keeps no box of it', async () => {
  await using server = await startTestServer({ runsPerHour: 1_000_000, runsPerAddress: 1000, warmBoxes: 0 })
  const codes = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.boolean(), async (messages, leaves) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/v2/connect`)
      socket.on('error', () => {})
      const closed = new Promise<number>(resolve => socket.on('close', resolve))
      await new Promise(resolve => socket.once('open', resolve))
      for (const one of messages) socket.send(JSON.stringify(one) ?? '')
      // Those that would wait for more input get its end, or lose their caller.
      socket.send('{"type":"data","stream":"stdin","data":"","eof":true}')
      if (leaves) socket.terminate()
      codes.add(await closed)
    }),
    { numRuns: REQUESTS },
  )
  await eventually(() => server.engine.boxes.size === 0)
  for (const code of [4000, 4002, 4003, 4999]) expect([...codes]).toContain(code)
})
