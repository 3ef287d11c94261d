import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  ATTEMPTS_MOST,
  type ExerciseRecord,
  NO_RECORD,
  savedRecord,
  saveRecord,
  settled,
  standing,
  withoutProofs,
  withResult,
} from './record.ts'
import { testGrading, testSubmission } from './test-exercise.ts'

const items = new Map<string, string>()
let room = Number.POSITIVE_INFINITY

beforeEach(() => {
  items.clear()
  room = Number.POSITIVE_INFINITY
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      items.set(name, value)
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

const files = [{ name: 'main.x', content: 'print(1)' }]
const from = { key: 'k'.repeat(32), files, main: 'main.x' }
const id = (n: number): string => String(n).padStart(22, '0')

it('keeps attempts, the best score and what passed', () => {
  let record: ExerciseRecord = NO_RECORD
  expect(standing(record)).toEqual({ name: 'new' })
  record = withResult(record, testSubmission({ id: id(1), grading: { ...testGrading, status: 'fail', points: 5 } }), from)
  expect(standing(record)).toEqual({ name: 'begun', share: 0.5 })
  record = withResult(record, testSubmission({ id: id(2), grading: { ...testGrading, status: 'fail', points: 2 } }), from)
  expect(record.best?.points).toBe(5)
  record = withResult(record, testSubmission({ id: id(3) }), from)
  // Told again, after a connection was lost.
  record = withResult(record, testSubmission({ id: id(3) }), from)
  expect(record.attempts.map(attempt => attempt.id)).toEqual([id(3), id(2), id(1)])
  expect([standing(record), record.solved]).toEqual([{ name: 'solved' }, { python: id(3) }])
  expect(saveRecord('x', null, record)).toBe(true)
  expect(savedRecord('x', null)).toEqual(record)
})

it('goes on with what another tab has handed in', () => {
  const handedIn = { key: 'o'.repeat(32), atMs: 1, language: 'python', main: 'main.x', files }
  const record = withResult({ ...NO_RECORD, handedIn }, testSubmission(), from)
  expect([record.attempts.length, record.handedIn]).toEqual([1, handedIn])
  expect(withResult(record, testSubmission(), handedIn).handedIn).toBeNull()
  expect([settled(record, from.key).handedIn, settled(record, handedIn.key).handedIn]).toEqual([handedIn, null])
})

it('keeps that something was solved, where the server has nothing left to show for it', () => {
  let record = withResult(NO_RECORD, testSubmission({ id: id(1), language: 'c' }), from)
  record = withResult(record, testSubmission({ id: id(2), language: 'python' }), from)
  record = withResult(record, testSubmission({ id: id(3), language: 'javascript' }), from)
  record = withoutProofs(record, id(2))
  expect(record.solved).toEqual({ c: null, python: null, javascript: id(3) })
  record = withoutProofs(record, id(3))
  expect([record.solved, standing(record), record.attempts.length]).toEqual([
    { c: null, python: null, javascript: null },
    { name: 'solved' },
    3,
  ])
  // Of an attempt that has given way to others.
  expect(withoutProofs({ ...record, solved: { c: id(0), python: id(2) } }, id(0)).solved).toEqual({ c: null, python: id(2) })
  saveRecord('x', null, record)
  expect(savedRecord('x', null)).toEqual(record)
  expect(withResult(record, testSubmission({ id: id(4), language: 'c' }), from).solved.c).toBe(id(4))
})

it('keeps what one member of a class does apart from what another does, and from what nobody in a class did', () => {
  const [ada, omar] = [{ mark: 'a'.repeat(16) }, { mark: 'o'.repeat(16) }]
  const own = withResult(NO_RECORD, testSubmission(), from)
  saveRecord('x', null, { ...NO_RECORD, hints: 1 })
  saveRecord('x', ada, own)
  expect([savedRecord('x', null).hints, savedRecord('x', ada), savedRecord('x', omar)]).toEqual([1, own, NO_RECORD])
})

it('is bounded: the oldest give way, and their files sooner', () => {
  let record: ExerciseRecord = NO_RECORD
  const large = { ...from, files: [{ name: 'main.x', content: 'x'.repeat(80_000) }], main: 'main.x' }
  for (let n = 0; n < ATTEMPTS_MOST + 5; n++) record = withResult(record, testSubmission({ id: id(n) }), large)
  expect(record.attempts).toHaveLength(ATTEMPTS_MOST)
  expect(record.attempts.map(attempt => attempt.files !== null).indexOf(false)).toBe(2)
})

it('lets files go where the browser has no room, and keeps the rest', () => {
  const large = { ...from, files: [{ name: 'main.x', content: 'x'.repeat(10_000) }], main: 'main.x' }
  const record = withResult(NO_RECORD, testSubmission({ id: id(1) }), large)
  room = 2000
  expect(saveRecord('x', null, record)).toBe(true)
  expect(savedRecord('x', null).attempts[0]).toMatchObject({ id: id(1), files: null })
  room = 10
  expect(saveRecord('x', null, record)).toBe(false)
})

it('takes nothing for granted of what it reads', () => {
  items.set('glovebox:exercise:x', '{"attempts":[{"id":1}],"hints":2,"solved":[]}')
  expect(savedRecord('x', null)).toEqual({ ...NO_RECORD, hints: 2 })
  items.set('glovebox:exercise:x', '{"att')
  expect(savedRecord('x', null)).toEqual(NO_RECORD)
})
