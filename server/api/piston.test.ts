import { expect, it } from 'vitest'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

const JOB = { language: 'script', version: '*', files: [{ name: 'main.txt', content: 'print hello' }] }

function call(server: TestServer, path: string, method: string, body?: unknown, type = 'application/json'): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function execute(server: TestServer, changes: Record<string, unknown> = {}): Promise<Record<string, never>> {
  const response = await call(server, '/api/v2/execute', 'POST', { ...JOB, ...changes })
  const body = (await response.json()) as Record<string, never>
  expect(response.status, JSON.stringify(body)).toBe(200)
  return body
}

const script = (...lines: string[]) => ({ files: [{ name: 'main.txt', content: lines.join('\n') }] })

it('executes a program, under both addresses and with a slash at the end', async () => {
  await using server = await startTestServer()
  await eventually(async () => (await (await call(server, '/api/v2/runtimes', 'GET')).text()).includes('3.1.0'))
  for (const path of ['/api/v2/execute', '/api/v2/piston/execute', '/api/v2/execute/', '/api/v2/piston/execute/']) {
    const response = await call(server, path, 'POST', JOB)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      language: 'script',
      version: '3.1.0',
      run: {
        stdout: 'hello\n',
        stderr: '',
        output: 'hello\n',
        code: 0,
        signal: null,
        message: null,
        status: null,
        cpu_time: 1,
        wall_time: 2,
        memory: 3,
        truncated: false,
      },
    })
  }
})

it.each(['*', '3', '3.x', '3.1', '3.1.0', '^3.0.0', '>=2'])('knows version %s', async version => {
  await using server = await startTestServer()
  await eventually(async () => (await (await call(server, '/api/v2/runtimes', 'GET')).text()).includes('3.1.0'))
  expect(await execute(server, { version, language: 'scr' })).toMatchObject({ language: 'script', version: '3.1.0' })
})

it('keeps both outputs in the order in which they came', async () => {
  await using server = await startTestServer()
  expect(await execute(server, script('print a', 'warn b', 'print c'))).toMatchObject({
    run: { stdout: 'a\nc\n', stderr: 'b\n', output: 'a\nb\nc\n' },
  })
})

it('ends input with a line end, whether there is one or not', async () => {
  await using server = await startTestServer()
  for (const [stdin, read] of [
    ['x', 'x\n'],
    ['x\n', 'x\n'],
    ['', '\n'],
    [undefined, '\n'],
  ])
    expect(await execute(server, { ...script('cat'), stdin })).toMatchObject({ run: { stdout: read } })
})

it('passes arguments, and files of other encodings', async () => {
  await using server = await startTestServer()
  expect(await execute(server, { ...script('args'), args: ['1', '-x'] })).toMatchObject({ run: { stdout: '1,-x\n' } })
  for (const [encoding, content] of [
    ['base64', Buffer.from('no').toString('base64')],
    ['hex', Buffer.from('no').toString('hex')],
  ]) {
    const files = [{ name: 'data', content, encoding }, ...script('print second').files]
    expect(await execute(server, { files })).toMatchObject({ run: { stdout: 'second\n' } })
  }
})

it.each([
  ['exit 3', { code: 3, signal: null, status: 'RE', message: 'Exited with error status 3' }],
  ['end signaled', { code: null, signal: 'SIGKILL', status: 'SG' }],
  ['end timeout', { code: null, signal: 'SIGKILL', status: 'TO' }],
  ['end cpu_limit', { code: null, signal: 'SIGKILL', status: 'TO' }],
  ['end out_of_memory', { code: null, signal: 'SIGKILL', status: 'SG', message: 'Memory limit exceeded' }],
  ['die', { code: null, signal: 'SIGKILL', status: 'XX' }],
])('tells how "%s" ends', async (line, end) => {
  await using server = await startTestServer()
  expect(await execute(server, script('print before', line))).toMatchObject({ run: { ...end, stdout: 'before\n' } })
})

it('ends a program that writes too much, and keeps what it wrote before', async () => {
  await using server = await startTestServer()
  const flood = await execute(server, script('warn w', 'flood 3000', 'hang'))
  expect(flood).toMatchObject({ run: { code: null, signal: 'SIGKILL', status: 'OL', truncated: true, stderr: 'w\n' } })
  expect(flood).toMatchObject({ run: { stdout: 'y\n'.repeat(512) } })
  expect(await execute(server, script(`warn ${'x'.repeat(2000)}`, 'hang'))).toMatchObject({
    run: { status: 'EL', stderr: 'x'.repeat(1024) },
  })
})

it('tells a failed compiler twice', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  const { compile, run } = await execute(server, { language: 'compiled', ...script('fault') })
  expect(compile).toMatchObject({ code: 1, status: 'RE', stdout: 'main.txt:1: fault\n' })
  expect(run).toEqual(compile)
  expect(await execute(server, { language: 'compiled' })).toMatchObject({ compile: { code: 0, status: null }, run: { stdout: 'hello\n' } })
})

