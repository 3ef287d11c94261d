import { expect, it } from 'vitest'
import { COMPILED, eventually, makeKey, startTestServer, type TestServer } from '../test-server.ts'

const BASE = '/jobe/index.php/restapi'
const SPEC = { language_id: 'script', sourcecode: 'print hello', sourcefilename: 'main.txt', input: '' }

/** As CodeRunner sends it. */
function call({ port }: TestServer, path: string, method = 'GET', body?: unknown, headers: object = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${BASE}${path}`, {
    method,
    headers: {
      'user-agent': 'CodeRunner',
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      'x-coderunner-job-id': '0000abcd',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function run(server: TestServer, changes: object = {}): Promise<unknown> {
  const response = await call(server, '/runs', 'POST', { run_spec: { ...SPEC, ...changes } })
  const text = await response.text()
  return response.status === 200 ? JSON.parse(text) : [response.status, text.trim()]
}

const put = (server: TestServer, id: string, text: string, headers: object = {}) =>
  call(server, `/files/${id}`, 'PUT', { file_contents: Buffer.from(text).toString('base64') }, headers)

it('lists every name of every language that is ready, with its version', async () => {
  await using server = await startTestServer()
  await eventually(async () => (await (await call(server, '/languages')).text()).includes('3.1'))
  expect(await (await call(server, '/languages')).json()).toEqual([
    ['scr', '3.1'],
    ['script', '3.1'],
  ])
})

it('runs a program', async () => {
  await using server = await startTestServer()
  expect(await run(server)).toEqual({ run_id: expect.any(String), outcome: 15, cmpinfo: '', stdout: 'hello\n', stderr: '' })
  expect(await run(server, { sourcecode: 'cat', input: 'a\nb' })).toMatchObject({ outcome: 15, stdout: 'a\nb' })
  expect(await run(server, { sourcecode: 'args', parameters: { runargs: ['1', '-x'] } })).toMatchObject({ stdout: '1,-x\n' })
})

it.each([
  ['print a\nexit 0', 15, 'a\n', ''],
  // As Jobe does: what is wrong says so on standard error.
  ['exit 3', 15, '', ''],
  ['print a\nwarn b', 12, 'a\n', 'b\n'],
  ['end signaled', 12, '', 'warning: command terminated with signal 9\n'],
  ['print a\nwarn b\nend timeout', 13, 'a\n', ''],
  ['end cpu_limit', 13, '', ''],
  ['warn b\nend out_of_memory', 17, '', ''],
  ['die', 20, '', 'The sandbox was lost.\n'],
])('tells what %j came to', async (sourcecode, outcome, stdout, stderr) => {
  await using server = await startTestServer()
  expect(await run(server, { sourcecode })).toMatchObject({ outcome, cmpinfo: '', stdout, stderr })
})

it('tells what a compiler says', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  const compiled = { language_id: 'compiled', sourcefilename: '__tester__.compiled' }
  expect(await run(server, { ...compiled, sourcefilename: 'main.txt', sourcecode: 'fault' })).toMatchObject({
    outcome: 11,
    cmpinfo: 'main.txt:1: fault\n',
    stdout: '',
  })
  expect(await run(server, { ...compiled, sourcefilename: 'main', sourcecode: 'print x' })).toMatchObject({
    outcome: 15,
    cmpinfo: 'compiled\n',
    stdout: 'x\n',
  })
})

it('takes files ahead of the run that asks for them', async () => {
  await using server = await startTestServer()
  const id = '5eb63bbbe01eeed093cb22bb8f5acdc3'
  const spec = { file_list: [[id, 'main.txt']] }
  expect(await run(server, spec)).toEqual([404, 'One or more of the specified files is missing/unavailable'])
  expect((await call(server, `/files/${id}`, 'HEAD')).status).toBe(404)
  expect((await put(server, id, 'print uploaded')).status).toBe(204)
  expect((await call(server, `/files/${id}`, 'HEAD')).status).toBe(204)
  // What is called like the program takes its place.
  expect(await run(server, spec)).toMatchObject({ outcome: 15, stdout: 'uploaded\n' })
  expect(await run(server, { file_list: [[id, 'data.csv', false]] })).toMatchObject({ outcome: 15, stdout: 'hello\n' })
  expect((await call(server, `/files/${id}`)).status).toBe(404)
})

it('shows the files of one key to no other', async () => {
  await using server = await startTestServer()
  const [mine, theirs] = await Promise.all(['one', 'two'].map(async id => ({ 'x-api-key': await makeKey(server, id) })))
  await put(server, 'abcdefgh', 'x', mine)
  const look = async (headers: object = {}) => (await call(server, '/files/abcdefgh', 'HEAD', undefined, headers)).status
  expect([await look(mine), await look(theirs), await look()]).toEqual([204, 404, 404])
})

it.each<[object, string]>([
  [[], 'Non-JSON post data received'],
  [{}, 'No run_spec attribute found in post data'],
  [{ run_spec: 'x' }, 'No run_spec attribute found in post data'],
  [{ run_spec: { language_id: 'script' } }, "run_spec is missing the required attribute 'sourcecode'"],
  [{ run_spec: { sourcecode: '' } }, "run_spec is missing the required attribute 'language_id'"],
  [{ run_spec: { ...SPEC, language_id: 'cobol' } }, "Language 'cobol' is not known"],
  [{ run_spec: { ...SPEC, sourcecode: 1 } }, "The attribute 'sourcecode' of the run_spec must be a string"],
  [{ run_spec: { ...SPEC, input: {} } }, 'The input of the run_spec must be a string'],
  [{ run_spec: { ...SPEC, sourcefilename: '../x' } }, 'The sourcefilename for the run_spec is illegal'],
  [{ run_spec: { ...SPEC, file_list: {} } }, 'The file_list of the run_spec must be an array'],
  [{ run_spec: { ...SPEC, file_list: [['abc', 'x']] } }, 'Invalid file specifier: ["abc","x"]'],
  [{ run_spec: { ...SPEC, file_list: [['abcdefgh', '../x']] } }, 'Invalid file specifier: ["abcdefgh","../x"]'],
  [{ run_spec: { ...SPEC, file_list: Array(64).fill(['abcdefgh', 'x']) } }, 'The file_list may have 63 entries'],
  [{ run_spec: { ...SPEC, parameters: { runargs: 'x' } } }, 'runargs must be an array of strings'],
])('refuses %j in plain text', async (body, message) => {
  await using server = await startTestServer()
  const response = await call(server, '/runs', 'POST', body)
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8'])
  expect(await response.text()).toBe(`${message}\n`)
})

it.each<[string, unknown, number, string]>([
  ['short', { file_contents: '' }, 400, 'The id of a file has 8 letters and digits, and 128 at most'],
  ['abcdefgh', {}, 400, 'put: missing file_contents parameter'],
  ['abcdefgh', { file_contents: '%' }, 400, 'put: contents of file abcdefgh are not valid base-64'],
  ['abcdefgh', { file_contents: 'A'.repeat(6 * 2 ** 20) }, 400, 'put: a file may have 4194304 bytes'],
])('refuses the file %s', async (id, body, status, message) => {
  await using server = await startTestServer()
  const response = await call(server, `/files/${id}`, 'PUT', body)
  expect([response.status, await response.text()]).toEqual([status, `${message}\n`])
})

it('looks at the contents of a file once, however long and odd they are', async () => {
  await using server = await startTestServer()
  const startMs = performance.now()
  for (const odd of [' '.repeat(200_000), 'A '.repeat(100_000), '='.repeat(200_000), `${'A'.repeat(200_000)}= =`])
    expect((await call(server, '/files/abcdefgh', 'PUT', { file_contents: `${odd}!` })).status).toBe(400)
  expect(performance.now() - startMs).toBeLessThan(2000)
  expect((await call(server, '/files/abcdefgh', 'PUT', { file_contents: ' aGVs\r\nbG8=\n' })).status).toBe(204)
})

it('clamps what is asked for, whatever it is', async () => {
  await using server = await startTestServer()
  for (const parameters of [
    { cputime: 1e9, memorylimit: 1e9, disklimit: 1e9, streamsize: 1e9, numprocs: 1e9 },
    { cputime: 0, memorylimit: 0, disklimit: 0, streamsize: 0, numprocs: 0 },
    { cputime: -1, streamsize: -1 },
    { cputime: '10; rm -rf /', streamsize: {} },
    [],
  ])
    expect(await run(server, { sourcecode: 'flood 5000', parameters })).toMatchObject({ outcome: 15, stdout: 'y\n'.repeat(512) })
  expect(await run(server, { sourcecode: 'flood 5000', parameters: { streamsize: '0.0001' } })).toMatchObject({ stdout: 'y\n'.repeat(50) })
})

it('tells an overload as a result, and a rate as a refusal', async () => {
  await using server = await startTestServer({ runsPerAddress: 1 })
  const body = { run_spec: { ...SPEC, sourcecode: 'hang' } }
  const hanging = new AbortController()
  const first = fetch(`http://127.0.0.1:${server.port}${BASE}/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: hanging.signal,
  }).catch(() => {})
  await eventually(async () => {
    const told = await run(server)
    return Object(told).outcome === 21
  })
  hanging.abort()
  await first
  await using rare = await startTestServer({ runsPerHour: 60 })
  await run(rare)
  const refused = await call(rare, '/runs', 'POST', { run_spec: SPEC })
  expect([refused.status, refused.headers.get('retry-after') === null]).toEqual([429, false])
})

it('asks for a key as Jobe does, and takes one as X-API-KEY', async () => {
  await using server = await startTestServer({ api: 'keys' })
  const show = async (headers: object) => (await call(server, '/runs', 'POST', { run_spec: SPEC }, headers)).status
  expect(await show({})).toBe(403)
  expect(await show({ 'x-api-key': `gb_${'A'.repeat(43)}` })).toBe(403)
  expect(await show({ 'x-api-key': await makeKey(server, 'one') })).toBe(200)
  expect((await put(server, 'abcdefgh', 'x')).status).toBe(403)
  await using off = await startTestServer({ api: 'off' })
  expect((await call(off, '/languages')).status).toBe(404)
})
