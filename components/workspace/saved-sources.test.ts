import { beforeEach, expect, it, vi } from 'vitest'
import { binariesOf, savedSources, saveSources, withBinaries } from './saved-sources.ts'
import { addFile, editFile, openFile, renameFile, type Sources, setMain, startingSources } from './sources.ts'
import { testProfile } from './test-profile.ts'

const items = new Map<string, string>()
let room = Number.POSITIVE_INFINITY

beforeEach(() => {
  items.clear()
  room = Number.POSITIVE_INFINITY
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    removeItem: (name: string) => items.delete(name),
    setItem: (name: string, value: string) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      items.set(name, value)
    },
  })
})

const start = startingSources(testProfile)
const several = [
  (s: Sources) => addFile(s, { name: 'lib/a.x', content: 'a' }),
  (s: Sources) => addFile(s, { name: 'pixels', content: 'AAECAw==', encoding: 'base64' }),
  (s: Sources) => renameFile(s, 'main.x', 'begin.x'),
].reduce((sources, step) => step(sources).sources ?? sources, start)

it('begins with the starter', () => {
  expect(savedSources(testProfile)).toEqual({ sources: start, missing: [] })
})

it('takes a text that stands alone as the main file', () => {
  items.set('glovebox:source:x', 'typed')
  expect(savedSources(testProfile).sources).toEqual(editFile(start, 'main.x', 'typed'))
})

it('keeps a single file as its text and nothing else', () => {
  expect(saveSources(testProfile, several, start)).toBe(true)
  expect(items.has('glovebox:files:x')).toBe(true)
  expect(saveSources(testProfile, editFile(start, 'main.x', 'typed'), several)).toBe(true)
  expect([...items]).toEqual([['glovebox:source:x', 'typed']])
})

it('reads back several files, with those of the binary store', () => {
  expect(saveSources(testProfile, several, start)).toBe(true)
  const { sources, missing } = savedSources(testProfile)
  expect(missing).toEqual(['pixels'])
  expect(withBinaries(sources, binariesOf(several))).toEqual(several)
})

it('lets go of files that the binary store has lost, and of their tabs', () => {
  saveSources(testProfile, several, start)
  const { files, tabs, active } = withBinaries(savedSources(testProfile).sources, {})
  expect(files.map(file => file.name)).toEqual(['begin.x', 'lib/a.x'])
  expect([tabs, active]).toEqual([['begin.x', 'lib/a.x'], 'begin.x'])
})

it('has the text that another tab wrote for the main file', () => {
  saveSources(testProfile, several, start)
  items.set('glovebox:source:x', 'newer')
  expect(savedSources(testProfile).sources.files[0]).toEqual({ name: 'begin.x', content: 'newer' })
})

it('writes only what has changed', () => {
  saveSources(testProfile, several, start)
  items.set('glovebox:source:x', 'of another tab')
  expect(saveSources(testProfile, openFile(several, 'lib/a.x'), several)).toBe(true)
  expect(items.get('glovebox:source:x')).toBe('of another tab')
})

it('moves the text along when another file becomes the main one', () => {
  const turned = setMain(several, 'lib/a.x').sources
  expect(turned && saveSources(testProfile, turned, several)).toBe(true)
  expect(items.get('glovebox:source:x')).toBe('a')
  expect(savedSources(testProfile).sources.files.slice(0, 2)).toEqual([
    { name: 'begin.x', content: 'go' },
    { name: 'lib/a.x', content: 'a' },
  ])
})

it('says when the browser has no room', () => {
  room = 10
  expect(saveSources(testProfile, several, start)).toBe(false)
})

it('takes nothing from the store that is not what it should be', () => {
  items.set('glovebox:source:x', 'typed')
  for (const text of ['{', 'null', '{"main":"a","files":[],"tabs":[],"active":"a"}', '{"main":1}']) {
    items.set('glovebox:files:x', text)
    expect(savedSources(testProfile).sources).toEqual(editFile(start, 'main.x', 'typed'))
  }
  items.set('glovebox:files:x', '{"main":"m","files":[{"name":"m"},{"name":"../up","content":""}],"tabs":["no"],"active":"no"}')
  expect(savedSources(testProfile).sources).toEqual({ files: [{ name: 'm', content: 'typed' }], main: 'm', tabs: ['m'], active: 'm' })
})