it('gives files without a name, and main files that a compiler would not take, one', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  for (const file of [{ content: 'print named' }, { name: 'main', content: 'print named' }])
    expect(await execute(server, { language: 'compiled', files: [file] })).toMatchObject({ run: { stdout: 'named\n' } })
})

const WRONG: readonly [unknown, string][] = [
  [null, 'language is required as a string'],
  [[], 'language is required as a string'],
  [{}, 'language is required as a string'],
  [{ language: 5 }, 'language is required as a string'],
  [{ language: '' }, 'language is required as a string'],
  [{ language: 'none' }, 'version is required as a string'],
  [{ language: 'none', version: 3 }, 'version is required as a string'],
  [{ language: 'none', version: '*' }, 'files is required as an array'],
  [{ language: 'none', version: '*', files: {} }, 'files is required as an array'],
  [{ language: 'none', version: '*', files: [{ content: '' }, {}] }, 'files[1].content is required as a string'],
  [{ language: 'none', version: '*', files: [null] }, 'files[0].content is required as a string'],
  [{ language: 'none', version: '*', files: [] }, 'none-* runtime is unknown'],
  [{ language: 'Script', version: '*', files: [] }, 'Script-* runtime is unknown'],
  [{ language: 'script', version: '4.x', files: [] }, 'script-4.x runtime is unknown'],
  [{ language: 'script', version: 'nonsense', files: [] }, 'script-nonsense runtime is unknown'],
  [{ language: 'compiled', version: '*', files: [] }, 'compiled-* runtime is unknown'],
  [{ ...JOB, files: [] }, 'files must include at least one utf8 encoded file'],
  [{ ...JOB, files: [{ content: '', encoding: 'hex' }] }, 'files must include at least one utf8 encoded file'],
  [{ ...JOB, run_memory_limit: 'x', run_timeout: 'x' }, 'If specified, run_memory_limit must be a number'],
  [{ ...JOB, compile_memory_limit: '1', run_memory_limit: '1' }, 'If specified, compile_memory_limit must be a number'],
  [{ ...JOB, run_timeout: 2001, run_cpu_time: 'x' }, 'run_timeout cannot exceed the configured limit of 2000'],
  [{ ...JOB, compile_timeout: 60_001, run_timeout: 'x' }, 'compile_timeout cannot exceed the configured limit of 60000'],
  [{ ...JOB, run_timeout: -1 }, 'run_timeout must be non-negative'],
  [{ ...JOB, run_cpu_time: 1001 }, 'run_cpu_time cannot exceed the configured limit of 1000'],
  [{ ...JOB, compile_cpu_time: -5 }, 'compile_cpu_time must be non-negative'],
  [{ ...JOB, args: [1] }, 'If specified, args must be an array of strings'],
  [{ ...JOB, stdin: 1 }, 'If specified, stdin must be a string'],
  [{ ...JOB, files: [{ name: '../x', content: '' }] }, '"../x" is not a relative file name.'],
  [{ ...JOB, files: [{ name: 5, content: '' }] }, 'If specified, files[0].name must be a string'],
]
it('refuses in Piston’s words and in its order', async () => {
  await using server = await startTestServer()
  for (const [body, message] of WRONG) {
    const response = await call(server, '/api/v2/execute', 'POST', body)
    expect([response.status, await response.json()]).toEqual([400, { message }])
  }
})

it('switches no limit off, and raises none', async () => {
  await using server = await startTestServer()
  const unlimited = { run_timeout: 0, run_cpu_time: 0, compile_timeout: null, run_memory_limit: -1, compile_memory_limit: 1e300 }
  // The agent of the tests has no clock: it is enough that it was taken.
  expect(await execute(server, unlimited)).toMatchObject({ run: { stdout: 'hello\n' } })
})

it('answers what is not JSON, not for it, or not there as Piston does', async () => {
  await using server = await startTestServer()
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    const response = await call(server, '/api/v2/execute', 'POST', 'x', type)
    expect([response.status, await response.json()]).toEqual([415, { message: 'requests must be of type application/json' }])
  }
  const broken = await call(server, '/api/v2/execute', 'POST', '{')
  expect([broken.status, await broken.json()]).toEqual([400, { message: expect.stringContaining('JSON') }])
  for (const [path, method] of [
    ['/api/v2/nothing', 'GET'],
    ['/api/v2/execute', 'GET'],
    ['/api/v2/piston/nothing', 'GET'],
  ] as const) {
    const response = await call(server, path, method)
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }])
  }
  expect(await (await call(server, '/api/v2/', 'GET')).json()).toEqual({ message: 'Piston v3.1.1' })
})

