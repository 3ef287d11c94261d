import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { expect, it } from 'vitest'
import { SOURCE_BYTES } from '../protocol/limits.ts'
import { ApiProfiles, Problem, RunResult } from '../protocol/rest.ts'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

/** An assistant, with the client that the protocol's makers have for it. */
async function connect({ port }: TestServer): Promise<Client & AsyncDisposable> {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`))
  // The types of what is absent differ.
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
}

async function run(client: Client, given: Record<string, unknown>): Promise<RunResult> {
  const answer = (await client.callTool({ name: 'run_code', arguments: { language: 'script', ...given } })) as CallToolResult
  const [content] = answer.content
  expect(answer.isError, JSON.stringify(content)).toBeUndefined()
  expect(JSON.parse(content?.type === 'text' ? content.text : '')).toEqual(answer.structuredContent)
  return RunResult.parse(answer.structuredContent)
}

async function refusal(client: Client, given: Record<string, unknown>): Promise<string> {
  const answer = (await client.callTool({ name: 'run_code', arguments: { language: 'script', ...given } })) as CallToolResult
  expect(answer.isError).toBe(true)
  const [content] = answer.content
  return content?.type === 'text' ? content.text : ''
}

function post({ port }: TestServer, message: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
    ...(signal ? { signal } : {}),
  })
}

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' }
const call = (code: string) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'run_code', arguments: { language: 'script', code } },
})

it('tells its tools, and the languages', async () => {
  await using server = await startTestServer()
  await using client = await connect(server)
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(['run_code', 'list_languages'])
  expect(tools[0]?.inputSchema).toMatchObject({ type: 'object', required: ['language'] })
  const { structuredContent } = await client.callTool({ name: 'list_languages' })
  expect(ApiProfiles.parse(structuredContent).profiles).toMatchObject([
    { id: 'script', ready: true },
    { id: 'compiled', ready: false },
  ])
})

it('runs a program with its arguments and its input', async () => {
  await using server = await startTestServer()
  await using client = await connect(server)
  await client.listTools()
  const { run: ran } = await run(client, { code: 'args\nread\nwarn careful\nexit 3', args: ['-a', 'b c'], stdin: 'Ada\nmore' })
  expect(ran).toMatchObject({ reason: 'exited', code: 3, stdout: '-a,b c\ngot Ada\n', stderr: 'careful\n' })
})

it('runs a program of several files, and says how a compiler ended', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  await using client = await connect(server)
  const files = [
    { name: 'other.txt', content: 'x' },
    { name: 'main.txt', content: 'print hello' },
  ]
  expect(await run(client, { files, main: 'main.txt' })).toMatchObject({ run: { stdout: 'hello\n' } })
  expect(await run(client, { language: 'compiled', code: 'fault' })).toMatchObject({
    compile: { code: 1, stdout: 'main.txt:1: fault\n' },
    run: null,
  })
})

it('keeps output within the limit of every run', async () => {
  await using server = await startTestServer()
  await using client = await connect(server)
  expect((await run(client, { code: 'flood 300000' })).run).toMatchObject({
    truncated: true,
    stdoutBytes: 300_000,
    stdout: 'y\n'.repeat(512),
  })
  expect((await run(client, { code: 'end timeout' })).run).toMatchObject({ reason: 'timeout' })
})

it('refuses in words that name the way out', async () => {
  await using server = await startTestServer()
  await using client = await connect(server)
  expect(await refusal(client, { language: 'cobol', code: '' })).toMatch(/no language cobol/)
  expect(await refusal(client, { language: 'compiled', code: '' })).toMatch(/Compiled/)
  expect(await refusal(client, {})).toMatch(/either `code` or `files`/)
  expect(await refusal(client, { code: '', files: [{ content: '' }] })).toMatch(/either `code` or `files`/)
  expect(await refusal(client, { files: [{ name: '../x', content: '' }] })).toMatch(/relative file name/)
  expect(await refusal(client, { code: 'x'.repeat(SOURCE_BYTES + 1) })).toMatch(/1 MiB|1 MB/)
  expect(await refusal(client, { code: 'print x', args: Array(65).fill('x') })).toMatch(/args/)
  expect(await refusal(client, { code: 'print x', args: Array(100_000).fill({}) })).toMatch(/maximum of 1000 elements/)
})

it('counts its runs with all others', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  await using client = await connect(server)
  await run(client, { code: 'print x' })
  expect(await refusal(client, { code: 'print x' })).toMatch(/60 times an hour/)
  const rest = await fetch(`http://127.0.0.1:${server.port}/api/v1/run`, { method: 'POST' })
  expect(rest.status).toBe(429)
})

it('takes so many messages, and no more', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const statuses: number[] = []
  for (let count = 0; count < 9; count++) statuses.push((await post(server, PING)).status)
  expect(statuses).toEqual([...Array(8).fill(200), 429])
})

it('hears no pages of other sites, nor pages under a name that leads here', async () => {
  await using server = await startTestServer({ apiOrigins: ['https://assistant.example'] })
  for (const origin of ['https://evil.example', `http://127.0.0.1:${server.port}`, 'null']) {
    const answer = await post(server, PING, { origin })
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([403, 'bad_origin'])
  }
  const answer = await post(server, PING, { origin: 'https://assistant.example' })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://assistant.example'])
})

it('answers what is no message of the protocol with what is wrong', async () => {
  await using server = await startTestServer()
  expect((await post(server, [PING, PING])).status).toBe(400)
  expect((await post(server, 'x')).status).toBe(400)
  expect((await post(server, PING, { accept: 'text/html' })).status).toBe(406)
  expect((await post(server, PING, { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await post(server, PING, { 'mcp-protocol-version': 'none' })).status).toBe(400)
  expect((await post(server, 'x'.repeat(9 * 1024 * 1024))).status).toBe(413)
  const get = await fetch(`http://127.0.0.1:${server.port}/mcp`)
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await post(server, { jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202)
})

it('ends a run whose caller has gone', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  const gone = new AbortController()
  const answer = post(server, call('hang'), {}, gone.signal)
  await eventually(() => server.engine.boxes.size > 0)
  gone.abort()
  await expect(answer).rejects.toThrow()
  await eventually(() => server.engine.boxes.size === 0)
})
