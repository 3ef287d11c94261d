import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import piston from 'piston-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { RunEvent, RunResult } from '../protocol/rest.ts'
import { serveApi, TEST_VERSION, type TestApi } from '../test-api.ts'
import { findPython } from '../test-box.ts'

/** Lower than by default, for nobody to wait long. */
const WALL_MS = 10_000

let api: TestApi
let url: string

beforeAll(async () => {
  const { engine, profile: python, image } = await findPython()
  const profile = { ...python, apiLimits: { ...python.apiLimits, wallMs: WALL_MS } }
  api = await serveApi(engine, [{ profile, image }])
  url = api.url
})
afterAll(() => api[Symbol.asyncDispose]())

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
}

async function run(source: string, more: Record<string, unknown> = {}) {
  const result = RunResult.parse(await (await post('/api/v1/run', { profile: 'python', files: [{ content: source }], ...more })).json())
  expect(result.compile).toBeNull()
  return result.run
}

describe('a program that is run over the API', () => {
  it('reads its input to the end, and writes to two streams', async () => {
    const source = 'import sys; text = sys.stdin.read(); print(text[::-1], end=""); print(len(text), file=sys.stderr)'
    expect(await run(source, { stdin: 'größe' })).toMatchObject({ reason: 'exited', code: 0, stdout: 'eßörg', stderr: '5\n' })
    expect(await run(source)).toMatchObject({ stdout: '', stderr: '0\n' })
  })

  it('has no terminal, its arguments, and its files', async () => {
    const files = [
      {
        name: 'start.py',
        content: 'import sys, other; print([sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty()], sys.argv[1:], other.WORD)',
      },
      { name: 'other.py', content: 'WORD = open("data.bin", "rb").read()' },
      { name: 'data.bin', content: Buffer.from([0, 255]).toString('base64'), encoding: 'base64' },
    ]
    const ran = await run('', { files, args: ['a b', '-c'] })
    expect(ran?.stdout).toBe("[False, False, False] ['a b', '-c'] b'\\x00\\xff'\n")
  })

  it('tells exit statuses and signals', async () => {
    expect(await run('exit(7)')).toMatchObject({ reason: 'exited', code: 7, signal: null })
    expect(await run('import os; os.kill(os.getpid(), 11)')).toMatchObject({ reason: 'signaled', code: null, signal: 'SIGSEGV' })
    const failed = await run('print("before"); 1 / 0')
    expect(failed).toMatchObject({ code: 1, stdout: 'before\n', stderr: expect.stringContaining('ZeroDivisionError') })
  })

  it('ends at its limits, and keeps what it wrote', async () => {
    const busy = await run('print("busy", flush=True)\nwhile True: pass', { limits: { cpuMs: 600 } })
    expect(busy).toMatchObject({ reason: 'cpu_limit', limit: 600, stdout: 'busy\n' })
    const slow = await run('print("slow", flush=True)\nimport time; time.sleep(60)', { limits: { wallMs: 5000 } })
    expect(slow).toMatchObject({ reason: 'timeout', limit: 5000, stdout: 'slow\n' })
    expect(await run('x = b"x" * (400 << 20)')).toMatchObject({ reason: 'out_of_memory' })
  })

  it('cannot have higher limits', async () => {
    const ran = await run('import time; time.sleep(60)', { limits: { wallMs: 1e9 } })
    expect(ran).toMatchObject({ reason: 'timeout', limit: WALL_MS })
  })

  it('writes as much as it likes; 1 MiB of each stream is kept, and no character is cut', async () => {
    const ran = await run('import sys; print("x" + "€" * 1_000_000, end=""); print("y" * 2_000_000, end="", file=sys.stderr); print("end")')
    expect(ran).toMatchObject({ reason: 'exited', code: 0, truncated: true, stdoutBytes: 3_000_005, stderrBytes: 2_000_000 })
    expect(ran?.stdout).toBe(`x${'€'.repeat(349_525)}`)
    expect(ran?.stderr.length).toBe(1_048_576)
  })

  it('leaves nothing to the next one', async () => {
    await run('import subprocess; open("/tmp/x", "w"); subprocess.Popen(["sleep", "100"], start_new_session=True)')
    expect((await run('import os; print(os.listdir("/tmp"), os.listdir("/code"))'))?.stdout).toMatch(/^\[\] \[.*'main\.py'.*\]\n$/)
  })

  it('is told as it happens', async () => {
    const source = 'import time\nprint("one", flush=True); time.sleep(1.5); print("two")'
    const response = await post('/api/v1/run', { profile: 'python', files: [{ content: source }] }, { accept: 'application/x-ndjson' })
    const seen: { readonly event: RunEvent; readonly atMs: number }[] = []
    let text = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8')
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) seen.push({ event: RunEvent.parse(JSON.parse(line)), atMs: performance.now() })
    }
    const at = (word: string) => seen.find(({ event }) => event.type === 'output' && event.text.includes(word))?.atMs ?? Number.NaN
    expect(at('two') - at('one')).toBeGreaterThan(200)
    expect(seen.at(-1)?.event).toMatchObject({ type: 'result', run: { reason: 'exited' } })
  })
})

