import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadProfiles } from '../profiles/load.ts'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

type Body = Record<string, unknown>

async function call(server: TestServer, method: string, path: string, body?: unknown): Promise<readonly [number, Body]> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/judge0${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return [response.status, text === '' ? {} : JSON.parse(text)]
}

const submit = (server: TestServer, source: string, more: Body = {}, query = '') =>
  call(server, 'POST', `/submissions?wait=true&base64_encoded=false${query}`, { language_id: 71, source_code: source, ...more })

it('runs a submission and waits for it', async () => {
  await using server = await startTestServer()
  expect(await submit(server, 'args\nread\nwarn w', { stdin: 'Ada', command_line_arguments: '-a  b;c' })).toEqual([
    201,
    {
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
      time: '0.001',
      memory: 0,
      stdout: '-a,bc\ngot Ada',
      stderr: 'w\n',
      compile_output: null,
      message: null,
      status: { id: 3, description: 'Accepted' },
    },
  ])
})

it('takes a submission, and tells of it when it is asked', async () => {
  await using server = await startTestServer()
  const [status, { token }] = await call(server, 'POST', '/submissions', { language_id: '109', source_code: 'print x' })
  expect(status).toBe(201)
  await eventually(async () => ((await call(server, 'GET', `/submissions/${token}`))[1].status as Body).id === 3)
  expect(await call(server, 'GET', `/submissions/${token}?fields=stdout,language_id,cpu_time_limit,exit_code,finished_at`)).toEqual([
    200,
    { stdout: 'x\n', language_id: 109, cpu_time_limit: '5', exit_code: 0, finished_at: expect.stringMatching(/^\d{4}-.*Z$/) },
  ])
  const [, all] = await call(server, 'GET', `/submissions/${token}?fields=*`)
  expect(all).toMatchObject({ source_code: 'print x', language: { id: 109, name: 'Script (3.1)' }, enable_network: false })
})

it.each([
  ['exit 3', null, 11, 'Runtime Error (NZEC)'],
  ['end timeout', null, 5, 'Time Limit Exceeded'],
  ['end cpu_limit', null, 5, 'Time Limit Exceeded'],
  ['end out_of_memory', null, 12, 'Runtime Error (Other)'],
  ['die', null, 13, 'Internal Error'],
  ['print a', 'a', 3, 'Accepted'],
  ['print a  \nprint ', 'a', 3, 'Accepted'],
  ['print a', 'b', 4, 'Wrong Answer'],
])('judges "%s" against %j: %i', async (source, expected, id, description) => {
  await using server = await startTestServer()
  expect((await submit(server, source, { expected_output: expected }))[1].status).toEqual({ id, description })
})

it('tells what the compiler said', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  expect(await submit(server, 'fault', { language_id: 50 })).toMatchObject([
    201,
    { status: { id: 6 }, compile_output: 'main.txt:1: fault\n', stdout: null, time: null, memory: null },
  ])
})

it('takes and tells base64, in lines of 60 characters', async () => {
  await using server = await startTestServer()
  const encode = (text: string) => Buffer.from(text).toString('base64').replace(/.{8}/g, '$&\n')
  const [, body] = await call(server, 'POST', '/submissions?wait=true&base64_encoded=true', {
    language_id: 71,
    source_code: encode('cat'),
    stdin: encode(`${'ü'.repeat(40)}\n`),
  })
  expect(body.stdout).toMatch(/^[\w+/]{60}\n[\w+/=]+\n$/)
  expect(Buffer.from(String(body.stdout), 'base64').toString()).toBe(`${'ü'.repeat(40)}\n`)
})

it('runs as often as it is asked to, while it is accepted', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const made = server.engine.created
  await submit(server, 'print x', { number_of_runs: 3 })
  await submit(server, 'exit 1', { number_of_runs: 3 })
  expect(server.engine.created).toBe(made + 4)
})

it('counts every run of a submission', async () => {
  const left = async (server: TestServer, path: string, body: unknown): Promise<unknown[]> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/judge0/submissions${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return [response.status, response.headers.get('ratelimit')?.replace(/;t=.*/, '')]
  }
  const runs = (number_of_runs: number) => ({ language_id: 71, source_code: 'exit 1', number_of_runs })
  await using server = await startTestServer({ runsPerHour: 600 })
  expect(await left(server, '', runs(3))).toEqual([201, '"runs";r=7'])
  expect(await left(server, '/batch', { submissions: [runs(1), runs(1.5), {}] })).toEqual([201, '"runs";r=4'])
  expect(await left(server, '/batch', { submissions: [{}, {}] })).toEqual([422, '"runs";r=3'])
  expect(await left(server, '', runs(20))).toEqual([429, '"runs";r=0'])
})

it('counts a batch before it is read', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const statuses: number[] = []
  for (const body of [{}, {}]) statuses.push((await call(server, 'POST', '/submissions/batch', body))[0])
  expect(statuses).toEqual([400, 429])
})

