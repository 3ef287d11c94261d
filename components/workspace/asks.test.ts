import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { ClientMessage } from '../../server/protocol/messages.ts'
import { Asks } from './asks.ts'
import { startingSources } from './sources.ts'
import { type WorkspaceState, type WorkspaceStore, workspaceStore, writtenFiles } from './store.ts'
import { testProfile } from './test-profile.ts'

const sources = startingSources(testProfile)
let store: WorkspaceStore
let asks: Asks
let sent: ClientMessage[]
let connected: boolean

beforeEach(() => {
  vi.useFakeTimers()
  store = createStore<WorkspaceState>(() => ({ ...workspaceStore.getInitialState(), sourcesOf: 'x', sources }))
  sent = []
  connected = true
  asks = new Asks(store, message => connected && sent.push(message) > 0)
})
afterEach(() => void vi.useRealTimers())

it('keeps the answer to the last check, with what it is about', () => {
  asks.check('x', sources)
  asks.check('x', sources)
  expect(store.getState().checking).toBe(true)
  asks.take({ type: 'checked', request: 1, ok: true, output: 'of the first' })
  expect(store.getState()).toMatchObject({ checking: true, checked: null })
  asks.take({ type: 'checked', request: 2, ok: false, output: 'of the second' })
  expect(store.getState()).toMatchObject({ checking: false, checked: { ok: false, output: 'of the second', profile: 'x', sources } })
})

it.each<[string, () => void]>([
  ['a run begins', () => asks.begin('x', [])],
  ['the connection is lost', () => asks.lost()],
  ['nothing comes for a minute', () => vi.advanceTimersByTime(60_000)],
])('waits no longer for a check when %s', (_cause, happen) => {
  asks.check('x', sources)
  happen()
  expect(store.getState().checking).toBe(false)
  asks.take({ type: 'checked', request: 1, ok: true, output: '' })
  expect(store.getState().checked).toBeNull()
})

it('asks for samples once, and again on another connection', async () => {
  const first = asks.askSamples('x')
  const again = asks.askSamples('y')
  await vi.advanceTimersByTimeAsync(0)
  asks.take({ type: 'samples', request: 1, profile: 'x', samples: [{ title: 'Hello', files: [{ name: 'main.x', content: '' }] }] })
  expect(await first).toEqual(await asks.askSamples('x'))
  await vi.advanceTimersByTimeAsync(0)
  asks.take({ type: 'refused', request: 2, message: 'Not now.' })
  await expect(again).rejects.toThrow('Not now.')
  expect(sent).toHaveLength(2)
  asks.welcome()
  connected = false
  await expect(asks.askSamples('x')).rejects.toThrow('cannot be reached')
})

it('reads files and texts that come for its requests', async () => {
  const file = asks.fetchFile('a')
  const text = asks.format('x', 'main.x', 'go')
  await vi.advanceTimersByTimeAsync(0)
  asks.take({ type: 'file', request: 1, name: 'a', content: 'AAEC' })
  asks.take({ type: 'refused', request: 2, message: 'It cannot be laid out.' })
  expect([...(await file)]).toEqual([0, 1, 2])
  await expect(text).rejects.toThrow('It cannot be laid out.')
})

it('shows what the programs of this language have written, and the page does not have', () => {
  const file = (name: string, state: 'written' | 'changed') => ({ name, bytes: 1, modifiedMs: 1, state })
  asks.begin('x', sources.files)
  asks.take({ type: 'files', files: [file('a', 'written'), file('main.x', 'written')], truncated: false })
  expect(writtenFiles(store.getState()).map(({ name }) => name)).toEqual(['a'])
  store.setState({ sourcesOf: 'y' })
  expect(writtenFiles(store.getState())).toEqual([])
})
