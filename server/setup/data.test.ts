import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hashOf } from '../platform/hash.ts'
import { openSqlite } from '../store/sqlite.ts'
import { letGo } from '../test-store.ts'
import { runData } from './data.ts'
import { readOptions } from './options.ts'
import { Steps } from './steps.ts'

const ID = 'abcDEF123456'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glovebox-data-'))
  vi.stubEnv('GLOVEBOX_DATA_FOLDER', join(folder, 'data'))
  vi.stubEnv('DATABASE_URL', '')
  vi.stubEnv('INIT_CWD', folder)
  await using store = await openSqlite(join(folder, 'data/glovebox.db'))
  await store.snippets.share({ id: ID, digest: 'd', content: '{}' }, 'key', 1)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function data(...argv: string[]): Promise<string> {
  let said = ''
  const write = (text: string): void => {
    said += text
  }
  expect(await runData(new Steps({ isTTY: false, write } as unknown as NodeJS.WriteStream), readOptions('data', argv))).toBe(0)
  return said
}

it('backs up, takes down, exports and restores', async () => {
  expect(await data('backup', 'backup.db')).toContain(join(folder, 'backup.db'))
  expect(await data('takedown', `https://code.example.org/s/${ID}`, '--reason', 'It hurts.')).toContain('is taken down')
  await expect(data('takedown', ID, '--reason', 'Again.')).rejects.toThrow('was taken down before')
  expect(await data('export', 'all.ndjson')).toContain('1 snippets')
  expect(await readFile(join(folder, 'all.ndjson'), 'utf8')).toContain('It hurts.')
  await letGo()
  expect(await data('restore', 'backup.db')).toMatch(/What it was before lies in .*before-/)
  {
    await using store = await openSqlite(join(folder, 'data/glovebox.db'))
    expect(await store.snippets.isThere(ID)).toBe(true)
  }
  expect(await data('restore', 'all.ndjson')).toContain('0 snippets and 0 keys are added')
})

it.each<[readonly string[], RegExp]>([
  [[], /Say what to do[\s\S]*npm run data -- backup/],
  [['toString', 'x'], /There is no toString/],
  [['backup'], /Name one file/],
  [['export', 'a', 'b'], /Name one file/],
  [['takedown', 'x', '--reason', 'y'], /not the id of a snippet/],
  [['takedown', ID], /--reason/],
  [['forget'], /Name one submission/],
  [['forget', ID], /not the id of a submission/],
  [['forget', 'a'.repeat(22)], /There is no submission/],
  [['takedown', 'AAAAAAAAAAAA', '--reason', 'y'], /There is no snippet/],
  [['key'], /Say what to do with keys[\s\S]*key revoke/],
  [['key', 'toString'], /There is no key toString/],
  [['key', 'add'], /Name what the key is for/],
  [['key', 'add', ' '], /Name what the key is for/],
  [['key', 'add', 'two', 'names'], /Name what the key is for/],
  [['key', 'add', 'red \u001b[31m'], /Name what the key is for/],
  [['key', 'add', 'x', '--runs-per-hour', '0'], /--runs-per-hour is a number from 1/],
  [['key', 'add', 'x', '--at-once', 'many'], /--at-once is a number from 1/],
  [['key', 'revoke'], /Name one key/],
  [['key', 'revoke', 'none'], /There is no key none/],
  [['restore', 'nowhere.db'], /nowhere\.db cannot be read/],
])('explains itself: %j', async (argv, message) => {
  await expect(data(...argv)).rejects.toThrow(message)
})

it('makes, lists and revokes keys, and shows one once', async () => {
  expect(await data('key', 'list')).toContain('There are no keys')
  const said = await data('key', 'add', 'Course A', '--runs-per-hour', '500', '--at-once', '9')
  const [key = ''] = /^gb_[\w-]{43}$/m.exec(said) ?? []
  const [, id = ''] = /Key ([0-9a-f]{12}) is made/.exec(said) ?? []
  expect(await data('key', 'add', 'Course B')).not.toContain(key)
  {
    await using store = await openSqlite(join(folder, 'data/glovebox.db'))
    expect(await store.keys.find(hashOf(key))).toEqual({ id, runsPerHour: 500, atOnce: 9 })
  }
  const listed = await data('key', 'list')
  expect(listed).toMatch(new RegExp(`${id}  made [\\d-]{10}  500 runs per hour, 9 at once  Course A`))
  expect(listed).toMatch(/runs per hour as addresses, at once as addresses {2}Course B/)
  expect(listed).not.toContain('gb_')
  expect((await readFile(join(folder, 'data/glovebox.db'))).includes(key)).toBe(false)
  expect(await data('key', 'revoke', id)).toContain(`Key ${id} is revoked`)
  await expect(data('key', 'revoke', id)).rejects.toThrow('was revoked before')
  expect(await data('key', 'list')).toMatch(/revoked [\d-]{10} {2}500/)
})

const PLATFORM = [
  ...['--issuer', 'https://moodle.example', '--client', 'abc', '--deployment', '1', '--deployment', '2'],
  ...['--login-url', 'https://moodle.example/mod/lti/auth.php', '--token-url', 'https://moodle.example/mod/lti/token.php'],
  ...['--jwks-url', 'https://moodle.example/mod/lti/certs.php', '--frame', 'https://school.example'],
]

it('registers, changes, lists and takes away course systems', async () => {
  const said = await data('lti', 'add', ...PLATFORM)
  for (const word of [
    '/lti/login',
    '/lti/launch',
    '/lti/jwks',
    'deployments 1, 2',
    'frames of https://moodle.example, https://school.example',
  ])
    expect(said).toContain(word)
  const [, id = ''] = /([0-9a-f]{12}) {2}https:\/\/moodle\.example/.exec(said) ?? []
  expect(await data('lti', 'add', ...PLATFORM, '--deployment', '3')).toContain(
    `${id}  https://moodle.example  client abc  deployments 1, 2, 3`,
  )
  expect((await data('lti', 'list')).match(/moodle\.example {2}/g)).toHaveLength(1)
  expect(await data('lti', 'remove', id)).toContain('is taken away')
  await expect(data('lti', 'remove', id)).rejects.toThrow('There is no course system')
  expect(await data('lti', 'list')).toContain('No course system is registered.')
})

it.each<[readonly string[], RegExp]>([
  [['lti'], /Say what to do with course systems[\s\S]*lti remove/],
  [['lti', 'toString'], /There is no lti toString/],
  [['lti', 'add'], /--issuer takes/],
  [['lti', 'add', ...PLATFORM.slice(0, 4)], /--deployment is named once/],
  [['lti', 'add', ...PLATFORM, '--token-url', 'http://10.0.0.1/x'], /--token-url: .*must begin with https/],
  [['lti', 'add', ...PLATFORM, '--jwks-url', 'x'], /--jwks-url: "x" is not a web address/],
  [['lti', 'add', ...PLATFORM, '--frame', 'https://school.example/x'], /--frame takes an origin/],
  [['lti', 'add', ...PLATFORM, '--client', 'a b'], /--client takes/],
  [['lti', 'list', 'x'], /A list takes no name/],
  [['lti', 'remove'], /Name one course system/],
])('explains what %j lacks', async (argv, message) => {
  await expect(data(...argv)).rejects.toThrow(message)
})

it('does not put a backup of SQLite in the place of a PostgreSQL database', async () => {
  await data('backup', 'backup.db')
  vi.stubEnv('DATABASE_URL', 'postgres://user:secret@db.example/glovebox')
  await expect(data('restore', 'backup.db')).rejects.toThrow(/backup\.db is a backup of an SQLite database.*Restore an export/)
})