it('takes a batch, more of it than may run at once', async () => {
  await using server = await startTestServer({ runsPerAddress: 2 })
  const submissions = [...Array(6)].map((_, index) => ({ language_id: 71, source_code: `print ${index}` }))
  const [status, answers] = await call(server, 'POST', '/submissions/batch', { submissions: [...submissions, { language_id: 71 }] })
  const told = answers as unknown as Body[]
  expect([status, told.length, told[6]]).toEqual([201, 7, { source_code: ["can't be blank"] }])
  const tokens = told.slice(0, 6).map(({ token }) => token)
  const ask = async () =>
    (await call(server, 'GET', `/submissions/batch?tokens=${tokens},none&fields=stdout,status_id`))[1].submissions as Body[]
  await eventually(async () => (await ask()).slice(0, 6).every(one => one.status_id === 3))
  expect(await ask()).toEqual([...submissions.map((_, index) => ({ stdout: `${index}\n`, status_id: 3 })), null])
})

it.each<[Body, Body]>([
  [{}, { source_code: ["can't be blank"], language_id: ["can't be blank"] }],
  [{ source_code: 'x', language_id: 7 }, { language_id: ["language with id 7 doesn't exist"] }],
  [{ source_code: 'x', language_id: 71, wall_time_limit: 21 }, { wall_time_limit: ['must be less than or equal to 20'] }],
  [{ source_code: 'x', language_id: 71, wall_time_limit: 0 }, { wall_time_limit: ['must be greater than or equal to 1'] }],
  [{ source_code: 'x', language_id: 71, memory_limit: 'x' }, { memory_limit: ['is not a number'] }],
  [
    { source_code: 'x', language_id: 71, command_line_arguments: 'x'.repeat(513) },
    { command_line_arguments: ['is too long (maximum is 512 characters)'] },
  ],
  [{ source_code: 'x', language_id: 71, enable_network: true }, { enable_network: ['enabling network is not allowed'] }],
  [{ source_code: 'x', language_id: 71, callback_url: 'http://x.example' }, { callback_url: ['is not called by this server'] }],
])('refuses %j', async (body, faults) => {
  await using server = await startTestServer()
  expect(await call(server, 'POST', '/submissions', body)).toEqual([422, faults])
})

it.each([
  ['expected_output', 1_048_576],
  ['source_code', 1_048_576],
  ['stdin', 262_144],
])('bounds %s at %i bytes', async (field, most) => {
  await using server = await startTestServer()
  const base64 = (bytes: number) => ({ language_id: 71, source_code: 'eA==', [field]: Buffer.alloc(bytes, 'x').toString('base64') })
  const submit = (bytes: number) => call(server, 'POST', '/submissions?base64_encoded=true', base64(bytes))
  expect(await submit(most + 1)).toEqual([422, { [field]: [`is too long (maximum is ${most} bytes)`] }])
  expect((await submit(most))[0]).toBe(201)
})

it('tells languages, old numbers and statuses', async () => {
  await using server = await startTestServer()
  await eventually(async () => JSON.stringify(await call(server, 'GET', '/languages')).includes('3.1'))
  expect(await call(server, 'GET', '/languages')).toEqual([
    200,
    [
      { id: 109, name: 'Script (3.1)' },
      { id: 50, name: 'Compiled' },
    ],
  ])
  expect((await call(server, 'GET', '/languages/all'))[1]).toContainEqual({ id: 71, name: 'Script (3.1)', is_archived: true })
  expect((await call(server, 'GET', '/languages/71'))[1]).toMatchObject({
    id: 71,
    source_file: 'main.txt',
    compile_cmd: null,
    run_cmd: 'script',
  })
  expect((await call(server, 'GET', '/statuses'))[1]).toContainEqual({ id: 14, description: 'Exec Format Error' })
  expect((await call(server, 'GET', '/about'))[1]).toMatchObject({ version: '1.13.1' })
})

it('refuses what is not there, or not for everybody', async () => {
  await using server = await startTestServer()
  expect((await call(server, 'GET', '/submissions/none'))[0]).toBe(404)
  expect((await call(server, 'GET', '/submissions'))[0]).toBe(403)
  expect((await call(server, 'DELETE', '/submissions/none'))[0]).toBe(403)
  expect(await call(server, 'GET', '/submissions/batch')).toMatchObject([400, { error: expect.stringContaining('at least one') }])
  expect(await submit(server, 'print x', {}, '&fields=stdout,x')).toEqual([400, { error: 'invalid fields: [x]' }])
})

it('ends a submission whose caller waits no more', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const caller = new AbortController()
  const answer = fetch(`http://127.0.0.1:${server.port}/api/judge0/submissions?wait=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ language_id: 71, source_code: 'hang' }),
    signal: caller.signal,
  }).catch(() => {})
  await eventually(() => server.engine.boxes.size === 1)
  caller.abort()
  await answer
  await eventually(() => server.engine.boxes.size === 0)
})

it('gives no number to two languages', async () => {
  const numbers = (await loadProfiles(join(import.meta.dirname, '../../profiles'))).flatMap(profile => profile.judge0)
  expect(numbers.length).toBeGreaterThan(20)
  expect(new Set(numbers).size).toBe(numbers.length)
})

it('takes values that have no text for what they are', async () => {
  await using server = await startTestServer()
  const nothing = { toString: null }
  for (const field of ['language_id', 'source_code', 'stdin', 'compiler_options', 'cpu_time_limit'])
    expect((await submit(server, 'print x', { [field]: nothing }))[0], field).not.toBe(500)
})
