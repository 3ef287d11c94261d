import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeFullClasses } from './classes.contract.ts'
import { describeFullLti } from './lti.contract.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { openSqlite } from './sqlite.ts'
import { describeStore } from './store.contract.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-store-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const snippet = { id: 'abc', digest: 'd', content: '{"secret":"not for others"}' }

describe('SQLite', () => {
  describeStore('in a file', () => openSqlite(join(folder, 'contract/glovebox.db')))

  it('is for its owner alone', async () => {
    const place = join(folder, 'new/data')
    await using store = await openSqlite(join(place, 'glovebox.db'))
    await store.snippets.share(snippet, 'key', 1)
    expect((await stat(place)).mode & 0o777).toBe(0o700)
    const files = await readdir(place)
    expect(files).toContain('glovebox.db')
    for (const file of files) expect((await stat(join(place, file))).mode & 0o777, file).toBe(0o600)
    // Other folders are on the way to the pages' files.
    expect((await stat(join(folder, 'new'))).mode & 0o055).toBe(0o055)
  })

  it('has what was shared after it was closed and opened again', async () => {
    const file = join(folder, 'again/glovebox.db')
    {
      await using store = await openSqlite(file)
      await store.snippets.share(snippet, 'key', 1)
    }
    await using store = await openSqlite(file)
    expect(await store.snippets.read('abc')).toMatchObject({ content: snippet.content })
  })

  it('waits for another that makes the same new database', async () => {
    const file = join(folder, 'at-once.db')
    const other = new Database(file)
    other.exec('begin immediate; create table under_way (number integer)')
    const opened = openSqlite(file)
    await sleep(100)
    other.exec('commit')
    other.close()
    await using store = await opened
    expect(await store.snippets.share(snippet, 'key', 1)).toBe('new')
  })

  it('leaves nothing in the file of what was taken down', async () => {
    const file = join(folder, 'taken/glovebox.db')
    {
      await using store = await openSqlite(file)
      await store.snippets.share(snippet, 'key', 1)
      await store.snippets.takeDown('abc', 'why', 2)
    }
    expect((await readFile(file)).includes('not for others')).toBe(false)
  })

  it('grows to its bound, and has room again when something is removed', async () => {
    const file = join(folder, 'full/glovebox.db')
    await (await openSqlite(file))[Symbol.asyncDispose]()
    const maxBytes = (await stat(file)).size + 350 * 1024
    const large = (id: string) => ({ id, digest: id, content: JSON.stringify('x'.repeat(100_000)) })
    await using store = await openSqlite(file, maxBytes)
    const outcomes: string[] = []
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) outcomes.push(await store.snippets.share(large(id), 'key', 1))
    expect(outcomes).toEqual(['new', 'new', 'new', 'full', 'full', 'full'])
    expect(await store.snippets.read('d')).toBeNull()
    expect(await store.snippets.unshare('a', 'key')).toBe('removed')
    expect(await store.snippets.share(large('d'), 'key', 1)).toBe('new')
    expect(await store.snippets.takeDown('b', 'why', 2)).toBe(true)
    expect(await store.snippets.share(large('e'), 'key', 1)).toBe('new')
    await using command = await openSqlite(file)
    expect(await command.snippets.share(large('f'), 'key', 1)).toBe('new')
    expect((await stat(file)).size).toBeLessThan(maxBytes + 100_000)
  })

  describeFullClasses('in a file', maxBytes => openSqlite(join(folder, 'full-classes/glovebox.db'), maxBytes))
  describeFullLti('in a file', maxBytes => openSqlite(join(folder, 'full-lti/glovebox.db'), maxBytes))

  it('opens a file that is larger than its bound, and adds nothing', async () => {
    const file = join(folder, 'larger/glovebox.db')
    await (await openSqlite(file))[Symbol.asyncDispose]()
    await using store = await openSqlite(file, 4096)
    expect(await store.snippets.share({ ...snippet, content: 'x'.repeat(100_000) }, 'key', 1)).toBe('full')
  })

  it('says so when the file is no database, or cannot be', async () => {
    await expect(openSqlite(join(import.meta.filename, 'glovebox.db'))).rejects.toThrow(/cannot be made/)
    const text = join(folder, 'text.db')
    await writeFile(text, 'This is no database. '.repeat(100))
    await expect(openSqlite(text)).rejects.toThrow(`${text} cannot be opened`)
  })
})

describe('migrations', () => {
  const memory = () => new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) })
  const applied = async (db: Kysely<unknown>) =>
    (await sql<{ number: number; name: string }>`select number, name from migrations order by number`.execute(db)).rows
  const further = {
    name: 'a further step',
    up: async (db: Kysely<unknown>) => void (await sql`alter table snippets add column more text`.execute(db)),
  }
  const noLock = async () => {}

  it('go forward from wherever the database is, and leave what is in it', async () => {
    const db = memory()
    await migrate(db, noLock)
    await sql`insert into snippets (id, digest, content, shares, created_ms) values ('abc', 'd', '{}', 1, 1)`.execute(db)
    await migrate(db, noLock, [...MIGRATIONS, further])
    await migrate(db, noLock, [...MIGRATIONS, further])
    expect(await applied(db)).toEqual([...MIGRATIONS, further].map(({ name }, index) => ({ number: index + 1, name })))
    expect((await sql`select id, more from snippets`.execute(db)).rows).toEqual([{ id: 'abc', more: null }])
  })

  it('are whole or not there at all', async () => {
    const db = memory()
    const half = {
      name: 'breaks',
      up: async (step: Kysely<unknown>) => {
        await further.up(step)
        throw new Error('in the middle')
      },
    }
    await expect(migrate(db, noLock, [...MIGRATIONS, half])).rejects.toThrow('in the middle')
    expect(await applied(db)).toHaveLength(MIGRATIONS.length)
    await migrate(db, noLock, [...MIGRATIONS, further])
    expect(await applied(db)).toHaveLength(MIGRATIONS.length + 1)
  })

  it('refuse a database that a newer program has made, and leave it as it is', async () => {
    const file = join(folder, 'newer/glovebox.db')
    await (await openSqlite(file))[Symbol.asyncDispose]()
    const database = new Database(file)
    database.exec(`insert into migrations values (99, 'from the future', 1)`)
    database.close()
    await expect(openSqlite(file)).rejects.toThrow(/made by a newer Glovebox: it is of version 99, and this program knows \d+/)
  })

  it('are numbered by their place, which they keep', () => {
    expect(MIGRATIONS.map(({ name }) => name)).toEqual([
      'snippets and the claims on them',
      'keys for the API',
      'classes, their students, and comments on what these hand in',
      'exercise versions and submissions',
      'course systems, who of them is who, and scores for them',
      'who grades a submission, and until when',
    ])
  })
})
