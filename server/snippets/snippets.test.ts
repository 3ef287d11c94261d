import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { RECORDING_BYTES, SNIPPET_BYTES, SnippetContent, SnippetId } from '../protocol/snippet.ts'
import { openSqlite } from '../store/sqlite.ts'
import { SCRIPT } from '../test-server.ts'
import { identify } from './snippet-id.ts'
import { Snippets } from './snippets.ts'

const CONTENT: SnippetContent = {
  profile: 'script',
  title: 'Hello',
  main: 'main.txt',
  files: [
    { name: 'main.txt', content: 'print hello' },
    { name: 'picture.png', content: 'iVBORw0KGgo=', encoding: 'base64' },
  ],
  args: ['--fast'],
  stdin: null,
  parent: null,
  recording: null,
}
const REPORT = {
  reason: 'exited' as const,
  code: 0,
  signal: null,
  cpuMs: 1,
  wallMs: 2,
  peakBytes: 3,
  outputBytes: 4,
  stage: 'run' as const,
  compileMs: null,
  limit: null,
}

async function open(version: string | null = '1.2') {
  const store = await openSqlite(':memory:')
  let nowMs = 1000
  const snippets = new Snippets({
    rows: store.snippets,
    profiles: new Map([[SCRIPT.id, SCRIPT]]),
    version: () => version,
    now: () => nowMs++,
    log: silentLogger(),
  })
  return { store, snippets, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

it('gives back what was shared, with what the server knows of it', async () => {
  await using place = await open()
  const shared = await place.snippets.share(CONTENT)
  expect(shared).toEqual({
    id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
    path: `/s/${shared.id}`,
    deletionKey: expect.any(String),
    created: true,
  })
  expect(Buffer.from(shared.deletionKey, 'base64url')).toHaveLength(32)
  expect(await place.snippets.read(shared.id)).toEqual({ ...CONTENT, id: shared.id, version: 'Script 1.2', createdMs: 1000 })
})

it('keeps the same content once, whatever order its parts come in, and gives a key each time', async () => {
  await using place = await open()
  const first = await place.snippets.share(CONTENT)
  const again = await place.snippets.share(Object.fromEntries(Object.entries(CONTENT).reverse()) as SnippetContent)
  expect(again).toMatchObject({ id: first.id, created: false })
  expect(again.deletionKey).not.toBe(first.deletionKey)
  await place.snippets.remove(first.id, first.deletionKey)
  await expect(place.snippets.remove(first.id, first.deletionKey)).rejects.toMatchObject({ code: 'bad_key' })
  expect((await place.snippets.read(first.id)).title).toBe('Hello')
  await place.snippets.remove(first.id, again.deletionKey)
  await expect(place.snippets.read(first.id)).rejects.toMatchObject({ code: 'not_found' })
})

it.each<[string, Partial<SnippetContent>]>([
  ['a character', { files: [{ name: 'main.txt', content: 'print Hello' }] }],
  ['the title', { title: 'hello' }],
  ['an argument', { args: ['--fas', 't'] }],
  ['empty input in place of none', { stdin: '' }],
  ['the order of files', { files: [...CONTENT.files].reverse() }],
  ['an encoding', { files: [CONTENT.files[0] as never, { name: 'picture.png', content: 'iVBORw0KGgo=' }] }],
])('has another id for %s', async (_what, change) => {
  const known = { ...CONTENT, version: null }
  expect(identify({ ...known, ...change }).id).not.toBe(identify(known).id)
})

it('has another id for another version of the language', async () => {
  await using older = await open('1.1')
  await using newer = await open('1.2')
  expect((await older.snippets.share(CONTENT)).id).not.toBe((await newer.snippets.share(CONTENT)).id)
})

it('has ids that use all letters and digits alike', () => {
  const counts = new Map<string, number>()
  for (let index = 0; index < 2000; index++) {
    const { id } = identify({ ...CONTENT, title: String(index), version: null })
    expect(SnippetId.safeParse(id).success).toBe(true)
    for (const letter of id) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  // 24,000 letters over 62, 387 each: six standard deviations are 117.
  expect(counts.size).toBe(62)
  for (const [letter, count] of counts) expect(Math.abs(count - 387), letter).toBeLessThan(120)
})

it('remembers the parent where there is one', async () => {
  await using place = await open()
  const parent = await place.snippets.share(CONTENT)
  const child = await place.snippets.share({ ...CONTENT, title: 'Fork', parent: parent.id })
  expect((await place.snippets.read(child.id)).parent).toBe(parent.id)
  const orphan = await place.snippets.share({ ...CONTENT, title: 'Fork', parent: 'AAAAAAAAAAAA' })
  expect(orphan.id).not.toBe(child.id)
  expect((await place.snippets.read(orphan.id)).parent).toBeNull()
})

it('does not show, remove or take again what was taken down', async () => {
  await using place = await open()
  const { id, deletionKey } = await place.snippets.share(CONTENT)
  await place.store.snippets.takeDown(id, 'why', 1)
  await expect(place.snippets.read(id)).rejects.toMatchObject({ code: 'taken_down' })
  await expect(place.snippets.remove(id, deletionKey)).rejects.toMatchObject({ code: 'taken_down' })
  await expect(place.snippets.share(CONTENT)).rejects.toMatchObject({ code: 'content_refused' })
  expect((await place.snippets.share({ ...CONTENT, title: 'Other' })).created).toBe(true)
})

const file = (name: string, content = '') => ({ name, content })
const events = (...list: [number, string][]) => ({ cols: 80, rows: 24, events: list, truncated: false, report: REPORT })

it.each<[string, Partial<SnippetContent>, string]>([
  ['an unknown language', { profile: 'cobol' }, 'bad_profile'],
  ['a file outside the workspace', { files: [file('main.txt'), file('../x')] }, 'bad_name'],
  ['two files of one name', { files: [file('main.txt'), file('main.txt')] }, 'bad_name'],
  ['a main file that is not there', { main: 'other.txt' }, 'bad_name'],
  ['sources above 1 MB', { files: [file('main.txt', 'x'.repeat(1024 * 1024 + 1))] }, 'source_too_large'],
  ['an argument above 4 KB', { args: ['x'.repeat(4097)] }, 'bad_message'],
  ['an argument with a zero byte', { args: ['\0'] }, 'bad_message'],
  ['input above its limit', { stdin: 'x'.repeat(256 * 1024 + 1) }, 'source_too_large'],
  ['a recording above its limit', { recording: events([1, 'x'.repeat(RECORDING_BYTES)], [2, 'x']) }, 'source_too_large'],
  ['a recording that goes back in time', { recording: events([2, 'a'], [1, 'b']) }, 'bad_message'],
  [
    'more than its limit in all',
    { files: [file('main.txt'), { name: 'a.bin', content: 'A'.repeat(SNIPPET_BYTES), encoding: 'base64' }] },
    'source_too_large',
  ],
])('refuses %s', async (_what, change, code) => {
  await using place = await open()
  await expect(place.snippets.share({ ...CONTENT, ...change })).rejects.toMatchObject({ code })
})

it('takes a recording within its limits', async () => {
  await using place = await open()
  const recording = events([0, 'x'.repeat(RECORDING_BYTES - 2)], [1.5, 'é'])
  const { id } = await place.snippets.share({ ...CONTENT, recording })
  expect((await place.snippets.read(id)).recording).toEqual(recording)
})

it.each([
  ['control characters', 'a\u0000b'],
  ['characters that turn the line round', 'a\u202eb'],
  ['half a character', 'a\ud800b'],
  ['too much', 'x'.repeat(121)],
])('has no title with %s', (_what, title) => {
  expect(SnippetContent.safeParse({ ...CONTENT, title }).success).toBe(false)
  expect(SnippetContent.safeParse({ ...CONTENT, title: '  日本 — “é” 👩‍🚀 ' }).success).toBe(true)
})
