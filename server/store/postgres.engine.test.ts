import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { runData } from '../setup/data.ts'
import { readOptions } from '../setup/options.ts'
import { Steps } from '../setup/steps.ts'
import { PrivatePostgres } from '../test-postgres.ts'
import { describeFullClasses } from './classes.contract.ts'
import { readExport, writeBackup, writeExport } from './export-file.ts'
import { describeFullLti } from './lti.contract.ts'
import { MIGRATIONS } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { describeStore } from './store.contract.ts'
import type { Everything, Store } from './store.ts'

let server: PrivatePostgres
let folder: string
beforeAll(async () => {
  server = await PrivatePostgres.start()
  folder = await mkdtemp(join(tmpdir(), 'glovebox-move-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => vi.unstubAllEnvs())

const open = (url: string) => openPostgres(url, silentLogger())

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** Of what `fill` shares. */
const EMPTY = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
const KEY = { id: 'k1', name: 'Course', hash: 'h1', runsPerHour: 500, atOnce: null }

const VERSION = { hash: 'v1', slug: 'hello', content: '{}', createdMs: 1 }
const submissionOf = (name: string) => ({
  id: `submission ${name}`,
  slug: 'hello',
  version: 'v1',
  language: 'python',
  main: 'main.py',
  files: '[]',
  digest: 'd',
  requestKey: `name ${name}`,
  member: name === '5' ? 'ada' : null,
})

async function fill(store: Store): Promise<void> {
  await store.classes.add({ id: 'class', title: 'Year 9', code: 'ABCDEF', keyHash: 'hash', choices: '[]' }, 1)
  await store.members.add({ id: 'ada', class: 'class', name: 'Ada', nameKey: 'ada', tokenHash: 'token' }, 9, 1)
  for (let index = 0; index < 30; index++)
    await store.snippets.share({ id: `snippet${index}`, digest: EMPTY, content: '{}' }, `key ${index}`, index)
  await store.snippets.takeDown('snippet7', 'why', 100)
  await store.keys.add(KEY, 1)
  await store.keys.add({ ...KEY, id: 'k2', hash: 'h2' }, 2)
  await store.keys.revoke('k2', 3)
  for (let index = 0; index < 30; index++) await store.submissions.add(VERSION, submissionOf(String(index)), index)
  await store.gradings.finish('submission 7', { grading: '{}', status: 'fail', points: 2.5, maxPoints: 10 }, 100)
}

/** In the same order for every database: each has its own for text. */
async function snippetsOf(store: Everything) {
  const all = []
  for await (const record of store.snippets.records()) all.push(record)
  return all.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function submissionsOf(store: Everything) {
  const all = []
  for await (const record of store.submissions.records()) all.push(record)
  return all.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function data(url: string, ...argv: string[]): Promise<string> {
  vi.stubEnv('DATABASE_URL', url)
  let said = ''
  const write = (text: string): void => {
    said += text
  }
  expect(await runData(new Steps({ isTTY: false, write } as unknown as NodeJS.WriteStream), readOptions('data', argv))).toBe(0)
  return said
}

describe('PostgreSQL', () => {
  describeStore('on a server', async () => open(await server.createDatabase('contract')))

  /** Opens the same database each time. */
  const bounded = (name: string) => {
    let url: string | null = null
    return async (maxBytes: number | null) => {
      url ??= await server.createDatabase(name)
      return openPostgres(url, silentLogger(), maxBytes)
    }
  }
  describeFullClasses('on a server', bounded('full_classes'))
  describeFullLti('on a server', bounded('full_lti'))

  it('is brought up to date once by servers that start at the same time', async () => {
    const url = await server.createDatabase('together')
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(url)))
    expect(await query(url, 'select number from migrations')).toHaveLength(MIGRATIONS.length)
    for (const store of stores) await store[Symbol.asyncDispose]()
  })

  it('adds nothing when it is as large as it may be', async () => {
    const url = await server.createDatabase('full')
    await using store = await openPostgres(url, silentLogger(), 1024)
    expect(await store.snippets.share({ id: 'abc', digest: 'd', content: '{}' }, 'key', 1)).toBe('full')
    await using large = await openPostgres(url, silentLogger(), 2 ** 40)
    expect(await large.snippets.share({ id: 'abc', digest: 'd', content: '{}' }, 'key', 1)).toBe('new')
  })

  it('is refused when a newer program has made it', async () => {
    const url = await server.createDatabase('newer')
    await (await open(url))[Symbol.asyncDispose]()
    await query(url, `insert into migrations values (99, 'from the future', 1)`)
    await expect(open(url)).rejects.toThrow(/made by a newer Glovebox: it is of version 99/)
  })

  it('goes on after its connections were cut', async () => {
    const url = await server.createDatabase('cut')
    await using store = await open(url)
    await store.snippets.share({ id: 'abc', digest: 'd', content: '{}' }, 'key', 1)
    await query(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'cut' and pid <> pg_backend_pid()`)
    let kept = null
    for (let tries = 0; kept === null && tries < 100; tries++) kept = await store.snippets.read('abc').catch(() => null)
    expect(kept).toMatchObject({ content: '{}' })
  })

  it('takes in what SQLite has, and gives it back', async () => {
    await using here = await openSqlite(':memory:')
    await fill(here)
    await writeExport(here, join(folder, 'export.ndjson'))
    await using there = await open(await server.createDatabase('move'))
    expect(await readExport(there, join(folder, 'export.ndjson'))).toMatchObject({ added: { snippets: 30, keys: 0 } })
    expect(await snippetsOf(there)).toEqual(await snippetsOf(here))
    expect(await submissionsOf(there)).toEqual(await submissionsOf(here))
  })

  it('is backed up as it is at one moment, and so it is on either database where that is restored', async () => {
    const file = join(folder, 'moment.ndjson')
    await using here = await open(await server.createDatabase('moment'))
    await fill(here)
    const [snippets, keys, submissions] = [await snippetsOf(here), await here.keys.records(), await submissionsOf(here)]
    await here.atOneMoment(async everything => {
      await everything.keys.records()
      await here.snippets.share({ id: 'a later one', digest: EMPTY, content: '{}' }, 'key', 4)
      expect(await here.snippets.unshare('snippet3', 'key 3')).toBe('removed')
      await here.snippets.takeDown('snippet4', 'later', 5)
      await here.keys.revoke(KEY.id, 6)
      await here.submissions.remove('submission 3')
      expect(await writeBackup(everything, file)).toMatchObject({ snippets: 30, keys: 2, versions: 1, submissions: 30 })
    })
    await using there = await open(await server.createDatabase('restored'))
    await using sqlite = await openSqlite(':memory:')
    for (const store of [there, sqlite]) {
      expect(await readExport(store, file)).toMatchObject({ added: { snippets: 30, keys: 2 }, present: { snippets: 0, keys: 0 } })
      expect(await snippetsOf(store)).toEqual(snippets)
      expect(await store.keys.records()).toEqual(keys)
      expect(await submissionsOf(store)).toEqual(submissions)
    }
    // Nothing of what came since is lost where it is restored beside that.
    expect(await readExport(here, file)).toMatchObject({ added: { snippets: 1, keys: 0 }, present: { snippets: 29, keys: 2 } })
    expect(await here.snippets.isThere('a later one')).toBe(true)
    expect(await here.snippets.isTakenDown('snippet4')).toBe(true)
    expect(await here.keys.find(KEY.hash)).toBeNull()
  })

  it('is only read for a backup', async () => {
    await using here = await open(await server.createDatabase('read_only'))
    const change = here.atOneMoment(async ({ keys }) => (keys as Store['keys']).add(KEY, 1))
    await expect(change).rejects.toThrow(/read-only transaction/)
  })

  it('is backed up and restored by commands, which say what they did', async () => {
    const file = join(folder, 'command.ndjson')
    const url = await server.createDatabase('commands')
    {
      await using store = await open(url)
      await fill(store)
    }
    expect(await data(url, 'backup', file)).toContain(
      `30 snippets, 2 keys, 1 classes, 1 students and 30 submissions are written to ${file}.`,
    )
    await expect(data(url, 'backup', file)).rejects.toThrow(/cannot be written/)
    const empty = await server.createDatabase('commands_empty')
    expect(await data(empty, 'restore', file)).toContain(
      `30 snippets, 2 keys, 1 classes, 1 students and 30 submissions are added from ${file}; 0 snippets and 0 keys were there`,
    )
    expect(await data(empty, 'restore', file)).toContain('0 snippets and 0 keys are added')
    await using restored = await open(empty)
    expect(await restored.keys.find(KEY.hash)).toEqual({ id: 'k1', runsPerHour: 500, atOnce: null })
  })
})

it('says that there is no database, and never with its password', async () => {
  const opening = open('postgres://user:dear-password@127.0.0.1:1/none')
  await expect(opening).rejects.toThrow(/The database at DATABASE_URL cannot be opened: .*ECONNREFUSED/)
  await expect(opening).rejects.not.toThrow(/dear-password/)
})
