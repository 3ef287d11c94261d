import { randomBytes, randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { Close } from './protocol/close-codes.ts'
import { MESSAGE_BYTES, OUTPUT_WINDOW_BYTES, SOURCE_BYTES } from './protocol/limits.ts'
import { PROTOCOL_VERSION } from './protocol/messages.ts'
import { eventually, startTestServer, TestClient } from './test-server.ts'

it('runs a program: its output arrives, then its report', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, 'print hello\nexit 3')
  expect(await client.finished(1)).toMatchObject({ reason: 'exited', code: 3, outputBytes: 6 })
  expect(client.output).toBe('hello\n')
})

it('passes input on while a program runs', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, 'print name?\nread')
  await client.until(() => client.output.includes('name?'))
  client.type(1, 'Ada\n')
  await client.finished(1)
  expect(client.output).toBe('name?\ngot Ada\n')
})

it('sends no more than a window beyond what was acknowledged', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, `flood ${OUTPUT_WINDOW_BYTES * 3}`)
  await client.until(() => client.outputBytes >= OUTPUT_WINDOW_BYTES)
  // Anything more would be here by the time the pong is.
  client.send({ type: 'ping' })
  await client.message('pong')
  expect(client.outputBytes).toBe(OUTPUT_WINDOW_BYTES)
  while (!client.messages.some(message => message.type === 'work' && message.work.phase === 'finished')) {
    const seen = client.outputBytes
    client.send({ type: 'ack', run: 1, offset: seen })
    await client.until(
      () => client.outputBytes > seen || client.messages.some(message => message.type === 'work' && message.work.phase === 'finished'),
    )
  }
  expect(client.outputBytes).toBe(OUTPUT_WINDOW_BYTES * 3)
})

it('stops a run, and runs the next one in the same box', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  using client = await TestClient.open(server.port)
  client.run(1, 'hang')
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  client.send({ type: 'stop', run: 1 })
  expect(await client.finished(1)).toMatchObject({ reason: 'stopped' })
  const made = server.engine.created
  client.run(2, 'print again')
  await client.finished(2)
  expect(server.engine.created).toBe(made)
})

it('takes another box after a reset that was not clean', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  using client = await TestClient.open(server.port)
  client.run(1, 'dirty')
  await client.finished(1)
  const made = server.engine.created
  client.run(2, 'print again')
  await client.finished(2)
  expect(server.engine.created).toBe(made + 1)
})

it('reports a box that goes away, and one that sends more than it may', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, 'die')
  expect(await client.finished(1)).toMatchObject({ reason: 'box_lost' })
  client.run(2, 'lie')
  expect(await client.finished(2)).toMatchObject({ reason: 'box_lost' })
  client.run(3, 'print fine')
  expect(await client.finished(3)).toMatchObject({ reason: 'exited', code: 0 })
})

it('resumes a run on another connection with what it has missed', async () => {
  await using server = await startTestServer()
  const first = await TestClient.open(server.port)
  const { session } = await first.message('welcome')
  first.run(1, 'print before\nread')
  await first.until(() => first.output.includes('before'))
  first[Symbol.dispose]()
  using second = await TestClient.open(server.port, { session, run: 1, received: 0 })
  expect(await second.message('welcome')).toMatchObject({
    resumed: true,
    lastRun: 1,
    work: { phase: 'running', run: 1 },
    replay: { run: 1, from: 0 },
  })
  await second.until(() => second.output.includes('before'))
  second.type(1, 'x\n')
  expect(await second.finished(1)).toMatchObject({ reason: 'exited' })
  expect(second.output).toBe('before\ngot x\n')
})

it('ends the session of a client that is done, and not one that was taken over from it', async () => {
  await using server = await startTestServer({ graceMs: 600_000, warmBoxes: 0 })
  using first = await TestClient.open(server.port)
  first.run(1, 'hang')
  await first.until(() => server.engine.boxes.size === 1)
  const { session } = await first.message('welcome')
  using second = await TestClient.open(server.port, { session, run: 1, received: 0 })
  first.socket.close(Close.done)
  await first.closed
  second.run(2, '')
  expect((await second.message('error')).code).toBe('already_running')
  second.socket.close(Close.done)
  await eventually(() => server.engine.boxes.size === 0)
})

it('closes the connection that a session is taken over from', async () => {
  await using server = await startTestServer()
  using first = await TestClient.open(server.port)
  const { session } = await first.message('welcome')
  using _second = await TestClient.open(server.port, { session, run: 0, received: 0 })
  expect((await first.closed).code).toBe(Close.replaced)
})

