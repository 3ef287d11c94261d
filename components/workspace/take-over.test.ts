import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { editFile, putFile, type Sources, startingSources } from './sources.ts'
import { type WorkspaceState, workspaceStore } from './store.ts'
import { bytesOf, fileOf, TakesOver } from './take-over.ts'
import { testProfile } from './test-profile.ts'

const before: Sources = putFile(startingSources(testProfile), { name: 'data', content: 'old' }).sources ?? startingSources(testProfile)
const changed = { name: 'data', bytes: 3, modifiedMs: 1, state: 'changed' as const }

function begin(sources: Sources, fetched: string) {
  const store = createStore<WorkspaceState>(() => ({ ...workspaceStore.getInitialState(), sourcesOf: 'x', sources }))
  const fetch = vi.fn(async (_name: string) => new TextEncoder().encode(fetched))
  const takesOver = new TakesOver(store, fetch)
  takesOver.sent(before.files)
  const content = () => store.getState().sources?.files.find(file => file.name === 'data')?.content
  return { store, fetch, takesOver, content }
}

it('knows text from what is none, and loses no byte of either', () => {
  for (const bytes of [[], [104, 105], [0xef, 0xbb, 0xbf, 104], [0xff], [0, 1, 2], [0xc3]]) {
    const file = fileOf('f', Uint8Array.from(bytes))
    expect([...bytesOf(file)]).toEqual(bytes)
  }
  expect(fileOf('f', Uint8Array.of(104, 105))).toEqual({ name: 'f', content: 'hi' })
  expect(fileOf('f', Uint8Array.of(104, 0)).encoding).toBe('base64')
})

it('brings what a program wrote to the page, once', async () => {
  const { takesOver, fetch, content } = begin(before, 'new')
  await takesOver.look('x', [changed])
  await takesOver.look('x', [changed])
  expect(content()).toBe('new')
  expect(fetch).toHaveBeenCalledTimes(1)
})

it('keeps what was edited meanwhile, says so, and offers the other', async () => {
  const { store, takesOver, content } = begin(editFile(before, 'data', 'mine'), 'new')
  await takesOver.look('x', [changed])
  expect(content()).toBe('mine')
  expect(store.getState().notice?.text).toContain('which you have edited meanwhile')
  store.getState().notice?.action?.run()
  expect(content()).toBe('new')
})

it('leaves alone what the page has no longer, and what belongs to another language', async () => {
  const gone = begin({ ...before, files: before.files.slice(0, 1) }, 'new')
  await gone.takesOver.look('x', [changed])
  expect(gone.store.getState()).toMatchObject({ notice: null, sources: { files: [{ name: 'main.x' }] } })
  const other = begin(before, 'new')
  await other.takesOver.look('y', [changed])
  expect(other.content()).toBe('old')
})

it('says when a file cannot be read back', async () => {
  const { store, takesOver, fetch } = begin(before, '')
  fetch.mockRejectedValue(new Error('It is too large.'))
  await takesOver.look('x', [changed])
  expect(store.getState().notice?.text).toContain('It is too large.')
})
