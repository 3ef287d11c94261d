import { expect, it } from 'vitest'
import { statusWords } from './status-words.ts'
import { testProfile } from './test-profile.ts'

const building = { ...testProfile, ready: false, image: { name: 'building' as const, part: 0.4, doing: 'installing packages' } }
const open = { connection: 'open', profiles: [testProfile], profileId: null, work: { phase: 'none' } } as const

it.each<[string, Partial<Parameters<typeof statusWords>[0]>]>([
  ['Ready', {}],
  ['Connecting…', { connection: 'connecting' }],
  ['Connection lost. Trying again…', { connection: 'lost', work: { phase: 'running', run: 1, elapsedMs: 5 } }],
  ['This session continues in another tab', { connection: 'replaced' }],
  ['The server was updated: reload the page', { connection: 'outdated' }],
  ['X is being built; Run works when it is ready', { profiles: [building] }],
  ['X could not be built: no network', { profiles: [{ ...building, image: { name: 'failed', why: 'no network' } }] }],
  ['Running', { profiles: [building], work: { phase: 'running', run: 1, elapsedMs: 5 } }],
  ['There is no language yet…', { profiles: [] }],
  ['Starting…', { work: { phase: 'preparing', run: 1 } }],
  ['Waiting for a box: you are next', { work: { phase: 'queued', run: 1, position: 1 } }],
  ['Waiting for a box: 3 before you', { work: { phase: 'queued', run: 1, position: 4 } }],
  ['Compiling…', { work: { phase: 'compiling', run: 1 } }],
  ['Running', { work: { phase: 'running', run: 1, elapsedMs: 5 } }],
])('says "%s"', (text, change) => {
  expect(statusWords({ ...open, ...change }).text).toBe(text)
})
