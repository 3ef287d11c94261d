import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { PrivatePostgres } from '../test-postgres.ts'
import { readExport, writeExport } from './export-file.ts'
import { MIGRATIONS } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { describeStore } from './store.contract.ts'

let server: PrivatePostgres
beforeAll(async () => {
  server = await PrivatePostgres.start()
})
afterAll(() => server[Symbol.asyncDispose]())

const open = (url: string) => openPostgres(url, silentLogger())

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

describe('PostgreSQL', () => {
  describeStore('on a server', async () => open(await server.createDatabase('contract')))

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
    const folder = await mkdtemp(join(tmpdir(), 'glovebox-move-'))
    try {
      const records = async (store: Awaited<ReturnType<typeof openSqlite>>) => {
        const all = []
        for await (const record of store.snippets.records()) all.push(record)
        return all
      }
      await using here = await openSqlite(':memory:')
      const empty = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
      for (let index = 0; index < 30; index++)
        await here.snippets.share({ id: `snippet${index}`, digest: empty, content: '{}' }, `key ${index}`, index)
      await here.snippets.takeDown('snippet7', 'why', 100)
      await writeExport(here, join(folder, 'out.ndjson'))
      await using there = await open(await server.createDatabase('move'))
      expect(await readExport(there, join(folder, 'out.ndjson'))).toEqual({ added: 30, present: 0 })
      const sorted = (all: Awaited<ReturnType<typeof records>>) => all.sort((a, b) => (a.id < b.id ? -1 : 1))
      expect(sorted(await records(there))).toEqual(sorted(await records(here)))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

it('says that there is no database, and never with its password', async () => {
  const opening = open('postgres://user:dear-password@127.0.0.1:1/none')
  await expect(opening).rejects.toThrow(/The database at DATABASE_URL cannot be opened: .*ECONNREFUSED/)
  await expect(opening).rejects.not.toThrow(/dear-password/)
})
