import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { Checker } from './checker.ts'
import { editFile, openFile, type Sources, startingSources } from './sources.ts'
import { type WorkspaceState, type WorkspaceStore, workspaceStore } from './store.ts'
import { testProfile } from './test-profile.ts'

let store: WorkspaceStore
let checker: Checker
let checks: string[]

beforeEach(() => {
  vi.useFakeTimers()
  store = createStore<WorkspaceState>(() => ({
    ...workspaceStore.getInitialState(),
    connection: 'open',
    profiles: [testProfile],
    profileId: 'x',
    sourcesOf: 'x',
    sources: startingSources(testProfile),
  }))
  checks = []
  checker = new Checker(store, (_profile, sources) => {
    checks.push(sources.files[0]?.content ?? '')
    store.setState({ checking: true })
  })
  checker.start()
})
afterEach(() => {
  checker.stop()
  vi.useRealTimers()
})

const change = (step: (sources: Sources) => Sources) => store.setState(({ sources }) => ({ sources: sources && step(sources) }))
const type = (text: string) => change(sources => editFile(sources, 'main.x', text))
const answer = () =>
  store.setState(({ sources }) => ({
    checking: false,
    checked: sources && { request: 1, ok: true, output: '', profile: 'x', sources },
  }))

it('checks once typing has paused', () => {
  type('a')
  vi.advanceTimersByTime(600)
  type('ab')
  vi.advanceTimersByTime(600)
  expect(checks).toEqual([])
  vi.advanceTimersByTime(100)
  expect(checks).toEqual(['ab'])
})

it('does not check what is loaded, opened, or checked already', () => {
  change(sources => openFile(sources, 'main.x'))
  store.setState({ sourcesOf: 'y', sources: startingSources(testProfile) })
  store.setState({ sourcesOf: 'x', sources: startingSources(testProfile) })
  vi.advanceTimersByTime(5000)
  type('a')
  vi.advanceTimersByTime(700)
  answer()
  type('ab')
  type('a')
  vi.advanceTimersByTime(5000)
  expect(checks).toEqual(['a'])
})

it('waits for the end of a run', () => {
  store.setState({ work: { phase: 'running', run: 1, elapsedMs: 0 } })
  type('a')
  vi.advanceTimersByTime(5000)
  expect(checks).toEqual([])
  store.setState({ work: { phase: 'none' } })
  vi.advanceTimersByTime(700)
  expect(checks).toEqual(['a'])
})

it('checks again what a run came between', () => {
  type('a')
  vi.advanceTimersByTime(700)
  store.setState({ checking: false, work: { phase: 'running', run: 1, elapsedMs: 0 } })
  vi.advanceTimersByTime(5000)
  store.setState({ work: { phase: 'none' } })
  vi.advanceTimersByTime(700)
  expect(checks).toEqual(['a', 'a'])
})

it('pauses longer while checks take long', () => {
  type('a')
  vi.advanceTimersByTime(700)
  vi.advanceTimersByTime(2000)
  answer()
  type('ab')
  vi.advanceTimersByTime(3900)
  expect(checks).toEqual(['a'])
  vi.advanceTimersByTime(100)
  expect(checks).toEqual(['a', 'ab'])
})

it.each<Partial<WorkspaceState>>([
  { connection: 'lost' },
  { profiles: [{ ...testProfile, checks: 'nothing' }] },
  { profiles: [{ ...testProfile, ready: false }] },
])('does not check while %j', state => {
  store.setState(state)
  type('a')
  vi.advanceTimersByTime(5000)
  expect(checks).toEqual([])
})
