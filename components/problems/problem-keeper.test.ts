import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Work } from '../../server/protocol/messages.ts'
import { editFile, startingSources } from '../workspace/sources.ts'
import { workspaceStore as store } from '../workspace/store.ts'
import { testProfile } from '../workspace/test-profile.ts'
import { ProblemKeeper } from './problem-keeper.ts'
import { problemStore } from './problem-store.ts'

const PROFILE = { ...testProfile, positions: [{ pattern: '^(?<file>[^:]+):(?<line>\\d+): (?<message>.*)$' }] }
const MAIN = PROFILE.mainFile
const initial = store.getInitialState()
const lines = (): number[] => problemStore.getState().problems.map(({ line }) => line)

let output = ''
let keeper: ProblemKeeper

beforeEach(() => {
  const sources = startingSources({ ...PROFILE, starter: 'one\ntwo\nthree\nfour\n' })
  store.setState({ profiles: [PROFILE], profileId: PROFILE.id, sourcesOf: PROFILE.id, sources })
  keeper = new ProblemKeeper(store, async () => output)
  keeper.start()
})
afterEach(() => {
  keeper.stop()
  store.setState(initial, true)
})

function edit(text: string): void {
  const { sources } = store.getState()
  if (sources) store.setState({ sources: editFile(sources, MAIN, text) })
}

async function run(text: string): Promise<void> {
  output = text
  store.setState({ work: { phase: 'running', run: 1, elapsedMs: 0 } })
  store.setState({ work: { phase: 'finished', run: 1, report: {} } as unknown as Work })
  await new Promise(resolve => setTimeout(resolve))
}

it('reads the output of a run; the next run begins with none', async () => {
  await run(`${MAIN}:2: bad\nelsewhere.x:1: not a file of the page\n${MAIN}:4: worse\n`)
  expect(lines()).toEqual([2, 4])
  store.setState({ work: { phase: 'preparing', run: 2 } })
  expect(lines()).toEqual([])
})

it('follows what is typed', async () => {
  await run(`${MAIN}:2: bad\n${MAIN}:4: worse\n`)
  edit('new\none\ntwo\nthree\nfour\n')
  expect(lines()).toEqual([3, 5])
  edit('new\none\nTWO\nthree\nfour\n')
  expect(lines()).toEqual([5])
})

it('takes the answer of a check to where its lines are by now', () => {
  const { sources } = store.getState()
  if (!sources) throw new Error('no sources')
  edit('new\none\ntwo\nthree\nFOUR\n')
  store.setState({ checked: { request: 1, ok: false, output: `${MAIN}:1: a\n${MAIN}:4: b\n`, profile: PROFILE.id, sources } })
  expect(lines()).toEqual([2])
})

it('takes in what was said elsewhere, in the place of what was said there before', async () => {
  const { sources } = store.getState()
  if (!sources) throw new Error('no sources')
  await run(`${MAIN}:4: of the run\n`)
  edit('new\none\ntwo\nthree\nfour\n')
  keeper.report(`${MAIN}:2: of a test\n`, sources)
  expect(lines()).toEqual([3, 5])
  keeper.report('', sources)
  expect(lines()).toEqual([5])
})

it('goes round by steps, and tells the editor where', async () => {
  await run(`${MAIN}:2: bad\n${MAIN}:4: worse\n`)
  expect(keeper.step(1)).toBe(true)
  expect(problemStore.getState().target).toEqual({ file: MAIN, line: 2 })
  keeper.step(1)
  keeper.step(1)
  expect(problemStore.getState().current?.line).toBe(2)
  keeper.step(-1)
  expect(problemStore.getState().target).toEqual({ file: MAIN, line: 4 })
})

it('links only to files of the page', () => {
  expect(keeper.placeIn(`${MAIN}:3: here`)).toMatchObject({ file: MAIN, line: 3 })
  expect(keeper.placeIn('other.x:3: there')).toBeNull()
  expect(keeper.placeIn('nothing of the kind')).toBeNull()
})
