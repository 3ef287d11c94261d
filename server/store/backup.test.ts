import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identify } from '../snippets/snippet-id.ts'
import { letGo } from '../test-store.ts'
import { backUp, isSqliteFile, restore } from './backup.ts'
import { readExport, writeBackup, writeExport } from './export-file.ts'
import { MIGRATIONS } from './migrations.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-backup-'))
  file = join(folder, 'data/glovebox.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const KEY = { id: 'k1', name: 'Course', hash: 'h1', runsPerHour: 500, atOnce: null }
const KEY_LINE = JSON.stringify({ key: { ...KEY, createdMs: 1, revokedMs: null } })
const CLASS = { id: 'c1', title: 'Year 9', code: 'ABCDEF', keyHash: 'ch', choices: '[]' }
const MEMBER = { id: 'm1', class: 'c1', name: 'Ada', nameKey: 'ada', tokenHash: 'th' }
const COMMENT = { id: 'n1', submission: 's1', member: 'm1', text: 'Well done', createdMs: 6 }
const NOW = new Date(1_800_000_000_000)

async function share(store: Store, title: string): Promise<string> {
  const files = [{ name: 'main.txt', content: 'x\ud800\u0000é' }]
  const content = { profile: 'script', title, main: 'main.txt', files, args: [], stdin: null, parent: null, recording: null, version: null }
  const { id, digest, text } = identify(content)
  await store.snippets.share({ id, digest, content: text }, `key of ${title}`, 1)
  return id
}

async function filled(...titles: string[]): Promise<string[]> {
  await using store = await openSqlite(file)
  const ids: string[] = []
  for (const title of titles) ids.push(await share(store, title))
  return ids
}

/** Which of these snippets a database has. */
async function present(database: string, ids: readonly (string | undefined)[]): Promise<boolean[]> {
  await using store = await openSqlite(database)
  return await Promise.all(ids.map(id => store.snippets.isThere(id ?? '')))
}

function makeNewer(database: string): void {
  const opened = new Database(database)
  opened.exec(`insert into migrations values (99, 'from the future', 1)`)
  opened.close()
}

it('copies a database while a server uses it, for its owner alone', async () => {
  await using server = await openSqlite(file)
  const first = await share(server, 'first')
  backUp(file, at('backup.db'))
  const second = await share(server, 'second')
  expect((await stat(at('backup.db'))).mode & 0o777).toBe(0o600)
  expect(await isSqliteFile(at('backup.db'))).toBe(true)
  expect(await present(at('backup.db'), [first, second])).toEqual([true, false])
})

it('writes over nothing', async () => {
  await filled('first')
  await writeFile(at('dear.txt'), 'dear')
  expect(() => backUp(file, at('dear.txt'))).toThrow(/cannot be written/)
  await using store = await openSqlite(file)
  await expect(writeExport(store, at('dear.txt'))).rejects.toThrow(/cannot be written/)
  expect(await readFile(at('dear.txt'), 'utf8')).toBe('dear')
})

it('restores a backup, and keeps what was there before', async () => {
  const ids = await filled('first')
  backUp(file, at('backup.db'))
  ids.push(...(await filled('second')))
  await letGo()
  const before = await restore(file, at('backup.db'), NOW)
  await letGo()
  expect(await present(file, ids)).toEqual([true, false])
  expect(await present(before ?? '', ids)).toEqual([true, true])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await readdir(at('data'))).filter(name => name.includes('restoring'))).toEqual([])
})

it('restores where nothing is yet', async () => {
  const ids = await filled('first')
  backUp(file, at('backup.db'))
  expect(await restore(at('elsewhere/glovebox.db'), at('backup.db'), NOW)).toBeNull()
  expect(await present(at('elsewhere/glovebox.db'), ids)).toEqual([true])
})

it('restores nothing while a server uses the database', async () => {
  const ids = await filled('first')
  backUp(file, at('backup.db'))
  {
    await using server = await openSqlite(file)
    ids.push(await share(server, 'second'))
    await expect(restore(file, at('backup.db'), NOW)).rejects.toThrow(/A server uses the database .* Stop it first/)
    ids.push(await share(server, 'third'))
  }
  expect(await present(file, ids)).toEqual([true, true, true])
  await letGo()
  expect(await restore(file, at('backup.db'), NOW)).not.toBeNull()
})

it('restores nothing that is damaged, foreign or of a newer program, and nothing in the place of a newer one', async () => {
  const ids = await filled('first')
  backUp(file, at('backup.db'))
  const bytes = await readFile(at('backup.db'))
  await writeFile(at('damaged.db'), Buffer.concat([bytes.subarray(0, 5000), Buffer.alloc(bytes.length - 5000, 7)]))
  await expect(restore(file, at('damaged.db'), NOW)).rejects.toThrow(/damaged|not a database/)
  const foreign = new Database(at('foreign.db'))
  foreign.exec('create table things (id text)')
  foreign.close()
  await expect(restore(file, at('foreign.db'), NOW)).rejects.toThrow(/not a database of Glovebox/)
  backUp(file, at('newer.db'))
  makeNewer(at('newer.db'))
  await expect(restore(file, at('newer.db'), NOW)).rejects.toThrow(/newer Glovebox/)
  expect(await present(file, ids)).toEqual([true])
  makeNewer(file)
  await letGo()
  await expect(restore(file, at('backup.db'), NOW)).rejects.toThrow(/newer Glovebox/)
  expect((await readdir(at('data'))).filter(name => !/-(wal|shm)$/.test(name))).toEqual(['glovebox.db'])
})

