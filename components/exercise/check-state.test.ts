import { expect, it } from 'vitest'
import type { GradingEvent } from '../../server/protocol/exercise.ts'
import { afterEvent, type CheckState, checkWords, failuresFirst, isChecking } from './check-state.ts'
import { testGrading, testResult, testSubmission } from './test-exercise.ts'

const told = (events: readonly GradingEvent[]): string[] => {
  let state: CheckState = { name: 'sent' }
  return events.map(event => {
    state = afterEvent(state, event)
    return checkWords(state)
  })
}

it('says how far it is', () => {
  const second = { ...testResult, index: 1, name: 'second' }
  expect(
    told([
      { type: 'queued', position: 3 },
      { type: 'compiling' },
      { type: 'tests', total: 2 },
      { type: 'test', result: testResult },
      // Once more, as after a connection was lost.
      { type: 'tests', total: 2 },
      { type: 'test', result: testResult },
      { type: 'test', result: second },
      { type: 'result', submission: testSubmission() },
    ]),
  ).toEqual([
    'Waiting: number 3 in the queue',
    'Compiling',
    'Testing: 0 of 2',
    'Testing: 1 of 2',
    'Testing: 1 of 2',
    'Testing: 1 of 2',
    'Testing: 2 of 2',
    'The test passed, 10 of 10 points',
  ])
})

it('says why nothing came of it', () => {
  const problem = { code: 'too_busy', title: 'Busy', detail: 'Too many are being graded.' }
  expect(told([{ type: 'error', problem }])).toEqual(['Too many are being graded.'])
  const grading = { ...testGrading, status: 'error' as const, message: 'SyntaxError', tests: [], points: 0 }
  expect(told([{ type: 'result', submission: testSubmission({ grading }) }])).toEqual(['No test ran'])
  expect([isChecking({ name: 'lost' }), isChecking({ name: 'none' })]).toEqual([true, false])
})

it('shows what failed first, in the order of the tests', () => {
  const [a, b, c] = [
    testResult,
    { ...testResult, index: 1, status: 'fail' as const },
    { ...testResult, index: 2, status: 'error' as const },
  ]
  const { failed, passed } = failuresFirst([c, a, b])
  expect([failed.map(({ index }) => index), passed.map(({ index }) => index)]).toEqual([[1, 2], [0]])
})