describe('Piston', () => {
  const job = (content: string, more: Record<string, unknown> = {}) => ({ language: 'py', version: '3.x', files: [{ content }], ...more })

  async function execute(content: string, more: Record<string, unknown> = {}) {
    const response = await post('/api/v2/piston/execute', job(content, more))
    const body = (await response.json()) as { run: Record<string, unknown> }
    expect(response.status, JSON.stringify(body)).toBe(200)
    return body.run
  }

  it('executes', async () => {
    expect(await execute('print(input(), open("file0.code").read()[:5])', { stdin: 'Ada' })).toMatchObject({
      stdout: 'Ada print\n',
      code: 0,
      status: null,
    })
    expect(await execute('import sys; sys.exit(3)')).toMatchObject({ code: 3, status: 'RE' })
    expect(await execute('import time; time.sleep(9)', { run_timeout: 300 })).toMatchObject({ code: null, signal: 'SIGKILL', status: 'TO' })
    expect(await execute('while True: print("x" * 100)')).toMatchObject({ code: null, signal: 'SIGKILL', status: 'OL', truncated: true })
    expect(await execute('x = b"x" * (400 << 20)')).toMatchObject({ code: null, signal: 'SIGKILL', status: 'SG' })
  })

  it('serves the client that npm has for it', async () => {
    const client = piston({ server: url })
    expect(await client.runtimes()).toEqual([
      { language: 'python', version: TEST_VERSION, aliases: expect.arrayContaining(['py', 'python3']) },
    ])
    const ran = await client.execute('python', 'import sys; print(input(), sys.argv[1:])', { stdin: 'Ada', args: ['x'] })
    expect(ran).toMatchObject({ language: 'python', version: TEST_VERSION, run: { stdout: "Ada ['x']\n", code: 0, signal: null } })
    expect(await client.execute('cobol', 'x')).toEqual({ message: 'version is required as a string' })
  })

  /** Runs a job over the socket; `onText` is told all that it has written whenever there is more. */
  async function connect(init: Record<string, unknown>, onText: (text: string, send: (message: unknown) => void) => void) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v2/connect`)
    const messages: Record<string, unknown>[] = []
    let text = ''
    const send = (message: unknown): void => socket.send(JSON.stringify(message))
    socket.on('open', () => send({ type: 'init', ...init }))
    socket.on('message', data => {
      const message = JSON.parse(String(data)) as Record<string, unknown>
      messages.push(message)
      if (message.type !== 'data') return
      text += message.data
      onText(text, send)
    })
    const code = await new Promise(resolve => socket.on('close', resolve))
    return { code, text, last: messages.at(-1) }
  }

  it('talks to a program', async () => {
    const source = 'name = input("Name? "); print(f"Hello {name}", flush=True); import sys; print(len(sys.stdin.read()))'
    const { code, text, last } = await connect(job(source), (all, send) => {
      if (all.endsWith('Name? ')) send({ type: 'data', stream: 'stdin', data: 'Zoë\n' })
      if (all.endsWith('Zoë\n')) send({ type: 'data', stream: 'stdin', data: 'rest', eof: true })
    })
    expect({ code, text, last }).toMatchObject({ code: 4999, text: 'Name? Hello Zoë\n4\n', last: { type: 'exit', code: 0, status: null } })
  })

  it('interrupts a program, as keys would', async () => {
    const source = 'import time\ntry: print("up", flush=True); time.sleep(60)\nexcept KeyboardInterrupt: print("interrupted"); exit(5)'
    const { text, last } = await connect(job(source), (all, send) => {
      if (all === 'up\n') send({ type: 'signal', signal: 'SIGINT' })
    })
    expect([text, last]).toMatchObject(['up\ninterrupted\n', { code: 5, signal: null }])
  })

  it('gives a terminal, where one is asked for', async () => {
    const source = 'import os, sys; print(sys.stdout.isatty(), os.get_terminal_size())'
    const { text } = await connect(job(source, { pty: { cols: 50, rows: 20 } }), () => {})
    expect(text).toBe('True os.terminal_size(columns=50, lines=20)\r\n')
  })
})

describe('codapi', () => {
  it('executes', async () => {
    const answer = async (code: string) => (await post('/v1/exec', { sandbox: 'python', command: 'run', files: { '': code } })).json()
    expect(await answer('print("hello")')).toMatchObject({ ok: true, stdout: 'hello', stderr: '' })
    expect(await answer('print("a")\n1/0')).toMatchObject({
      ok: false,
      stdout: '',
      stderr: expect.stringMatching(/^a\nTraceback.*\(exit status 1\)$/s),
    })
    expect(await answer('import os; os.kill(os.getpid(), 11)')).toMatchObject({ ok: false, stderr: 'exit status 139' })
  })
})

describe('an assistant', () => {
  it('runs code, and lists the languages', async () => {
    const client = new Client({ name: 'test', version: '1' })
    // The types of what is absent differ.
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)) as Parameters<typeof client.connect>[0])
    const code = 'import sys; print(input(), sys.argv[1:]); exit(3)'
    const ran = await client.callTool({ name: 'run_code', arguments: { language: 'python', code, stdin: 'Ada', args: ['x'] } })
    expect(ran.structuredContent).toMatchObject({ version: TEST_VERSION, run: { code: 3, stdout: "Ada ['x']\n" } })
    expect((await client.callTool({ name: 'list_languages' })).structuredContent).toMatchObject({
      profiles: [{ id: 'python', ready: true }],
    })
    await client.close()
  })
})
