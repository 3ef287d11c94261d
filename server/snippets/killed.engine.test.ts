import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import Database from 'libsql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Shared } from '../protocol/snippet.ts'
import { openSqlite } from '../store/sqlite.ts'
import { identify } from './snippet-id.ts'

const LIVES = 200
const ROOT = join(import.meta.dirname, '../..')

/** The server as far as sharing goes, and on one database: what is shared is answered over HTTP. It says its port. */
const SERVER = `
import { createServer } from 'node:http'
import { writeSync } from 'node:fs'
import { Callers } from './server/access/callers.ts'
import { createRouter } from './server/http/router.ts'
import { snippetRoutes } from './server/http/snippet-routes.ts'
import { Snippets } from './server/snippets/snippets.ts'
import { openSqlite } from './server/store/sqlite.ts'

async function main() {
  const store = await openSqlite(process.argv[2])
  const log = { info() {}, warn() {}, error: console.error }
  const snippets = new Snippets({ rows: store.snippets, profiles: new Map([['any', { title: 'Any' }]]), version: () => null, now: Date.now, log })
  const callers = new Callers({ access: 'open', runsPerHour: 1, atOnce: 1, find: hash => store.keys.find(hash) })
  const server = createServer(createRouter({ routes: snippetRoutes({ snippets, callers, origins: [] }), prefix: '/', log }))
  server.listen(0, '127.0.0.1', () => writeSync(1, server.address().port + '\\n'))
}
main()
`

/** Shares snippets of up to 30 KB, one after the other, until the server is gone. Tells the id of each that was answered. */
async function shareOn(port: string, onAnswer: (id: string) => void): Promise<void> {
  for (;;) {
    const files = [{ name: 'main.txt', content: randomBytes(randomInt(15_000)).toString('hex') }]
    const content = { profile: 'any', title: '', main: 'main.txt', files, args: [], stdin: null, parent: null, recording: null }
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
    const shared = await fetch(`http://127.0.0.1:${port}/api/v1/snippets`, init)
      .then(response => (response.status === 201 ? (response.json() as Promise<Shared>) : null))
      .catch(() => null)
    if (!shared) return
    onAnswer(shared.id)
  }
}

/** Starts a server, and gives its port; null when it ends before it has one. */
async function startLife(file: string): Promise<{ readonly child: ChildProcess; readonly port: Promise<string | null> }> {
  const child = spawn(process.execPath, [bundle, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  life = child
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const port = Promise.race([once(lines, 'line').then(([line]) => line as string), once(child, 'close').then(() => null)])
  return { child, port }
}

let folder: string
let bundle: string
let life: ChildProcess | null = null

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-killed-'))
  // Beside node_modules: the database's driver cannot be bundled.
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  bundle = join(ROOT, `dist/shares-${process.pid}.cjs`)
  await build({
    stdin: { contents: SERVER, resolveDir: ROOT, loader: 'ts' },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['libsql'],
    logLevel: 'error',
  })
})
afterAll(async () => {
  life?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
  await rm(bundle, { force: true })
})

it(`has every snippet that was acknowledged, however often the server is killed`, { timeout: 300_000 }, async () => {
  const file = join(folder, 'data/glovebox.db')
  const acknowledged: string[] = []
  for (let lives = 0; lives < LIVES; lives++) {
    const { child, port } = await startLife(file)
    const ended = once(child, 'close')
    // One in ten is killed while it starts or takes up what the one before left; the others some saves later.
    const saves = lives % 10 === 9 ? 0 : randomInt(1, 6)
    let clients: Promise<unknown> = Promise.resolve()
    if (saves === 0) await sleep(randomInt(150))
    else {
      const listening = await port
      if (listening === null) throw new Error('the server ended by itself')
      let heard = 0
      await new Promise<void>(enough => {
        const onAnswer = (id: string): void => {
          acknowledged.push(id)
          heard += 1
          if (heard >= saves) enough()
        }
        clients = Promise.all([shareOn(listening, onAnswer), shareOn(listening, onAnswer)])
      })
    }
    // A save takes a few milliseconds, from its first byte to its last.
    await sleep(Math.random() * 4)
    expect(child.exitCode).toBeNull()
    child.kill('SIGKILL')
    await Promise.all([ended, clients])
  }

  expect(acknowledged.length).toBeGreaterThan(LIVES)
  await using store = await openSqlite(file)
  for (const id of acknowledged) {
    const kept = await store.snippets.read(id)
    if (kept?.state !== 'there') throw new Error(`${id} was acknowledged and is lost`)
    expect(identify(JSON.parse(kept.content)).id).toBe(id)
  }
  const database = new Database(file)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  const { rows } = database.prepare('select count(*) as rows from snippets').get() as { readonly rows: number }
  database.close()
  console.log(`${LIVES} lives, ${acknowledged.length} snippets acknowledged and there, ${rows - acknowledged.length} more`)
})

it('takes what two servers share at the same time', async () => {
  const file = join(folder, 'two/glovebox.db')
  const acknowledged: string[] = []
  const share = async (): Promise<void> => {
    const { child, port } = await startLife(file)
    const ended = once(child, 'close')
    let heard = 0
    // As many as one address may share at once.
    try {
      await shareOn((await port) ?? '', id => {
        acknowledged.push(id)
        heard += 1
        if (heard === 40) child.kill('SIGKILL')
      })
    } finally {
      // A share that was refused is the last, too.
      child.kill('SIGKILL')
    }
    expect((await ended)[1]).toBe('SIGKILL')
  }
  await Promise.all([share(), share()])
  // One more may be answered before the server is gone.
  expect(acknowledged.length).toBeGreaterThanOrEqual(80)
  await using store = await openSqlite(file)
  for (const id of acknowledged) expect(await store.snippets.isThere(id), id).toBe(true)
})
