import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { COMPILED, eventually, makeKey, startTestServer, type TestServer } from '../test-server.ts'

type Answer = { readonly status: number; readonly body: unknown }
type Check = (server: TestServer) => Promise<void>

async function post(server: TestServer, path: string, body: unknown, method = 'POST', headers: object = {}): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const job = (source: string) => ({ language: 'script', version: '*', files: [{ name: 'main.txt', content: source }] })
const execute = (server: TestServer, source: string, more: object = {}) => post(server, '/api/v2/execute', { ...job(source), ...more })
const exec = (server: TestServer, source: string, more: object = {}, type = 'application/json') =>
  post(server, '/v1/exec', { sandbox: 'script', command: 'run', files: { '': source }, ...more }, 'POST', { 'content-type': type })

/** Runs a job over the socket. `onText` is called with all output whenever there is more. */
async function connect(
  { port }: TestServer,
  source: string,
  onText: (text: string, socket: WebSocket) => unknown = () => {},
  more: object = {},
): Promise<{ readonly text: string; readonly last: unknown }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v2/connect`)
  let [text, last]: [string, unknown] = ['', null]
  socket.on('open', () => socket.send(JSON.stringify({ type: 'init', ...job(source), ...more })))
  socket.on('message', data => {
    last = JSON.parse(String(data))
    const { type, data: more } = last as { type: string; data: string }
    if (type !== 'data') return
    text += more
    onText(text, socket)
  })
  await new Promise(resolve => socket.on('close', resolve))
  return { text, last }
}

/** How a socket is closed over which these messages come. */
async function closeCode({ port }: TestServer, messages: readonly object[]): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v2/connect`)
  socket.on('open', () => {
    for (const message of messages) socket.send(JSON.stringify(message))
  })
  return new Promise(resolve => socket.on('close', resolve))
}

const SUBMISSIONS = '/api/judge0/submissions'
const judge = async (server: TestServer, submission: object) => (await post(server, `${SUBMISSIONS}?wait=true`, submission)).body

const JOBE = '/jobe/index.php/restapi'

async function jobe(server: TestServer, sourcecode: string, changes: object = {}): Promise<unknown> {
  const run_spec = { language_id: 'script', sourcecode, sourcefilename: 'main.txt', ...changes }
  return (await post(server, `${JOBE}/runs`, { run_spec })).body
}

async function putFile(server: TestServer, id: string, bytes: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${server.port}${JOBE}/files/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ file_contents: Buffer.alloc(bytes, 'x').toString('base64') }),
  })
  return response.status
}

const refused = (status: number) => ({ status, body: { message: expect.any(String) } })

