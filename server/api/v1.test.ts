import { expect, it } from 'vitest'
import { SOURCE_BYTES } from '../protocol/limits.ts'
import { ApiProfiles, Problem, RunEvent, RunResult } from '../protocol/rest.ts'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

const file = (content: string) => ({ name: 'main.txt', content })

function post({ port }: TestServer, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/api/v1/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  })
}

async function run(server: TestServer, script: string, more: Record<string, unknown> = {}): Promise<RunResult> {
  const response = await post(server, { profile: 'script', files: [file(script)], ...more })
  const body: unknown = await response.json()
  expect(response.status, JSON.stringify(body)).toBe(200)
  return RunResult.parse(body)
}

it('runs a program with its arguments and its input, and tells its two outputs apart', async () => {
  await using server = await startTestServer()
  const { compile, run: ran } = await run(server, 'args\nread\nwarn careful\nexit 3', { args: ['-a', 'b c'], stdin: 'Ada\nmore' })
  expect(compile).toBeNull()
  expect(ran).toMatchObject({ reason: 'exited', code: 3, signal: null, limit: null, truncated: false, stderrBytes: 8 })
  expect(ran).toMatchObject({ stdout: '-a,b c\ngot Ada\n', stderr: 'careful\n' })
})

it('gives a program that waits for input its end', async () => {
  await using server = await startTestServer()
  expect((await run(server, 'cat')).run).toMatchObject({ reason: 'exited', stdout: '' })
})

it('calls the first file as the language does, and finds the language by an alias', async () => {
  await using server = await startTestServer()
  expect(await run(server, '', { profile: 'scr', files: [{ content: 'print hello' }] })).toMatchObject({
    profile: 'script',
    run: { stdout: 'hello\n' },
  })
})

it('tells what the compiler and the program said, and no more than the compiler where it fails', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  expect(await run(server, 'print hello', { profile: 'compiled' })).toMatchObject({
    compile: { reason: 'exited', code: 0, stdout: 'compiled\n' },
    run: { stdout: 'hello\n' },
  })
  expect(await run(server, 'fault', { profile: 'compiled' })).toMatchObject({
    compile: { reason: 'exited', code: 1, stdout: 'main.txt:1: fault\n' },
    run: null,
  })
})

it('drops output above its limit, counts it, and lets the program go on', async () => {
  await using server = await startTestServer()
  const { run: ran } = await run(server, 'flood 300000\nwarn end')
  expect(ran).toMatchObject({ reason: 'exited', truncated: true, stdoutBytes: 300_000, stderr: 'end\n' })
  expect(ran?.stdout).toBe('y\n'.repeat(512))
})

it('cuts no character, neither between two writes nor at the limit', async () => {
  await using server = await startTestServer()
  expect((await run(server, 'bytes e2\nbytes 82\nbytes ac')).run).toMatchObject({ stdout: '€', truncated: false })
  expect((await run(server, 'bytes 41e282ac', { limits: { outputBytes: 3 } })).run).toMatchObject({ stdout: 'A', truncated: true })
  expect((await run(server, 'bytes 41e282')).run).toMatchObject({ stdout: 'A\ufffd', truncated: false })
})

it('runs each program in a box of its own, which is destroyed', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const made = server.engine.created
  await run(server, 'write left behind')
  await run(server, 'print x')
  expect(server.engine.created).toBe(made + 2)
  await eventually(() => server.engine.boxes.size === 0)
})

it('tells a box that went away as a result', async () => {
  await using server = await startTestServer()
  expect((await run(server, 'print before\ndie')).run).toMatchObject({ reason: 'box_lost', stdout: 'before\n' })
})

it('ends a program whose caller goes away', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  for (const headers of [{}, { accept: 'text/event-stream' }]) {
    const caller = new AbortController()
    const answer = post(server, { profile: 'script', files: [file('print x\nhang')] }, headers, caller.signal).catch(() => {})
    await eventually(() => server.engine.boxes.size === 1)
    await new Promise(resolve => setTimeout(resolve, 50))
    caller.abort()
    await answer
    await eventually(() => server.engine.boxes.size === 0)
  }
})

it('tells a run as it happens, in lines of JSON and in server-sent events', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  const body = { profile: 'compiled', files: [file('print one\nwarn two\nprint three')] }
  const lines = await post(server, body, { accept: 'application/x-ndjson' })
  expect(lines.headers.get('content-type')).toBe('application/x-ndjson')
  const events = (await lines.text())
    .trimEnd()
    .split('\n')
    .map(line => RunEvent.parse(JSON.parse(line)))
    .filter(event => event.type !== 'queued')
  expect(events).toMatchObject([
    { type: 'stage', stage: 'compile' },
    { type: 'output', stage: 'compile', stream: 'stdout', text: 'compiled\n' },
    { type: 'stage', stage: 'run' },
    { type: 'output', stage: 'run', stream: 'stdout', text: 'one\n' },
    { type: 'output', stage: 'run', stream: 'stderr', text: 'two\n' },
    { type: 'output', stage: 'run', stream: 'stdout', text: 'three\n' },
    { type: 'result', compile: { code: 0 }, run: { code: 0, stdoutBytes: 10 } },
  ])
  const sse = await post(server, body, { accept: 'text/event-stream' })
  expect(sse.headers.get('content-type')).toBe('text/event-stream')
  const told = (await sse.text()).split('\n\n').filter(block => block !== '' && !block.startsWith('event: queued'))
  expect(told.map(block => /^event: (\w+)\ndata: (.*)$/.exec(block)?.[1])).toEqual(events.map(event => event.type))
})

