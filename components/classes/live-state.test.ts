import { expect, it } from 'vitest'
import type { ClassView, LiveEvent, MemberRow } from '../../server/protocol/classes.ts'
import { afterEvent, afterLoss, cellWords, type LiveState, summaryOf } from './live-state.ts'

const CLASS: ClassView = { id: 'c', title: 'Year 9', code: 'ABCDEF', open: true, createdMs: 0, choices: [], exercises: [] }
const cell = (slug: string, passed: boolean, points = 5) => ({ slug, attempts: 2, passed, points, maxPoints: 10, lastMs: 1 })
const member = (name: string, more: Partial<MemberRow> = {}): MemberRow => ({
  id: name,
  name,
  joinedMs: 0,
  lastSeenMs: 0,
  here: false,
  current: null,
  cells: [],
  ...more,
})
const after = (...events: LiveEvent[]) => events.reduce<LiveState>(afterEvent, { name: 'loading' })
const all: LiveEvent = { type: 'all', class: CLASS, members: [member('Zoë'), member('Ada')] }
const names = (state: LiveState) => ('members' in state ? state.members.map(({ name }) => name) : null)

it('shows everything, and then what is new, by name', () => {
  expect(names(after(all))).toEqual(['Ada', 'Zoë'])
  const state = after(all, { type: 'members', members: [member('Bob'), member('Ada', { here: true })] }, { type: 'gone', members: ['Zoë'] })
  expect(names(state)).toEqual(['Ada', 'Bob'])
  expect(state).toMatchObject({ members: [{ here: true }, { here: false }] })
  expect(afterEvent(state, { type: 'class', class: { ...CLASS, title: 'Year 10' } })).toMatchObject({ class: { title: 'Year 10' } })
  expect(afterEvent(state, { type: 'beat' })).toBe(state)
})

it('takes nothing for the whole that is not, and keeps what it showed while the connection is lost', () => {
  expect(after({ type: 'members', members: [member('Ada')] })).toEqual({ name: 'loading' })
  const lost = afterLoss(after(all))
  expect([lost.name, names(lost)]).toEqual(['lost', ['Ada', 'Zoë']])
  expect(afterEvent(lost, all).name).toBe('live')
  expect(afterEvent(lost, { type: 'deleted' })).toEqual({ name: 'deleted' })
})

it('sums up what counts for the class', () => {
  const exercise = { slug: 'a', title: 'A', languages: ['x'], difficulty: 'easy' as const, tags: [], points: 10, prerequisites: [] }
  const members = [
    member('Ada', { here: true, cells: [cell('a', true), cell('other', true)] }),
    member('Bob', { cells: [cell('a', false)] }),
  ]
  expect(summaryOf(members, [exercise])).toEqual({ here: 1, solved: 1, toSolve: 2 })
})

it('says how somebody stands', () => {
  expect(cellWords(undefined)).toBe('nothing handed in')
  expect(cellWords(cell('a', true))).toBe('solved, 2 attempts')
  expect(cellWords({ ...cell('a', false, 20 / 3), attempts: 1 })).toBe('6.7 of 10 points, 1 attempt')
})