/** What shows each row of the table. */
const CHECKS: Readonly<Record<string, Check>> = {
  'Piston: too much output': async server => {
    const { body } = await execute(server, 'bytes 41\nbytes e282ac\nflood 3000\nhang')
    expect(body).toMatchObject({ run: { stdout: `A€${'y\n'.repeat(510)}`, truncated: true, status: 'OL' } })
  },
  'Piston: characters of several bytes': async server => {
    expect((await connect(server, 'bytes e2\nbytes 82ac')).text).toBe('€')
  },
  'Piston: limits of memory': async server => {
    const limits = { run_memory_limit: 1, compile_memory_limit: 1e12 }
    expect(await execute(server, 'end out_of_memory', limits)).toMatchObject({
      status: 200,
      body: { run: { status: 'SG', signal: 'SIGKILL' } },
    })
  },
  'Piston: a limit of 0 or -1': async server => {
    expect(await execute(server, 'print x', { run_timeout: 0, run_memory_limit: -1 })).toMatchObject({ status: 200 })
    expect(await execute(server, 'print x', { run_timeout: -1 })).toMatchObject(refused(400))
  },
  "Piston: a path that leads out of the job's folder": async server => {
    const files = [{ name: 'a/../../x', content: '' }]
    expect(await post(server, '/api/v2/execute', { ...job(''), files })).toMatchObject(refused(400))
  },
  'Piston: arguments or input that are no text': async server => {
    expect(await execute(server, '', { args: [{}] })).toMatchObject(refused(400))
    expect(await execute(server, '', { stdin: {} })).toMatchObject(refused(400))
  },
  'Piston: a body that is not JSON': async server => {
    expect(await post(server, '/api/v2/execute', '{')).toEqual(refused(400))
  },
  'Piston: JSON that is said to be `text/plain`': async server => {
    const say = (headers: Record<string, string>, body = JSON.stringify(job('print x'))) =>
      fetch(`http://127.0.0.1:${server.port}/api/v2/execute`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
        body,
      })
    expect((await say({})).status).toBe(200)
    expect((await say({}, 'no JSON')).status).toBe(415)
    for (const origin of ['http://evil.example', 'null']) expect((await say({ origin })).status).toBe(415)
  },
  'Piston: packages': async server => {
    const versions = (await (await fetch(`http://127.0.0.1:${server.port}/api/v2/packages`)).json()) as { language_version: string }[]
    for (const method of ['POST', 'DELETE']) {
      const body = { language: 'script', version: versions[0]?.language_version }
      expect(await post(server, '/api/v2/packages', body, method)).toEqual(refused(500))
    }
    await using rare = await startTestServer({ runsPerHour: 60 })
    expect(await post(rare, '/api/v2/packages', {})).toEqual(refused(404))
    expect(await post(rare, '/api/v2/packages', {})).toEqual(refused(429))
  },
  'Piston: the language `file`': async server => {
    expect(await execute(server, '', { language: 'file' })).toMatchObject({ status: 400, body: { message: 'file-* runtime is unknown' } })
  },
  'Piston: main files of compiled languages': async server => {
    await server.app.setImage(COMPILED.id, 'image')
    const files = [{ name: 'main', content: 'print x' }]
    expect(await execute(server, '', { language: 'compiled', files })).toMatchObject({ body: { run: { stdout: 'x\n' } } })
  },
  'Piston: a socket that is opened': async () => {
    await using rare = await startTestServer({ runsPerHour: 60 })
    expect(await closeCode(rare, [])).toBe(4001)
    expect((await connect(rare, 'print x')).last).toEqual({ type: 'error', message: expect.stringContaining('an hour') })
  },
  'Piston: the first message over the socket': async server => {
    expect(await closeCode(server, [{ type: 'unknown' }])).toBe(4003)
  },
  'Piston: messages after `init`': async server => {
    const input = (bytes: number) => ({ type: 'data', stream: 'stdin', data: 'x'.repeat(bytes), eof: true })
    expect(await closeCode(server, [{ type: 'init', ...job('print x') }, input(2 ** 20 - 100)])).toBe(4999)
    expect(await closeCode(server, [{ type: 'init', ...job('hang') }, input(2 ** 20)])).toBe(4002)
  },
  'Piston: signals over the socket': async server => {
    const { last } = await connect(server, 'print up\nhang', (_text, socket) => socket.send('{"type":"signal","signal":"SIGUSR1"}'))
    expect(last).toMatchObject({ type: 'exit', signal: 'SIGUSR1' })
  },
  'Piston: the end of input over the socket': async server => {
    const { text } = await connect(
      server,
      'print up\ncat',
      (all, socket) => all === 'up\n' && socket.send('{"type":"data","stream":"stdin","data":"x","eof":true}'),
    )
    expect(text).toBe('up\nx')
  },
  'Piston: output over the socket': async server => {
    const { text, last } = await connect(server, 'flood 5000\nhang')
    expect([text.length, last]).toMatchObject([1024, { type: 'exit', status: 'OL' }])
  },
  'Piston: a socket that closes': async server => {
    const { boxes } = server.engine
    let box = ''
    await connect(server, 'print up\nhang', (_text, socket) => {
      box = [...boxes.keys()][0] as string
      socket.close()
    })
    await eventually(() => !boxes.has(box))
  },
  'Piston: `exit` messages': async server => {
    expect((await connect(server, 'exit 1')).last).toEqual({
      type: 'exit',
      stage: 'run',
      code: 1,
      signal: null,
      status: 'RE',
      message: expect.any(String),
      cpu_time: 1,
      wall_time: 2,
      memory: 3,
      truncated: false,
    })
  },
  'Piston: a terminal': async server => {
    const answer = (text: string, socket: WebSocket): void => {
      if (text !== '80x24\n') return
      socket.send('{"type":"resize","cols":100,"rows":30}')
      socket.send('{"type":"data","stream":"stdin","data":"x\\n"}')
    }
    const { text } = await connect(server, 'size\nread\nsize', answer, { pty: { cols: 80, rows: 24 } })
    expect(text).toBe('80x24\ngot x\n100x30\n')
  },
  'Piston: pages of other sites': async server => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/v2/connect`, { headers: { origin: 'http://evil.example' } })
    const fault = await new Promise(resolve => socket.on('error', resolve))
    expect(String(fault)).toContain('403')
  },
  'Piston: a key': async server => {
    const key = await makeKey(server, 'one')
    const show = (authorization: string) => post(server, '/api/v2/execute', job('print x'), 'POST', { authorization })
    for (const shown of [key, `Bearer ${key}`, 'of another system']) expect(await show(shown)).toMatchObject({ status: 200 })
    expect(await show(`gb_${'A'.repeat(43)}`)).toEqual(refused(401))
  },
  'codapi: commands': async server => {
    expect(await exec(server, 'print x', { command: 'test' })).toMatchObject({ status: 404, body: { stderr: 'unknown command' } })
  },
  'codapi: versions': async server => {
    await eventually(async () => (await (await fetch(`http://127.0.0.1:${server.port}/api/v2/runtimes`)).text()).includes('3.1.0'))
    for (const version of ['3', '3.1', '^3.0.0']) expect(await exec(server, 'print x', { version })).toMatchObject({ body: { ok: true } })
  },
  'codapi: output above the limit': async server => {
    const { body } = await exec(server, 'flood 5000')
    expect(body).toMatchObject({ ok: true, stdout: 'y\n'.repeat(512).trim() })
  },
  'codapi: pages of other sites': async server => {
    const ask = async (of: TestServer) => {
      const response = await fetch(`http://127.0.0.1:${of.port}/v1/exec`, {
        method: 'OPTIONS',
        headers: {
          origin: 'http://page.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
      return response.headers.get('access-control-allow-origin')
    }
    expect(await ask(server)).toBeNull()
    await using open = await startTestServer({ apiOrigins: ['*'] })
    expect(await ask(open)).toBe('*')
  },
  'codapi: the content type': async server => {
    expect(await exec(server, 'print x', {}, 'application/json; charset=utf-8')).toMatchObject({ status: 200 })
  },
  'Judge0: submissions': async server => {
    const { body } = await post(server, SUBMISSIONS, { language_id: 71, source_code: 'print x' })
    expect((await fetch(`http://127.0.0.1:${server.port}${SUBMISSIONS}/${(body as { token: string }).token}`)).status).toBe(200)
    await using other = await startTestServer()
    expect((await fetch(`http://127.0.0.1:${other.port}${SUBMISSIONS}/${(body as { token: string }).token}`)).status).toBe(404)
  },
  'Judge0: long texts': async server => {
    const most = { source_code: 2 ** 20, expected_output: 2 ** 20, stdin: 2 ** 18 }
    const texts = (more: number) => Object.fromEntries(Object.entries(most).map(([field, bytes]) => [field, 'x'.repeat(bytes + more)]))
    const submit = (more: number) => post(server, SUBMISSIONS, { language_id: 71, ...texts(more) })
    expect(await submit(0)).toMatchObject({ status: 201 })
    const { status, body } = await submit(1)
    expect([status, Object.keys(body as object).toSorted()]).toEqual([422, Object.keys(most).toSorted()])
  },
  'Judge0: language numbers': async server => {
    for (const language_id of [71, 109])
      expect(await judge(server, { language_id, source_code: 'print x' })).toMatchObject({ stdout: 'x\n' })
  },
  'Judge0: `number_of_runs`': async () => {
    await using rare = await startTestServer({ runsPerHour: 120 })
    const submit = (number_of_runs: number) => post(rare, SUBMISSIONS, { language_id: 71, source_code: 'print x', number_of_runs })
    expect([(await submit(2)).status, (await submit(1)).status]).toEqual([201, 429])
  },
  'Judge0: several files': async server => {
    expect(await judge(server, { language_id: 71, source_code: 'x', additional_files: 'UEs=' })).toHaveProperty('additional_files')
    expect(await judge(server, { language_id: 89, additional_files: 'UEs=' })).toHaveProperty('language_id')
  },
  'Judge0: `callback_url`': async server => {
    expect(await judge(server, { language_id: 71, source_code: 'x', callback_url: 'http://127.0.0.1' })).toHaveProperty('callback_url')
  },
  'Judge0: `compiler_options`': async server => {
    expect(await judge(server, { language_id: 71, source_code: 'print x', compiler_options: '-O3' })).toMatchObject({ status: { id: 3 } })
  },
  'Judge0: limits of memory, stack, files and processes': async server => {
    const limits = { memory_limit: 2048, stack_limit: 0, max_file_size: 0, max_processes_and_or_threads: 1 }
    expect(await judge(server, { language_id: 71, source_code: 'print x', ...limits })).toMatchObject({ status: { id: 3 } })
  },
  'Judge0: output that is not UTF-8': async server => {
    expect(await judge(server, { language_id: 71, source_code: 'bytes ff' })).toMatchObject({ stdout: '\ufffd' })
  },
  "Judge0: everybody's submissions, and their removal": async server => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', '/x'],
    ])
      expect((await fetch(`http://127.0.0.1:${server.port}${SUBMISSIONS}${path}`, { method: method as string })).status).toBe(403)
  },
  'Judge0: a token that is missing or wrong': async server => {
    const submit = (token: string) =>
      post(server, SUBMISSIONS, { language_id: 71, source_code: 'print x' }, 'POST', { 'x-auth-token': token })
    expect(await submit('of another system')).toMatchObject({ status: 201 })
    expect(await submit(`gb_${'A'.repeat(43)}`)).toEqual({ status: 401, body: { error: expect.any(String) } })
  },
  'Jobe: languages': async server => {
    const listed = await (await fetch(`http://127.0.0.1:${server.port}${JOBE}/languages`)).json()
    expect((listed as [string][]).map(([id]) => id)).toEqual(['scr', 'script'])
  },
  "Jobe: a program's exit status": async server => {
    expect(await jobe(server, 'exit 3')).toMatchObject({ outcome: 15 })
    expect(await jobe(server, 'warn w')).toMatchObject({ outcome: 12 })
  },
  'Jobe: what a compiler warns of': async server => {
    await server.app.setImage(COMPILED.id, 'image')
    expect(await jobe(server, 'print x', { language_id: 'compiled' })).toMatchObject({ outcome: 15, cmpinfo: 'compiled\n', stdout: 'x\n' })
  },
  'Jobe: a Python program that is no Python': async server => {
    expect(await jobe(server, 'warn SyntaxError\nexit 1')).toMatchObject({ outcome: 12, cmpinfo: '' })
  },
  'Jobe: the wall-clock time': async server => {
    const startedMs = performance.now()
    expect(await jobe(server, 'print up\nend timeout', { parameters: { cputime: 1e6 } })).toMatchObject({ outcome: 13 })
    expect(performance.now() - startedMs).toBeLessThan(30_000)
  },
  'Jobe: limits above what the server allows, 0 and -1': async server => {
    for (const limit of [1e9, 0, -1]) {
      const parameters = { cputime: limit, streamsize: limit }
      expect(await jobe(server, 'flood 5000', { parameters })).toMatchObject({ outcome: 15, stdout: 'y\n'.repeat(512) })
    }
  },
  'Jobe: `memorylimit`, `disklimit`, `numprocs`': async server => {
    const parameters = { memorylimit: 1, disklimit: 1, numprocs: 1 }
    expect(await jobe(server, 'print x', { parameters })).toMatchObject({ outcome: 15 })
    expect(await jobe(server, 'end out_of_memory', { parameters })).toMatchObject({ outcome: 17 })
  },
  'Jobe: `compileargs`, `linkargs`, `interpreterargs`': async server => {
    const parameters = { compileargs: ['-O3'], linkargs: ['-lx'], interpreterargs: ['-x'], runargs: ['1'] }
    expect(await jobe(server, 'args', { parameters })).toMatchObject({ stdout: '1\n' })
  },
  'Jobe: a run without `sourcefilename`': async server => {
    // The fake agent runs what is called main.txt.
    expect(await jobe(server, 'print x', { sourcefilename: undefined })).toMatchObject({ stdout: 'x\n' })
  },
  'Jobe: names of compiled programs': async server => {
    await server.app.setImage(COMPILED.id, 'image')
    expect(await jobe(server, 'print x', { language_id: 'compiled', sourcefilename: 'main' })).toMatchObject({ stdout: 'x\n' })
  },
  'Jobe: a signal that ends a program': async server => {
    expect(await jobe(server, 'end signaled')).toMatchObject({ outcome: 12, stderr: 'warning: command terminated with signal 9\n' })
  },
  'Jobe: uploaded files': async server => {
    for (const id of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee'])
      expect(await putFile(server, id, 2 ** 22 - 256)).toBe(204)
    const look = async (id: string) => (await fetch(`http://127.0.0.1:${server.port}${JOBE}/files/${id}`, { method: 'HEAD' })).status
    expect([await look('aaaaaaaa'), await look('bbbbbbbb'), await look('eeeeeeee')]).toEqual([404, 204, 204])
  },
  "Jobe: a file's size": async server => {
    expect([await putFile(server, 'aaaaaaaa', 2 ** 22), await putFile(server, 'aaaaaaaa', 2 ** 22 + 1)]).toEqual([204, 400])
  },
  'Jobe: output that is not UTF-8': async server => {
    expect(await jobe(server, 'bytes ff')).toMatchObject({ stdout: '\ufffd' })
  },
  'Jobe: `debug`': async server => {
    expect(await jobe(server, 'print x', { debug: true })).toMatchObject({ outcome: 15 })
  },
  'Jobe: a key that is missing or wrong': async server => {
    const show = async (key: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${JOBE}/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify({ run_spec: { language_id: 'script', sourcecode: 'print x' } }),
      })
      return [response.status, response.headers.get('content-type')?.split(';')[0]]
    }
    expect(await show('of another system')).toEqual([200, 'application/json'])
    expect(await show(`gb_${'A'.repeat(43)}`)).toEqual([403, 'text/plain'])
  },
}

it('differs where COMPATIBILITY.md says so, and says all of it', async () => {
  const text = await readFile(join(import.meta.dirname, '../../COMPATIBILITY.md'), 'utf8')
  const rows = text
    .slice(text.indexOf('## Where Glovebox differs'))
    .split('\n')
    .filter(line => /^\| (Piston|codapi|Judge0|Jobe) /.test(line))
    .map(line => line.split(' | ').slice(0, 2).join(': ').replace('| ', ''))
  expect(rows).toEqual(Object.keys(CHECKS))
})

it.each(Object.keys(CHECKS))('is as it says: %s', async what => {
  await using server = await startTestServer()
  await CHECKS[what]?.(server)
})