it('kills the run of a browser that does not come back', async () => {
  await using server = await startTestServer({ graceMs: 50, warmBoxes: 0 })
  const client = await TestClient.open(server.port)
  client.run(1, 'hang')
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  await eventually(() => server.engine.boxes.size === 1)
  client[Symbol.dispose]()
  await eventually(() => server.engine.boxes.size === 0)
})

it('gives an idle box back after a while', async () => {
  await using server = await startTestServer({ boxIdleMs: 50, warmBoxes: 0 })
  using client = await TestClient.open(server.port)
  client.run(1, 'print x')
  await client.finished(1)
  await eventually(() => server.engine.boxes.size === 0)
  client.run(2, 'print y')
  expect(await client.finished(2)).toMatchObject({ reason: 'exited' })
})

it('makes people wait when every box is taken, tells them their place, and takes an idle box from whoever has one', async () => {
  await using server = await startTestServer({ maxBoxes: 1, warmBoxes: 0 })
  using first = await TestClient.open(server.port)
  using second = await TestClient.open(server.port)
  first.run(1, 'read')
  await first.until(() => first.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  second.run(1, 'print second')
  await second.until(() =>
    second.messages.find(message => message.type === 'work' && message.work.phase === 'queued' && message.work.position === 1),
  )
  first.type(1, 'x\n')
  await first.finished(1)
  expect(await second.finished(1)).toMatchObject({ reason: 'exited' })
})

it('removes every box when it closes', async () => {
  const server = await startTestServer()
  const client = await TestClient.open(server.port)
  client.run(1, 'hang')
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  await server.app.close()
  expect(server.engine.boxes.size).toBe(0)
  expect((await client.closed).code).toBe(Close.shuttingDown)
})

it('says that the engine is down, keeps the session, and works again when it is back', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  // The first boxes, for the toolchain's version, come and go.
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  server.engine.down = true
  using client = await TestClient.open(server.port)
  client.run(1, 'print x')
  expect(await client.message('error')).toMatchObject({ code: 'engine_down', run: 1 })
  server.engine.down = false
  client.run(2, 'print x')
  expect(await client.finished(2)).toMatchObject({ reason: 'exited' })
})

it('answers /healthz by taking a box', async () => {
  await using server = await startTestServer()
  const ready = await fetch(`http://127.0.0.1:${server.port}/healthz`)
  expect([ready.status, await ready.json()]).toMatchObject([200, { live: true, ready: true, engine: 'Fake' }])
})

