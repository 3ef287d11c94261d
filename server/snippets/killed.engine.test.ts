import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import Database from 'libsql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../store/sqlite.ts'
import { identify } from './snippet-id.ts'

const LIVES = 200
const ROOT = join(import.meta.dirname, '../..')

/** Shares snippets of up to 30 KB without an end, and says the id of each when it is told that it lasts. */
const SAVER = `
import { randomBytes, randomInt } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openSqlite } from './server/store/sqlite.ts'
import { Snippets } from './server/snippets/snippets.ts'

async function main() {
  const store = await openSqlite(process.argv[2])
  const log = { info() {} }
  const snippets = new Snippets({ rows: store.snippets, profiles: new Map([['any', { title: 'Any' }]]), version: () => null, now: Date.now, log })
  for (;;) {
    const files = [{ name: 'main.txt', content: randomBytes(randomInt(15_000)).toString('hex') }]
    const content = { profile: 'any', title: '', main: 'main.txt', files, args: [], stdin: null, parent: null, recording: null }
    const { id } = await snippets.share(content)
    writeSync(1, id + '\\n')
  }
}
main()
`

let folder: string
let saver: string
let life: ChildProcess | null = null

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-killed-'))
  // Beside node_modules: the database's driver cannot be bundled.
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  saver = join(ROOT, `dist/saver-${process.pid}.cjs`)
  await build({
    stdin: { contents: SAVER, resolveDir: ROOT, loader: 'ts' },
    outfile: saver,
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
  await rm(saver, { force: true })
})

it(`has every snippet that was acknowledged, however often the server is killed`, { timeout: 300_000 }, async () => {
  const file = join(folder, 'data/glovebox.db')
  const acknowledged: string[] = []
  for (let lives = 0; lives < LIVES; lives++) {
    life = spawn(process.execPath, [saver, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(life, 'close')
    // One in ten is killed while it starts or takes up what the one before left; the others some saves later.
    const saves = lives % 10 === 9 ? 0 : randomInt(1, 6)
    if (saves === 0) await sleep(randomInt(150))
    let heard = 0
    let enough: () => void = () => {}
    const wanted = new Promise<void>(resolve => {
      enough = resolve
    })
    createInterface({ input: life.stdout as NodeJS.ReadableStream }).on('line', id => {
      acknowledged.push(id)
      heard += 1
      if (heard >= saves) enough()
    })
    if (saves > 0) await Promise.race([wanted, ended])
    // A save takes a few milliseconds, from its first byte to its last.
    await sleep(Math.random() * 4)
    expect(life.exitCode).toBeNull()
    life.kill('SIGKILL')
    await ended
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
  const savers = [1, 2].map(() => spawn(process.execPath, [saver, file], { stdio: ['ignore', 'pipe', 'inherit'] }))
  await Promise.all(
    savers.map(async child => {
      const ended = once(child, 'close')
      let heard = 0
      for await (const id of createInterface({ input: child.stdout })) {
        acknowledged.push(id)
        heard += 1
        if (heard === 50) child.kill('SIGKILL')
      }
      expect((await ended)[1]).toBe('SIGKILL')
    }),
  )
  expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  await using store = await openSqlite(file)
  for (const id of acknowledged) expect(await store.snippets.isThere(id), id).toBe(true)
})
