import { afterEach, expect, it, vi } from 'vitest'
import { canFormat, FormatActions } from './format-actions.ts'
import { editFile, type Sources, startingSources } from './sources.ts'
import { workspaceStore as store } from './store.ts'
import { testProfile } from './test-profile.ts'

const PROFILE = testProfile
const initial = store.getInitialState()
afterEach(() => store.setState(initial, true))

function open(text: string): Sources {
  const sources = startingSources({ ...PROFILE, starter: text })
  store.setState({ profiles: [PROFILE], profileId: PROFILE.id, sourcesOf: PROFILE.id, sources })
  return sources
}

const text = (): string | undefined => store.getState().sources?.files[0]?.content

/** An editor that has the active file. */
const relayout = vi.fn((before: string, after: string): boolean => {
  const { sources } = store.getState()
  if (!sources || text() !== before) return false
  store.setState({ sources: editFile(sources, sources.active, after) })
  return true
})
const editor = { focus: () => {}, goTo: () => {}, relayout }

it('puts the layout into the editor', async () => {
  open('a')
  const saved = vi.fn()
  await new FormatActions(
    store,
    async () => 'b',
    () => editor,
    saved,
  ).format()
  expect(text()).toBe('b')
  expect(store.getState()).toMatchObject({ formatting: false, hint: 'Formatted' })
})

it('drops it where the text was edited meanwhile, or another language was chosen', async () => {
  const sources = open('a')
  const actions = new FormatActions(
    store,
    async () => {
      store.setState({ sources: editFile(sources, sources.active, 'typed') })
      return 'b'
    },
    () => editor,
    () => {},
  )
  await actions.format()
  expect(text()).toBe('typed')
  expect(store.getState().hint).toContain('Edited meanwhile')
  await new FormatActions(
    store,
    async () => {
      store.setState({ sourcesOf: 'other' })
      return 'b'
    },
    () => editor,
    () => {},
  ).format()
  expect(text()).toBe('typed')
})

it('says why it could not be done, and leaves the text', async () => {
  open('a(')
  await new FormatActions(
    store,
    () => Promise.reject(new Error('line 1: never closed')),
    () => editor,
    () => {},
  ).format()
  expect(text()).toBe('a(')
  expect(store.getState()).toMatchObject({ formatting: false, notice: { text: 'Not formatted. line 1: never closed' } })
})

it('knows what there is a formatter for', () => {
  open('a')
  expect(canFormat(store.getState())).toBe(true)
  expect(canFormat({ ...store.getState(), profiles: [{ ...testProfile, formats: false }] })).toBe(false)
  const other: Sources = { files: [{ name: 'data.json', content: '{}' }], main: 'main.x', tabs: ['data.json'], active: 'data.json' }
  expect(canFormat({ ...store.getState(), sources: other })).toBe(false)
})
