import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

type Message = Record<string, unknown>

/** A client of `/connect`. */
class Job {
  readonly socket: WebSocket
  readonly messages: Message[] = []
  readonly closed: Promise<readonly [number, string]>

  constructor(server: TestServer, path = '/api/v2/connect', headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    this.socket.on('message', data => this.messages.push(JSON.parse(String(data))))
    this.closed = new Promise((resolve, reject) => {
      this.socket.on('close', (code, reason) => resolve([code, String(reason)]))
      this.socket.on('error', reject)
    })
  }

  /** Opens a connection and begins. */
  static async begin(server: TestServer, lines: readonly string[], more: Message = {}, path?: string): Promise<Job> {
    const job = new Job(server, path)
    await job.opened()
    job.send({ type: 'init', language: 'script', version: '*', files: [{ name: 'main.txt', content: lines.join('\n') }], ...more })
    return job
  }

  opened(): Promise<unknown> {
    return new Promise(resolve => this.socket.once('open', resolve))
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message))
  }

  /** All that the program wrote to a stream. */
  text(stream: string): string {
    return this.messages.map(message => (message.type === 'data' && message.stream === stream ? message.data : '')).join('')
  }
}

it.each(['/api/v2/connect', '/api/v2/piston/connect', '/api/v2/connect/'])('runs a job over %s', async path => {
  await using server = await startTestServer()
  const job = await Job.begin(server, ['print a', 'warn b', 'exit 2'], {}, path)
  expect(await job.closed).toEqual([4999, 'Job Completed'])
  expect(job.messages.map(({ type }) => type)).toEqual(['runtime', 'stage', 'data', 'data', 'exit'])
  expect(job.messages).toMatchObject([
    { language: 'script', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    { stage: 'run' },
    { stream: 'stdout', data: 'a\n' },
    { stream: 'stderr', data: 'b\n' },
    { stage: 'run', code: 2, signal: null, status: 'RE', truncated: false },
  ])
})

it('passes input on as it comes, however early, and its end', async () => {
  await using server = await startTestServer()
  const job = await Job.begin(server, ['print ready', 'read', 'cat'], { stdin: 'is ignored\n' })
  job.send({ type: 'data', stream: 'stdin', data: 'early\n' })
  await eventually(() => job.text('stdout').includes('got early\n'))
  job.send({ type: 'data', stream: 'stdin', data: 'Grüße' })
  job.send({ type: 'data', stream: 'stdin', data: '', eof: true })
  expect(await job.closed).toEqual([4999, 'Job Completed'])
  expect(job.text('stdout')).toBe('ready\ngot early\nGrüße')
})

it('tells the compiler’s stage and the program’s, and ends after a compiler that fails', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  const good = await Job.begin(server, ['cat'], { language: 'compiled' })
  good.send({ type: 'data', stream: 'stdin', data: 'for the program', eof: true })
  expect(await good.closed).toEqual([4999, 'Job Completed'])
  expect(good.messages.map(({ type, stage, data }) => [type, stage ?? data])).toEqual([
    ['runtime', undefined],
    ['stage', 'compile'],
    ['data', 'compiled\n'],
    ['exit', 'compile'],
    ['stage', 'run'],
    ['data', 'for the program'],
    ['exit', 'run'],
  ])
  const bad = await Job.begin(server, ['fault'], { language: 'compiled' })
  expect(await bad.closed).toEqual([4999, 'Job Completed'])
  expect(bad.messages.at(-1)).toMatchObject({ type: 'exit', stage: 'compile', code: 1 })
})

it('sends signals', async () => {
  await using server = await startTestServer()
  const job = await Job.begin(server, ['print up', 'hang'])
  await eventually(() => job.text('stdout') === 'up\n')
  job.send({ type: 'signal', signal: 'SIGTERM' })
  expect(await job.closed).toEqual([4999, 'Job Completed'])
  expect(job.messages.at(-1)).toMatchObject({ type: 'exit', code: null, signal: 'SIGTERM', status: 'SG' })
})

it('cuts no character, and bounds the output', async () => {
  await using server = await startTestServer()
  const split = await Job.begin(server, ['bytes e2', 'bytes 82', 'bytes ac'])
  await split.closed
  expect(split.text('stdout')).toBe('€')
  const flood = await Job.begin(server, ['flood 100000', 'hang'])
  expect(await flood.closed).toEqual([4999, 'Job Completed'])
  expect(flood.text('stdout')).toBe('y\n'.repeat(512))
  expect(flood.messages.at(-1)).toMatchObject({ type: 'exit', signal: 'SIGKILL', status: 'OL', truncated: true })
})