it('waits its turn, says so where it streams, and gives nobody more than their part', async () => {
  await using server = await startTestServer({ maxBoxes: 1, warmBoxes: 0, runsPerAddress: 2 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const caller = new AbortController()
  const first = post(server, { profile: 'script', files: [file('hang')] }, {}, caller.signal).catch(() => {})
  await eventually(() => server.engine.boxes.size === 1)
  const second = post(server, { profile: 'script', files: [file('print second')] }, { accept: 'application/x-ndjson' })
  const waiting = await second
  const third = await post(server, { profile: 'script', files: [file('print third')] })
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '2'])
  expect(Problem.parse(await third.json())).toMatchObject({ code: 'too_busy', detail: expect.stringContaining('2 programs') })
  caller.abort()
  await first
  const text = await waiting.text()
  expect(text).toContain('{"type":"queued","position":1}')
  expect(text).toContain('second')
})

it('answers 429 when the queue is full', async () => {
  await using server = await startTestServer({ maxBoxes: 1, maxQueue: 1, warmBoxes: 0, runsPerAddress: 9 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const caller = new AbortController()
  const held = [1, 2].map(() => post(server, { profile: 'script', files: [file('hang')] }, {}, caller.signal).catch(() => {}))
  await eventually(async () => (await server.metrics.registry.metrics()).includes('glovebox_pool_waiting 1'))
  const refused = await post(server, { profile: 'script', files: [file('print x')] })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  caller.abort()
  await Promise.all(held)
})

it('counts what an address asks for', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const first = await post(server, { profile: 'script', files: [file('print x')] })
  expect(first.headers.get('ratelimit-policy')).toBe('"runs";q=1;w=60')
  const second = await post(server, { profile: 'script', files: [file('print x')] })
  expect(second.status).toBe(429)
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(50)
  expect(Problem.parse(await second.json()).code).toBe('rate_limited')
})

it.each<[string, unknown, number, string, RegExp]>([
  ['text that is not JSON', '{', 400, 'bad_message', /JSON/],
  ['no object', '[]', 400, 'bad_message', /The body/],
  ['no files', { profile: 'script', files: [] }, 400, 'bad_message', /files/],
  ['65 files', { profile: 'script', files: Array(65).fill(file('')) }, 400, 'bad_message', /files.*64/],
  ['an unknown language', { profile: 'cobol', files: [file('')] }, 400, 'bad_profile', /cobol/],
  ['an unknown field', { profile: 'script', files: [file('')], timeout: 5 }, 400, 'bad_message', /timeout/],
  ['a file outside the workspace', { profile: 'script', files: [{ name: '../x', content: '' }] }, 400, 'bad_name', /\.\.\/x/],
  ['a second file without a name', { profile: 'script', files: [file(''), { content: '' }] }, 400, 'bad_name', /File 2/],
  ['a main file that is not there', { profile: 'script', files: [file('')], main: 'x' }, 400, 'bad_name', /main file/],
  ['too large a source', { profile: 'script', files: [file('x'.repeat(SOURCE_BYTES + 1))] }, 413, 'source_too_large', /1 MB/],
  ['an argument that is too long', { profile: 'script', files: [file('')], args: ['x'.repeat(5000)] }, 400, 'bad_message', /4 KB/],
  ['too much input', { profile: 'script', files: [file('')], stdin: 'x'.repeat(300_000) }, 413, 'source_too_large', /256 KB/],
  ['a limit that is no number', { profile: 'script', files: [file('')], limits: { cpuMs: '1' } }, 400, 'bad_message', /limits\.cpuMs/],
])('refuses %s', async (_name, body, status, code, detail) => {
  await using server = await startTestServer()
  const response = await post(server, body)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = Problem.parse(await response.json())
  expect([response.status, problem.status, problem.code]).toEqual([status, status, code])
  expect(problem.detail).toMatch(detail)
})

it('refuses a body of another type, another method, and a language that is not built yet', async () => {
  await using server = await startTestServer()
  expect((await post(server, 'x', { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await fetch(`http://127.0.0.1:${server.port}/api/v1/run`)).status).toBe(405)
  const building = await post(server, { profile: 'compiled', files: [file('')] })
  expect([building.status, building.headers.get('retry-after')]).toEqual([503, '2'])
})

it('lists the languages with their limits', async () => {
  await using server = await startTestServer()
  const list = async () => ApiProfiles.parse(await (await fetch(`http://127.0.0.1:${server.port}/api/v1/profiles`)).json()).profiles
  await eventually(async () => (await list())[0]?.version === '3.1')
  expect(await list()).toMatchObject([
    { id: 'script', aliases: ['scr'], ready: true, mainFile: 'main.txt', compiles: false, limits: { wallMs: 2000, compileWallMs: null } },
    { id: 'compiled', version: null, ready: false, compiles: true, limits: { compileWallMs: 60_000 } },
  ])
})

it('takes nothing that a page of another site may send without being asked', async () => {
  await using server = await startTestServer()
  const bodies = {
    '/api/v1/run': { profile: 'script', files: [file('print x')] },
    '/api/v2/execute': { language: 'script', version: '*', files: [file('print x')] },
    '/v1/exec': { sandbox: 'script', command: 'run', files: { '': 'print x' } },
    '/api/judge0/submissions': { language_id: 71, source_code: 'print x' },
    '/api/judge0/submissions/batch': { submissions: [{ language_id: 71, source_code: 'print x' }] },
  }
  for (const [path, body] of Object.entries(bodies)) {
    const url = `http://127.0.0.1:${server.port}${path}`
    const json = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect([path, json.ok]).toEqual([path, true])
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/plain; charset=application/json',
      '',
    ]) {
      const headers = { origin: 'http://evil.example', ...(type === '' ? {} : { 'content-type': type }) }
      const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(JSON.stringify(body)) })
      expect([path, type, answer.ok]).toEqual([path, type, false])
    }
  }
})