it('lists what can be run, and what there is', async () => {
  await using server = await startTestServer()
  await eventually(async () => (await (await call(server, '/api/v2/runtimes', 'GET')).text()).includes('3.1.0'))
  expect(await (await call(server, '/api/v2/piston/runtimes', 'GET')).json()).toEqual([
    { language: 'script', version: '3.1.0', aliases: ['scr'] },
  ])
  expect(await (await call(server, '/api/v2/packages', 'GET')).json()).toEqual([
    { language: 'script', language_version: '3.1.0', installed: true },
    { language: 'compiled', language_version: '0.0.0', installed: false },
  ])
})

it('installs and removes nothing', async () => {
  await using server = await startTestServer()
  await eventually(async () => (await (await call(server, '/api/v2/runtimes', 'GET')).text()).includes('3.1.0'))
  for (const method of ['POST', 'DELETE']) {
    const there = await call(server, '/api/v2/packages', method, { language: 'script', version: '3.1.0' })
    expect([there.status, Object.keys((await there.json()) as object)]).toEqual([500, ['message']])
    const none = await call(server, '/api/v2/packages', method, { language: 'none', version: '1' })
    expect([none.status, await none.json()]).toEqual([404, { message: 'Requested package none-1 does not exist' }])
    expect((await call(server, '/api/v2/packages', method, 'null')).status).toBe(404)
    expect((await call(server, '/api/v2/packages', method, { language: { toString: null } })).status).toBe(404)
  }
})

it('counts whoever would install something, and reads no large body for it', async () => {
  const ask = (server: TestServer, method: string, body: unknown) => call(server, '/api/v2/packages', method, body)
  await using server = await startTestServer()
  const large = await ask(server, 'POST', { language: 'x'.repeat(4096), version: '1' })
  expect([large.status, await large.json()]).toEqual([400, { message: 'The body may have 4096 bytes.' }])
  await using rare = await startTestServer({ runsPerHour: 60 })
  const statuses: number[] = []
  for (const method of ['POST', 'DELETE']) statuses.push((await ask(rare, method, '{')).status)
  expect(statuses).toEqual([400, 429])
  await using closed = await startTestServer({ api: 'keys' })
  for (const method of ['POST', 'DELETE']) expect((await ask(closed, method, '{')).status).toBe(401)
})

it('ends a program whose caller goes away', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const caller = new AbortController()
  const answer = fetch(`http://127.0.0.1:${server.port}/api/v2/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...JOB, ...script('hang') }),
    signal: caller.signal,
  }).catch(() => {})
  await eventually(() => server.engine.boxes.size === 1)
  caller.abort()
  await answer
  await eventually(() => server.engine.boxes.size === 0)
})

it('is called as pyston calls it: with slashes, as plain text, with a file that has no name and limits that switch off', async () => {
  await using server = await startTestServer()
  type Runtime = { readonly language: string; readonly version: string; readonly aliases: readonly string[] }
  const runtimes = async () => (await (await call(server, '/api/v2/piston/runtimes/', 'GET')).json()) as Runtime[]
  await eventually(async () => (await runtimes()).some(({ version }) => version === '3.1.0'))
  const version = (await runtimes()).find(({ language, aliases }) => [language, ...aliases].includes('scr'))?.version
  const job = {
    language: 'scr',
    version,
    stdin: 'Ada',
    args: [],
    compile_timeout: 10_000,
    run_timeout: 2000,
    compile_memory_limit: -1,
    run_memory_limit: -1,
    files: [{ name: '', content: 'read' }],
  }
  const response = await call(server, '/api/v2/piston/execute/', 'POST', JSON.stringify(job), 'text/plain; charset=utf-8')
  expect([response.status, await response.json()]).toEqual([
    200,
    expect.objectContaining({ run: expect.objectContaining({ code: 0, signal: null, stderr: '' }) }),
  ])
})

it('is called as Piston’s own command line calls it: packages, then a program with another file beside it', async () => {
  await using server = await startTestServer()
  expect(await (await call(server, '/api/v2/packages', 'GET')).json()).toContainEqual(expect.objectContaining({ language: 'script' }))
  const job = {
    language: 'script',
    version: '*',
    files: [
      { name: 'main.txt', content: 'args\nprint done', encoding: 'utf8' },
      { name: 'data.bin', content: 'AAEC', encoding: 'base64' },
    ],
    args: ['one', 'two words'],
    stdin: '',
    compile_timeout: 10_000,
    run_timeout: 2000,
  }
  const response = await call(server, '/api/v2/execute', 'POST', job)
  const body = (await response.json()) as { readonly run: { readonly stdout: string } }
  expect(response.status, JSON.stringify(body)).toBe(200)
  expect(body.run.stdout).toContain('two words')
  expect(body.run.stdout).toContain('done')
})