it('ends the job with the connection', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const job = await Job.begin(server, ['print up', 'hang'])
  await eventually(() => job.text('stdout') === 'up\n')
  expect(server.engine.boxes.size).toBe(1)
  job.socket.terminate()
  await eventually(() => server.engine.boxes.size === 0)
})

it.each<[string, Message, number, string]>([
  ['input before init', { type: 'data', stream: 'stdin', data: 'x' }, 4003, 'Not yet initialized'],
  ['a signal before init', { type: 'signal', signal: 'SIGTERM' }, 4003, 'Not yet initialized'],
  ['a size before init', { type: 'resize', cols: 80, rows: 24 }, 4003, 'Not yet initialized'],
  ['what it does not know before init', { type: 'hello', more: 'x'.repeat(2 ** 20) }, 4003, 'Not yet initialized'],
  ['a job that is not valid', { type: 'init', language: 'script' }, 4002, 'Notified Error'],
])('closes on %s', async (_name, message, code, reason) => {
  await using server = await startTestServer()
  const job = new Job(server)
  await job.opened()
  job.send(message)
  expect(await job.closed).toEqual([code, reason])
  if (code === 4002) expect(job.messages).toEqual([{ type: 'error', message: 'version is required as a string' }])
})

it.each<[string, Message | string, number]>([
  ['a second init', { type: 'init' }, 4000],
  ['input for another stream', { type: 'data', stream: 'stdout', data: 'x' }, 4004],
  ['an unknown signal', { type: 'signal', signal: 'SIGNIL' }, 4005],
  ['text that is not JSON', '{', 4002],
  ['input that is no text', { type: 'data', stream: 'stdin', data: 1 }, 4002],
  ['a message of more than 1 MiB', { type: 'hello', more: 'x'.repeat(2 ** 20) }, 4002],
])('closes on %s while a job runs, which ends', async (_name, message, code) => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  const job = await Job.begin(server, ['hang'])
  await eventually(() => job.messages.some(({ type }) => type === 'stage'))
  job.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  expect((await job.closed)[0]).toBe(code)
  await eventually(() => server.engine.boxes.size === 0)
})

it('closes what does not begin, and ignores what it does not know while a job runs', async () => {
  await using server = await startTestServer()
  expect(await new Job(server).closed).toEqual([4001, 'Initialization Timeout'])
  const job = await Job.begin(server, ['read'])
  job.send({ type: 'hello' })
  job.send({ type: 'data', stream: 'stdin', data: 'x\n' })
  expect(await job.closed).toEqual([4999, 'Job Completed'])
})

it('counts whoever connects, before anything is read', async () => {
  await using server = await startTestServer({ runsPerHour: 60 })
  const told: unknown[] = []
  for (const text of ['{', '{']) {
    const job = new Job(server)
    await job.opened()
    job.socket.send(text)
    expect((await job.closed)[0]).toBe(4002)
    told.push(...job.messages.map(({ message }) => message))
  }
  expect(told).toEqual(['The message is not JSON.', 'Programs are run 60 times an hour from one address.'])
})

it('cuts off who does not answer a close', async () => {
  await using server = await startTestServer()
  const lines = ['GET /api/v2/connect HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  const peer = connect(server.port, '127.0.0.1')
  peer.write([...lines, `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`, '', ''].join('\r\n'))
  // A message `{}`, which is not init.
  peer.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]))
  peer.on('error', () => {}).resume()
  const startedMs = performance.now()
  await new Promise(resolve => peer.once('close', resolve))
  expect(performance.now() - startedMs).toBeLessThan(10_000)
}, 15_000)

it('lets programs and its own pages in, and no page of another site', async () => {
  await using server = await startTestServer()
  const own = new Job(server, '/api/v2/connect', { origin: `http://127.0.0.1:${server.port}` })
  await own.opened()
  own.socket.close()
  await expect(new Job(server, '/api/v2/connect', { origin: 'http://evil.example' }).closed).rejects.toThrow('403')
})

it('runs no more jobs of one address than it may', async () => {
  await using server = await startTestServer({ runsPerAddress: 1 })
  const first = await Job.begin(server, ['hang'])
  await eventually(() => first.messages.some(({ type }) => type === 'stage'))
  const second = await Job.begin(server, ['print x'])
  expect(await second.closed).toEqual([4002, 'Notified Error'])
  expect(second.messages).toMatchObject([{ type: 'error', message: expect.stringContaining('limit') }])
  first.socket.terminate()
})

it('closes when the server does', async () => {
  const server = await startTestServer()
  const job = await Job.begin(server, ['hang'])
  await eventually(() => job.messages.some(({ type }) => type === 'stage'))
  await server.app.close()
  expect((await job.closed)[0]).toBe(1001)
})