it('exports everything, and takes it in elsewhere beside what is there', async () => {
  const [first = '', second = ''] = await filled('first', 'second')
  {
    await using store = await openSqlite(file)
    await store.snippets.takeDown(second, 'why', 2)
    expect(await writeExport(store, at('all.ndjson'))).toMatchObject({ snippets: 2 })
  }
  expect(await isSqliteFile(at('all.ndjson'))).toBe(false)
  const lines = (await readFile(at('all.ndjson'), 'utf8')).trimEnd().split('\n')
  expect(lines.map(line => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ id: first, content: expect.objectContaining({ title: 'first' }) }),
  )

  await using other = await openSqlite(at('other/glovebox.db'))
  const third = await share(other, 'third')
  expect(await readExport(other, at('all.ndjson'))).toMatchObject({ added: { snippets: 2, keys: 0 }, present: { snippets: 0, keys: 0 } })
  expect(await readExport(other, at('all.ndjson'))).toMatchObject({ added: { snippets: 0, keys: 0 }, present: { snippets: 2, keys: 0 } })
  expect(await other.snippets.isThere(third)).toBe(true)
  expect(await other.snippets.read(second)).toEqual({ state: 'taken_down', reason: 'why' })
  expect(await other.snippets.unshare(first, 'key of third')).toBe('no_claim')
  expect(await other.snippets.unshare(first, 'key of first')).toBe('removed')
})

it('adds nothing of an export that is cut off, changed or something else', async () => {
  const ids = await filled('first', 'second', 'third')
  {
    await using store = await openSqlite(file)
    await writeExport(store, at('all.ndjson'))
  }
  const text = await readFile(at('all.ndjson'), 'utf8')
  await using other = await openSqlite(at('other/glovebox.db'))
  const lines = text.trimEnd().split('\n')
  for (const [what, content, refusal] of [
    ['cut', lines.slice(0, -1).join('\n'), /not whole/],
    ['shorter', [...lines.slice(0, 2), ...lines.slice(3)].join('\n'), /not whole/],
    ['changed', text.replace('"title":"second"', '"title":"Second"'), /line \d: the content is not what it was/],
    ['a line', text.replace('"shares":1', '"shares":"1"'), /line \d: an export has no such line/],
    ['a key', lines.toSpliced(1, 1, KEY_LINE).join('\n'), /line 2: an export has no such line/],
    ['a class', lines.toSpliced(1, 1, JSON.stringify({ class: CLASS })).join('\n'), /line 2: an export has no such line/],
    ['newer', text.replace('"format":1', '"format":2'), /made by a newer Glovebox: it is of format 2/],
    ['letter', 'a letter\n', /neither a backup nor an export/],
    ['empty', '', /not whole/],
  ] as const) {
    await writeFile(at(what), content)
    await expect(readExport(other, at(what)), what).rejects.toThrow(refusal)
  }
  expect(await Promise.all(ids.map(id => other.snippets.isThere(id)))).toEqual([false, false, false])
})

it('writes everything as lines, keys too, and adds what is missing of it elsewhere', async () => {
  const [first = '', second = ''] = await filled('first', 'second')
  {
    await using store = await openSqlite(file)
    await store.snippets.takeDown(second, 'why', 2)
    await store.keys.add(KEY, 1)
    await store.keys.add({ ...KEY, id: 'k2', hash: 'h2' }, 2)
    await store.keys.revoke('k2', 3)
    await store.classes.add(CLASS, 4)
    await store.members.add(MEMBER, 9, 5)
    await store.comments.add(COMMENT, 9)
    await store.lti.keyOr('{}', 7)
    expect(await writeBackup(store, at('all.ndjson'))).toMatchObject({ snippets: 2, keys: 2, classes: 1, members: 1, comments: 1, lti: 1 })
  }
  expect((await stat(at('all.ndjson'))).mode & 0o777).toBe(0o600)
  const text = await readFile(at('all.ndjson'), 'utf8')
  expect(text.split('\n')).toContain(KEY_LINE)

  await using other = await openSqlite(at('other/glovebox.db'))
  for (const [what, content, refusal] of [
    [
      'newer',
      text.replace(`"version":${MIGRATIONS.length}`, '"version":99'),
      /made by a newer Glovebox: .*version 99.* Nothing of it is added/,
    ],
    ['cut', text.trimEnd().split('\n').slice(0, -1).join('\n'), /not whole/],
    ['no key', text.replace('"hash":"h2"', '"hash":2'), /line 3: a backup has no such line/],
  ] as const) {
    await writeFile(at(what), content)
    await expect(readExport(other, at(what)), what).rejects.toThrow(refusal)
  }
  expect(await other.keys.list()).toEqual([])

  // What was revoked since the backup stays revoked.
  await other.keys.add(KEY, 1)
  await other.keys.revoke(KEY.id, 4)
  expect(await readExport(other, at('all.ndjson'))).toMatchObject({ added: { snippets: 2, keys: 1 }, present: { snippets: 0, keys: 1 } })
  expect(await other.classes.find('c1')).toEqual({ ...CLASS, open: true, createdMs: 4 })
  expect(await other.members.findByToken('th')).toMatchObject({ ...MEMBER, createdMs: 5 })
  expect(await other.comments.of({ submission: 's1' })).toEqual([COMMENT])
  expect(await other.lti.key()).toBe('{}')
  expect(await other.keys.records()).toEqual([
    { ...KEY, createdMs: 1, revokedMs: 4 },
    { ...KEY, id: 'k2', hash: 'h2', createdMs: 2, revokedMs: 3 },
  ])
  expect(await other.snippets.isTakenDown(second)).toBe(true)
  expect(await other.snippets.unshare(first, 'key of first')).toBe('removed')
})
