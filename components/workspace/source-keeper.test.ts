import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { testSnippet } from '../share/test-snippet.ts'
import type { Opened } from './opened.ts'
import { savedSource } from './saved.ts'
import { SourceKeeper } from './source-keeper.ts'
import { editFile, type Sources } from './sources.ts'
import { workspaceStore as store } from './store.ts'
import { testProfile } from './test-profile.ts'

const items = new Map<string, string>()
const initial = store.getInitialState()
const settings = { args: '--all', stdin: '', useStdin: false }
const sources: Sources = { files: [{ name: 'main.x', content: 'of the snippet' }], main: 'main.x', tabs: ['main.x'], active: 'main.x' }
const opened: Opened = { id: testSnippet.id, content: testSnippet, mark: testSnippet.id, sources, settings }
const SLOT = `x@${testSnippet.id}`

beforeEach(() => {
  items.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  })
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  items.set('glovebox:source:x', 'own work')
})
afterEach(() => {
  store.setState(initial, true)
  vi.unstubAllGlobals()
})

function begin(with_: Opened | null) {
  const keeper = new SourceKeeper(store, with_)
  keeper.start()
  keeper.load(testProfile)
  return keeper
}
const text = () => store.getState().sources?.files[0]?.content
const edit = (content: string) => store.setState({ sources: editFile(store.getState().sources as Sources, 'main.x', content) })

it('loads and keeps a person’s own files', () => {
  const keeper = begin(null)
  expect(text()).toBe('own work')
  edit('more work')
  keeper.stop()
  expect(savedSource('x')).toBe('more work')
})

it('shows an opened snippet, and keeps nothing of it that was not edited', () => {
  const keeper = begin(opened)
  expect([text(), store.getState().settings]).toEqual(['of the snippet', settings])
  keeper.stop()
  expect([savedSource('x'), savedSource(SLOT)]).toEqual(['own work', null])
})

it('keeps what was made of a snippet apart from the person’s own, with its settings', () => {
  const keeper = begin(opened)
  edit('a fork')
  keeper.stop()
  expect([savedSource('x'), savedSource(SLOT)]).toEqual(['own work', 'a fork'])
  store.setState(initial, true)
  begin(opened).stop()
  expect([text(), store.getState().settings]).toEqual(['a fork', settings])
  store.setState(initial, true)
  begin(null).stop()
  expect(text()).toBe('own work')
})

it('leaves the files of other languages where they are', () => {
  const keeper = begin(opened)
  keeper.load({ ...testProfile, id: 'y', starter: 'of y' })
  expect(text()).toBe('of y')
  edit('own y')
  keeper.stop()
  expect(savedSource('y')).toBe('own y')
})

it('begins a task with its own files in each language, and keeps them apart, however many there are', () => {
  const task = { mark: 'exercise:a', starters: { x: sources } }
  const keeper = new SourceKeeper(store, null, task)
  keeper.start()
  keeper.load(testProfile)
  expect(text()).toBe('of the snippet')
  edit('solved')
  keeper.stop()
  expect([savedSource('x'), savedSource('x@exercise:a')]).toEqual(['own work', 'solved'])
  store.setState(initial, true)
  // Snippets that are opened give way to others; tasks do not.
  for (let n = 0; n < 30; n++) {
    begin({ ...opened, mark: `snippet-${n}` })
    edit(`fork ${n}`)
    store.setState(initial, true)
  }
  const again = new SourceKeeper(store, null, task)
  again.load(testProfile)
  expect(text()).toBe('solved')
})
