import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COMPILED, eventually, startTestServer, type TestServer } from '../test-server.ts'

const GLOVEBOX = join(import.meta.dirname, 'glovebox.mjs')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A process of the command, with files and pipes in the terminal's place. */
function start(port: number, argv: readonly string[]) {
  const child = spawn(process.execPath, [GLOVEBOX, ...argv], {
    cwd: folder,
    env: { ...process.env, GLOVEBOX_URL: `http://127.0.0.1:${port}` },
  })
  const chunks: Buffer[] = []
  let said = ''
  child.stdout.on('data', chunk => chunks.push(chunk))
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const ended = once(child, 'close').then(([status]) => ({ status, output: Buffer.concat(chunks).toString('utf8'), said }))
  return { child, ended, output: () => Buffer.concat(chunks).toString('utf8') }
}

async function run(
  { port }: Pick<TestServer, 'port'>,
  script: string,
  { argv = [] as string[], input = '', options = [] as string[] } = {},
) {
  await writeFile(join(folder, 'main.txt'), script)
  const { child, ended } = start(port, ['run', ...options, 'main.txt', ...argv])
  child.stdin.on('error', () => {}).end(input)
  return ended
}

it('runs a program with its arguments, and ends as it does', async () => {
  await using server = await startTestServer()
  expect(await run(server, 'print hello\nargs\nexit 3', { argv: ['-a', 'b c'] })).toEqual({
    status: 3,
    output: 'hello\n-a,b c\n',
    said: '',
  })
})

it('leaves nothing behind on the server', async () => {
  await using server = await startTestServer({ graceMs: 600_000, warmBoxes: 0 })
  await eventually(() => server.engine.created > 0 && server.engine.boxes.size === 0)
  await run(server, 'print hello')
  await eventually(() => server.engine.boxes.size === 0)
})

it('gives the program what is piped in, and its end', async () => {
  await using server = await startTestServer()
  expect(await run(server, 'read\ncat', { input: 'Ada\nmore' })).toMatchObject({ status: 0, output: 'got Ada\nmore' })
  expect(await run(server, 'cat')).toMatchObject({ status: 0, output: '' })
})

it('writes to a pipe what the program wrote, whatever that is', async () => {
  await using server = await startTestServer()
  const { output } = await run(server, 'print \x1b]0;title\x07\x1b[31mred\nbytes 610d0a620d0d0a0d')
  expect(output).toBe('\x1b]0;title\x07\x1b[31mred\na\nb\r\n\r')
})

it('takes all of a flood, which waits for whoever reads it', async () => {
  await using server = await startTestServer()
  expect((await run(server, 'flood 3000000')).output).toBe('y\n'.repeat(1_500_000))
})

it.each([
  ['timeout', 124, 'Stopped: ran for'],
  ['cpu_limit', 124, 'Stopped: used'],
  ['out_of_memory', 137, 'Out of memory'],
  ['signaled', 137, 'Ended by SIGKILL'],
  ['box_lost', 125, 'The box went away'],
])('says how a program ended by %s', async (reason, status, words) => {
  await using server = await startTestServer()
  const ended = await run(server, reason === 'box_lost' ? 'print x\ndie' : `print x\nend ${reason}`)
  expect(ended).toMatchObject({ status, output: 'x\n', said: expect.stringContaining(`glovebox: ${words}`) })
})

it('says that a program did not compile', async () => {
  await using server = await startTestServer()
  await server.app.setImage(COMPILED.id, 'image')
  expect(await run(server, 'fault', { options: ['--language', 'compiled'] })).toMatchObject({
    status: 1,
    output: 'main.txt:1: fault\n',
    said: expect.stringContaining('Did not compile'),
  })
})

it('refuses in a sentence', async () => {
  await using server = await startTestServer()
  const refused = async (...given: Parameters<typeof run>) => {
    const { status, output, said } = await run(...given)
    expect([status, output]).toEqual([125, ''])
    return said
  }
  expect(await refused(server, '', { options: ['-l', 'cobol'] })).toMatch(/no language cobol.*script, compiled/)
  expect(await refused(server, '', { options: ['-l', 'Compiled'] })).toMatch(/still being built/)
  expect(await refused(server, '', { input: 'x'.repeat(256 * 1024 + 1) })).toMatch(/256 KiB/)
  expect(await refused(server, '', { argv: ['x'.repeat(5000)] })).toMatch(/4 KB/)
  expect(await refused({ port: 1 }, '')).toMatch(/^glovebox: http:\/\/127\.0\.0\.1:1\/ does not answer .*ECONNREFUSED/)
})

it('knows what is no Glovebox', async () => {
  const other = createServer((_request, response) => response.writeHead(404).end('no')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await run({ port }, '')).toMatchObject({ status: 125, said: expect.stringContaining('no Glovebox') })
  const { child, ended } = start(port, ['languages'])
  child.stdin.end()
  expect(await ended).toMatchObject({ status: 125, said: expect.stringContaining('no Glovebox') })
  other.close()
})

it('says that the connection was lost', async () => {
  await using server = await startTestServer()
  await writeFile(join(folder, 'main.txt'), 'print up\nhang')
  const { child, ended, output } = start(server.port, ['run', 'main.txt'])
  child.stdin.end()
  await eventually(() => output() === 'up\n')
  await server.app.close()
  expect(await ended).toMatchObject({ status: 125, said: expect.stringContaining('shuts down') })
})

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('passes %s on, and ends', async (signal, status) => {
  await using server = await startTestServer()
  await writeFile(join(folder, 'main.txt'), 'print up\nhang')
  const { child, ended, output } = start(server.port, ['run', 'main.txt'])
  child.stdin.end()
  await eventually(() => output() === 'up\n')
  child.kill(signal)
  expect((await ended).status).toBe(status)
})

it('ends its program when nobody reads on', async () => {
  await using server = await startTestServer()
  await writeFile(join(folder, 'main.txt'), 'print up\nread\nflood 3000000\nhang')
  const { child, ended, output } = start(server.port, ['run', 'main.txt'])
  child.stdin.end()
  await eventually(() => output().startsWith('up\n'))
  child.stdout.destroy()
  expect((await ended).status).toBe(141)
})

it('lists the languages, and helps', async () => {
  await using server = await startTestServer()
  const say = async (...argv: string[]) => {
    const { child, ended } = start(server.port, argv)
    child.stdin.end()
    return (await ended).output
  }
  await eventually(async () => (await say('languages')).includes('3.1'))
  expect(await say('languages')).toBe('script    Script    3.1            .txt\ncompiled  Compiled  not built yet  .txt\n')
  expect(await say('--help')).toContain('glovebox run [options] <file>')
})
