import { expect, it } from 'vitest'
import type { OwnProgress } from '../../server/protocol/classes.ts'
import { unseen, withClass } from './class-progress.ts'
import { NO_RECORD, standing, withResult } from './record.ts'
import { testGrading, testSubmission } from './test-exercise.ts'

const id = (n: number): string => String(n).padStart(22, '0')
const handedIn = { files: [{ name: 'main.x', content: 'print(1)' }], main: 'main.x' }
const from = { ...handedIn, key: 'k'.repeat(16) }
const failed = { ...testGrading, status: 'fail' as const, points: 4 }
const begun: OwnProgress = { slug: 'x', attempts: 3, points: 6, maxPoints: 10, solved: {}, last: id(3) }
const solved: OwnProgress = { ...begun, points: 10, solved: { python: id(2) } }

it('is what this browser has, where no class tells more', () => {
  const own = withResult(NO_RECORD, testSubmission({ id: id(1) }), from)
  expect(withClass(own, undefined)).toBe(own)
  expect(unseen(own, undefined)).toEqual([])
})

it('tells in a browser that has nothing what was handed in from another', () => {
  expect(standing(withClass(NO_RECORD, begun))).toEqual({ name: 'begun', share: 0.6 })
  expect(standing(withClass(NO_RECORD, solved))).toEqual({ name: 'solved' })
  expect(withClass(NO_RECORD, solved)).toMatchObject({ best: { points: 10, maxPoints: 10 }, solved: { python: id(2) } })
})

it('keeps the better of both, and the submission that the class keeps', () => {
  const own = withResult(NO_RECORD, testSubmission({ id: id(1), grading: failed }), from)
  expect(withClass(own, begun).best).toEqual({ points: 6, maxPoints: 10 })
  expect(withClass(own, { ...begun, points: 1 }).best).toEqual({ points: 4, maxPoints: 10 })
  const passed = withResult(NO_RECORD, testSubmission({ id: id(1) }), from)
  expect(withClass(passed, solved).solved).toEqual({ python: id(2) })
  expect(withClass(passed, begun).solved).toEqual({ python: id(1) })
})

it('adds attempts of other browsers in their place, each once', () => {
  const ongoing = { atMs: 9, language: 'python', ...from }
  const own = { ...withResult(NO_RECORD, testSubmission({ id: id(2), createdMs: 2 }), from), handedIn: ongoing }
  expect(unseen(own, solved)).toEqual([id(3)])
  expect(unseen(NO_RECORD, solved)).toEqual([id(3), id(2)])
  const seen = [
    { submission: testSubmission({ id: id(3), createdMs: 1, grading: failed }), ...handedIn },
    { submission: testSubmission({ id: id(2), createdMs: 2 }), ...handedIn },
  ]
  const merged = withClass(own, solved, seen)
  expect(merged.attempts.map(attempt => attempt.id)).toEqual([id(2), id(3)])
  expect(merged.attempts[1]).toMatchObject({ points: 4, files: handedIn.files })
  expect(merged.handedIn).toBe(ongoing)
})
