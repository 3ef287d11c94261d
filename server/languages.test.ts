import { expect, it } from 'vitest'
import type { ClientMessage, ServerMessage } from './protocol/messages.ts'
import { COMPILED, startTestServer, TestClient } from './test-server.ts'

const RUN = {
  type: 'run',
  run: 1,
  profile: 'script',
  main: 'main.txt',
  files: [{ name: 'main.txt', content: 'x' }],
  args: [],
  size: { cols: 80, rows: 24 },
} satisfies ClientMessage

async function startCompiling() {
  const server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  const client = await TestClient.open(server.port)
  const dispose = (): PromiseLike<void> => {
    client[Symbol.dispose]()
    return server[Symbol.asyncDispose]()
  }
  return { server, client, [Symbol.asyncDispose]: dispose }
}

/** The last message of a type, once there are `count`. */
async function nth<T extends ServerMessage['type']>(client: TestClient, type: T, count = 1): Promise<Extract<ServerMessage, { type: T }>> {
  const found = await client.until(() => {
    const all = client.messages.filter(message => message.type === type)
    return all.length >= count && all[count - 1]
  })
  return found as Extract<ServerMessage, { type: T }>
}

const phases = (client: TestClient): string[] => client.messages.flatMap(message => (message.type === 'work' ? [message.work.phase] : []))

it('compiles, then runs, with one terminal for both', async () => {
  await using place = await startCompiling()
  place.client.run(1, 'print ran', COMPILED)
  expect(await place.client.finished(1)).toMatchObject({ reason: 'exited', code: 0, stage: 'run', compileMs: 2 })
  expect(place.client.output).toBe('compiled\nran\n')
  expect(phases(place.client)).toEqual(['compiling', 'running', 'finished'])
})

it('does not run what does not compile', async () => {
  await using place = await startCompiling()
  place.client.run(1, 'fault\nprint ran', COMPILED)
  expect(await place.client.finished(1)).toMatchObject({ code: 1, stage: 'compile', compileMs: null })
  expect(place.client.output).toBe('main.txt:1: fault\n')
})

it('compiles ahead when it is asked to check, and once only', async () => {
  await using place = await startCompiling()
  const { client } = place
  client.check(1, 'print ran', COMPILED)
  expect(await nth(client, 'checked')).toMatchObject({ request: 1, ok: true, output: 'compiled\n' })
  client.run(1, 'print ran', COMPILED)
  expect(await client.finished(1)).toMatchObject({ stage: 'run', compileMs: null })
  expect(client.output).toBe('ran\n')
  // The next run has it still; other sources have not.
  client.run(2, 'print ran', COMPILED)
  await client.finished(2)
  client.run(3, 'print other', COMPILED)
  expect(await client.finished(3)).toMatchObject({ compileMs: 2 })
  expect(client.output).toBe('ran\nran\ncompiled\nother\n')
})

it('tells what a check has found', async () => {
  await using place = await startCompiling()
  place.client.check(1, 'fault', COMPILED)
  expect(await nth(place.client, 'checked')).toMatchObject({ request: 1, ok: false, output: 'main.txt:1: fault\n' })
  place.client.check(2, 'fault')
  expect(await nth(place.client, 'checked', 2)).toMatchObject({ request: 2, ok: false })
})

it('formats, and says why it cannot', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  const format = { type: 'format', profile: 'script', name: 'main.txt' } as const
  client.send({ ...format, request: 1, content: 'print x   \n' })
  expect(await nth(client, 'formatted')).toMatchObject({ request: 1, content: 'print x\n' })
  client.send({ ...format, request: 2, content: 'fault' })
  expect(await nth(client, 'refused')).toMatchObject({ request: 2, message: 'not understood' })
  client.run(1, 'hang')
  await client.until(() => phases(client).includes('running'))
  client.send({ ...format, request: 3, content: 'x' })
  expect(await nth(client, 'refused', 2)).toMatchObject({ request: 3, message: 'A program is running. Stop it first.' })
})