it('is not ready, but live, while the engine is down', async () => {
  await using server = await startTestServer({ warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  server.engine.down = true
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(503)
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz/live`)).status).toBe(200)
})

// Bad input: a named error or close code each.

it.each([
  ['no origin', {}],
  ['a foreign origin', { origin: 'http://evil.example' }],
  ['the null origin', { origin: 'null' }],
])('refuses an upgrade with %s', async (_name, headers) => {
  await using server = await startTestServer()
  const client = new TestClient(server.port, headers)
  await expect(client.opened()).rejects.toThrow('403')
})

it.each<[string, (client: TestClient) => void, number]>([
  ['a message before hello', client => client.send({ type: 'ping' }), Close.helloFirst],
  ['bytes before hello', client => client.type(1, 'x'), Close.helloFirst],
  ['another protocol version', client => client.send({ type: 'hello', protocol: 999, resume: null }), Close.versionMismatch],
  ['text that is not JSON', client => client.socket.send('{'), Close.badMessage],
  ['an unknown type', client => client.socket.send('{"type":"format_disk"}'), Close.badMessage],
  ['a wrong shape', client => client.socket.send('{"type":"hello","protocol":"1"}'), Close.badMessage],
  ['a message above its bound', client => client.socket.send('x'.repeat(MESSAGE_BYTES + 1)), 1009],
])('closes on %s', async (_name, misbehave, code) => {
  await using server = await startTestServer()
  using client = new TestClient(server.port)
  await client.opened()
  misbehave(client)
  expect((await client.closed).code).toBe(code)
})

it.each<[string, (client: TestClient) => void, number]>([
  ['a second hello', client => client.send({ type: 'hello', protocol: PROTOCOL_VERSION, resume: null }), Close.helloFirst],
  ['a short binary frame', client => client.socket.send(Buffer.from([0, 1])), Close.badMessage],
  ['a binary frame of another stream', client => client.socket.send(Buffer.from([1, 0, 0, 0, 1, 65])), Close.badMessage],
  ['a binary frame that is too long', client => client.socket.send(Buffer.alloc(70_000)), Close.badMessage],
])('closes on %s after hello', async (_name, misbehave, code) => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  misbehave(client)
  expect((await client.closed).code).toBe(code)
})

it('refuses a source above its limit with a sentence, and stays connected', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, `print ${'x'.repeat(SOURCE_BYTES)}`)
  expect(await client.message('error')).toMatchObject({ code: 'source_too_large', run: 1, message: expect.stringContaining('1 MB') })
  client.run(2, 'print fine')
  expect(await client.finished(2)).toMatchObject({ reason: 'exited' })
})

it.each<[string, (client: TestClient) => void, string]>([
  ['an unknown language', client => client.run(1, 'x', { id: 'cobol', mainFile: 'main.cob' }), 'bad_profile'],
  [
    'a file outside the workspace',
    client =>
      client.send({
        type: 'run',
        run: 1,
        profile: 'script',
        main: '../etc/passwd',
        files: [{ name: '../etc/passwd', content: '' }],
        args: [],
        size: { cols: 80, rows: 24 },
      }),
    'bad_name',
  ],
])('refuses %s', async (_name, misbehave, code) => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  misbehave(client)
  expect(await client.message('error')).toMatchObject({ code, run: 1 })
})

it('refuses a run number that does not go up, and a second run while one is live', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(5, 'hang')
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  client.run(6, 'print x')
  await client.until(() => client.messages.find(message => message.type === 'error' && message.code === 'already_running'))
  client.run(5, 'print x')
  await client.until(() => client.messages.find(message => message.type === 'error' && message.code === 'stale_run'))
})

it('closes a connection that floods it with messages', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  for (let sent = 0; sent < 10_000; sent++) client.send({ type: 'ping' })
  expect((await client.closed).code).toBe(Close.tooFast)
})

it('survives 10,000 random frames; nobody else notices, and no box leaks', async () => {
  await using server = await startTestServer({ graceMs: 0, warmBoxes: 0 })
  using witness = await TestClient.open(server.port)
  witness.run(1, 'read')
  await witness.until(() => witness.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  const types = [
    'hello',
    'run',
    'resize',
    'signal',
    'eof',
    'stop',
    'ack',
    'ping',
    'check',
    'format',
    'fetch',
    'remove',
    'choose',
    'samples',
    'x',
  ]
  let sent = 0
  while (sent < 10_000) {
    using client = new TestClient(server.port)
    await client.opened()
    if (randomInt(2) === 0) client.send({ type: 'hello', protocol: 1, resume: null })
    for (let frame = 0; frame < 100; frame++, sent++) {
      const kind = randomInt(3)
      if (kind === 0) client.socket.send(randomBytes(randomInt(200)))
      else if (kind === 1) client.socket.send(randomBytes(randomInt(200)).toString('latin1'))
      else
        client.socket.send(
          JSON.stringify({
            type: types[randomInt(types.length)],
            run: randomInt(4),
            request: randomInt(4),
            offset: randomInt(99),
            profile: 'script',
            name: 'main.txt',
            content: '',
            main: 'main.txt',
            files: [{ name: 'main.txt', content: 'print x' }],
            args: [],
            size: { cols: 80, rows: 24 },
          }),
        )
    }
    expect((await client.closed).code).toBeGreaterThanOrEqual(1000)
  }
  witness.type(1, 'still here\n')
  expect(await witness.finished(1)).toMatchObject({ reason: 'exited' })
  expect(witness.output).toBe('got still here\n')
  witness[Symbol.dispose]()
  await eventually(() => server.engine.boxes.size === 0)
})

it('has a box ready for everybody who opens the page, before anybody has run anything', async () => {
  await using server = await startTestServer()
  const clients = await Promise.all([1, 2, 3, 4].map(() => TestClient.open(server.port)))
  await eventually(() => server.engine.boxes.size === 4)
  for (const client of clients) client.run(1, 'print x')
  await Promise.all(clients.map(client => client.finished(1)))
  const text = await server.metrics.registry.metrics()
  expect(text).toContain('glovebox_pool_takes_total{profile="script",from="warm"} 4')
  expect(text).not.toContain('from="made"')
  for (const client of clients) client[Symbol.dispose]()
})

it('counts runs, bytes and times', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, 'read')
  await client.until(() => client.messages.find(message => message.type === 'work' && message.work.phase === 'running'))
  client.type(1, 'typed\n')
  await client.finished(1)
  const text = await server.metrics.registry.metrics()
  for (const line of [
    'glovebox_runs_total{profile="script",reason="exited"} 1',
    'glovebox_run_input_bytes_total{profile="script"} 6',
    'glovebox_run_output_bytes_total{profile="script"} 10',
    'glovebox_run_first_output_seconds_count{profile="script",since="request"} 1',
    'glovebox_sessions 1',
    'glovebox_connections 1',
  ]) {
    expect(text).toContain(line)
  }
})
