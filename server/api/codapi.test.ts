import { expect, it } from 'vitest'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

const REQUEST = { sandbox: 'script', command: 'run', files: { '': 'print hello' } }

function exec(server: TestServer, body: unknown, type = 'application/json', method = 'POST'): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}/v1/exec`, {
    method,
    ...(method === 'GET' ? {} : { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function answer(server: TestServer, changes: Record<string, unknown> = {}): Promise<readonly [number, unknown]> {
  const response = await exec(server, { ...REQUEST, ...changes })
  return [response.status, await response.json()]
}

it('runs code, and trims what it says', async () => {
  await using server = await startTestServer()
  const [status, body] = await answer(server, { files: { '': 'print \nprint hello\nwarn careful\nprint ' } })
  expect([status, body]).toEqual([
    200,
    { id: expect.stringMatching(/^script_run_[0-9a-f]{8}$/), ok: true, duration: expect.any(Number), stdout: 'hello', stderr: 'careful' },
  ])
})

it('takes a charset, an alias, further files and a version', async () => {
  await using server = await startTestServer()
  await eventually(async () => (await (await fetch(`http://127.0.0.1:${server.port}/api/v2/runtimes`)).text()).includes('3.1.0'))
  const response = await exec(
    server,
    { ...REQUEST, sandbox: 'scr', version: '3.1', files: { 'data.csv': '1,2', '': 'print x' } },
    'application/json; charset=utf-8',
  )
  expect(await response.json()).toMatchObject({ ok: true, stdout: 'x', id: expect.stringMatching(/^scr\.3\.1_run_/) })
})

it.each([
  ['print a\nwarn b\nexit 3', 'a\nb (exit status 3)'],
  ['exit 1', 'exit status 1'],
  ['print a\nend signaled', 'a (exit status 137)'],
  ['end out_of_memory', 'exit status 137'],
  ['print a\nend timeout', 'code execution timeout'],
  ['end cpu_limit', 'code execution timeout'],
])('tells that code failed: %j', async (script, stderr) => {
  await using server = await startTestServer()
  expect(await answer(server, { files: { '': script } })).toMatchObject([200, { ok: false, stdout: '', stderr }])
})

it('tells what a compiler says of code that it does not take', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  expect(await answer(server, { sandbox: 'compiled', files: { '': 'fault' } })).toMatchObject([
    200,
    { ok: false, stdout: '', stderr: 'main.txt:1: fault (exit status 1)' },
  ])
})

it.each<[string, Record<string, unknown>, number, string]>([
  ['an unknown sandbox', { sandbox: 'none' }, 404, 'unknown sandbox'],
  ['no sandbox', { sandbox: undefined }, 404, 'unknown sandbox'],
  ['an unknown command', { command: 'test' }, 404, 'unknown command'],
  ['no code', { files: { '': ' ' } }, 400, 'empty request'],
  ['no files', { files: undefined }, 400, 'empty request'],
  ['an unknown version', { version: '99' }, 200, 'unknown box script:99'],
  ['a file outside of the workspace', { files: { '../x': 'print x' } }, 200, 'files[../x]: invalid name'],
])('refuses %s', async (_name, changes, status, stderr) => {
  await using server = await startTestServer()
  expect(await answer(server, changes)).toMatchObject([status, { ok: false, stdout: '', stderr }])
})

it('refuses what is not for it, without an id', async () => {
  await using server = await startTestServer()
  const get = await exec(server, null, '', 'GET')
  expect([get.status, await get.json()]).toMatchObject([405, { id: '-', ok: false, stderr: 'unsupported method: GET' }])
  for (const [body, type] of [
    ['{', 'application/json'],
    ['{}', 'text/plain'],
    ['{"sandbox":1}', 'application/json'],
  ] as const) {
    const response = await exec(server, body, type)
    expect([response.status, await response.json()]).toMatchObject([400, { id: '-', ok: false }])
  }
})

it('says that it is busy', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  await answer(server)
  expect(await answer(server)).toMatchObject([429, { ok: false, stderr: 'busy: try again later' }])
})