it('keeps what a program has written for the next run, hands it out, and removes it', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.run(1, 'write notes.txt hello\nwrite main.txt print changed\nwrite .profile trap\nwrite a/.b/c trap')
  await client.finished(1)
  expect((await nth(client, 'files')).files).toMatchObject([
    { name: 'main.txt', state: 'changed' },
    { name: 'notes.txt', state: 'written', bytes: 5 },
  ])
  client.send({ type: 'fetch', request: 1, name: 'notes.txt' })
  expect(Buffer.from((await nth(client, 'file')).content, 'base64').toString()).toBe('hello')
  for (const [request, name] of [
    [2, 'missing'],
    [3, '../etc/passwd'],
    [4, '.glovebox/program'],
  ] as const)
    client.send({ type: 'fetch', request, name })
  expect((await nth(client, 'refused', 3)).message).not.toBe('')
  expect(
    client.messages
      .filter(message => message.type === 'refused')
      .map(message => message.request)
      .sort(),
  ).toEqual([2, 3, 4])
  // It is there in the next run, and the program of the page has taken the place of the changed one.
  client.run(2, 'print again')
  await client.finished(2)
  expect((await nth(client, 'files', 2)).files.map(file => file.name)).toEqual(['notes.txt'])
  client.send({ type: 'remove', name: 'notes.txt' })
  expect((await nth(client, 'files', 3)).files).toEqual([])
})

it('tells that the files are gone when their box is', async () => {
  await using place = await startCompiling()
  place.client.run(1, 'write notes.txt hello')
  await place.client.finished(1)
  await nth(place.client, 'files')
  place.client.run(2, 'print other', COMPILED)
  expect((await nth(place.client, 'files', 2)).files).toEqual([])
  place.client.send({ type: 'fetch', request: 1, name: 'notes.txt' })
  expect(await nth(place.client, 'refused')).toMatchObject({ request: 1 })
})

it('has a console for languages that have one', async () => {
  await using place = await startCompiling()
  const { client } = place
  const console = { ...RUN, mode: 'console' as const }
  client.send({ ...console, run: 1, profile: COMPILED.id })
  await client.until(() => phases(client).includes('running'))
  expect(phases(client)).toEqual(['running'])
  client.send({ type: 'stop', run: 1 })
  await client.finished(1)
  client.send({ ...console, run: 2, profile: 'script' })
  expect(await nth(client, 'error')).toMatchObject({ run: 2, message: 'Script has no console.' })
})

it.each<[string, Partial<Extract<ClientMessage, { type: 'run' }>>, string]>([
  ['a main file that is not there', { main: 'other.txt' }, 'bad_name'],
  ['a file in the compiler’s folder', { files: [...RUN.files, { name: '.glovebox/x', content: '' }] }, 'bad_name'],
  [
    'too much that is not text',
    { files: [...RUN.files, { name: 'x', content: 'A'.repeat(5_600_000), encoding: 'base64' }] },
    'source_too_large',
  ],
  ['too much input', { stdin: 'x'.repeat(300_000) }, 'source_too_large'],
])('refuses %s', async (_what, change, code) => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.send({ ...RUN, ...change })
  expect(await nth(client, 'error')).toMatchObject({ code, run: 1 })
})

it('gives samples, and none of a language that is not there', async () => {
  await using server = await startTestServer()
  using client = await TestClient.open(server.port)
  client.send({ type: 'samples', request: 1, profile: 'script' })
  expect(await nth(client, 'samples')).toMatchObject({
    request: 1,
    samples: [{ title: 'Hello', files: [{ name: 'main.txt', content: 'print hello' }] }],
  })
  client.send({ type: 'samples', request: 2, profile: '__proto__' })
  expect(await nth(client, 'samples', 2)).toMatchObject({ request: 2, samples: [] })
})
