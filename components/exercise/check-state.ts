import type { GradingEvent, Submission, TestResult } from '../../server/protocol/exercise.ts'
import type { Attempt } from './record.ts'

/** Where the grading of what was handed in stands. */
export type CheckState =
  | { readonly name: 'none' }
  /** The result of an attempt is asked for. */
  | { readonly name: 'looking' }
  | { readonly name: 'sent' }
  /** The connection broke off. The server goes on meanwhile. */
  | { readonly name: 'lost' }
  | { readonly name: 'queued'; readonly position: number }
  | { readonly name: 'compiling' }
  | { readonly name: 'testing'; readonly total: number; readonly results: readonly TestResult[] }
  | { readonly name: 'done'; readonly submission: Submission }
  /** The server no longer has the attempt that is asked for: this browser knows the score alone. */
  | { readonly name: 'gone'; readonly attempt: Attempt }
  | { readonly name: 'failed'; readonly why: string }

export function isChecking({ name }: CheckState): boolean {
  return name === 'sent' || name === 'lost' || name === 'queued' || name === 'compiling' || name === 'testing'
}

/** What an event makes of it. Events that come again, after a connection was lost, change nothing. */
export function afterEvent(state: CheckState, event: GradingEvent): CheckState {
  switch (event.type) {
    case 'queued':
      return { name: 'queued', position: event.position }
    case 'compiling':
      return { name: 'compiling' }
    case 'tests':
      return { name: 'testing', total: event.total, results: state.name === 'testing' ? state.results : [] }
    case 'test': {
      const before = state.name === 'testing' ? state : { total: 0, results: [] }
      const results = [...before.results.filter(({ index }) => index !== event.result.index), event.result]
      return { name: 'testing', total: Math.max(before.total, results.length), results }
    }
    case 'result':
      return { name: 'done', submission: event.submission }
    case 'error':
      return { name: 'failed', why: event.problem.detail }
  }
}

/** What is told to who does not see it. */
export function checkWords(state: CheckState): string {
  switch (state.name) {
    case 'none':
      return ''
    case 'looking':
      return 'Loading the result…'
    case 'sent':
      return 'Sent'
    case 'lost':
      return 'The connection was lost. Asking again…'
    case 'queued':
      return state.position > 0 ? `Waiting: number ${state.position} in the queue` : 'Waiting for a box'
    case 'compiling':
      return 'Compiling'
    case 'testing':
      return state.total > 0 ? `Testing: ${state.results.length} of ${state.total}` : 'Testing'
    case 'done':
      return resultWords(state.submission)
    case 'gone':
      return 'The details are no longer kept.'
    case 'failed':
      return state.why
  }
}

export function resultWords({ grading }: Submission): string {
  const { status, tests, points, maxPoints } = grading
  const passed = tests.filter(test => test.status === 'pass').length
  if (status === 'pass')
    return `${tests.length === 1 ? 'The test' : `All ${tests.length} tests`} passed, ${pointsWords(points)} of ${pointsWords(maxPoints)} points`
  if (tests.length === 0 || (status === 'error' && passed === 0)) return 'No test ran'
  return `${passed} of ${tests.length} tests passed, ${pointsWords(points)} of ${pointsWords(maxPoints)} points`
}

/** As few digits as there need to be. */
export function pointsWords(points: number): string {
  return String(Math.round(points * 100) / 100)
}

/** What did not pass first, in the order of the tests; then the rest. */
export function failuresFirst(tests: readonly TestResult[]): {
  readonly failed: readonly TestResult[]
  readonly passed: readonly TestResult[]
} {
  const ordered = [...tests].sort((one, other) => one.index - other.index)
  return { failed: ordered.filter(({ status }) => status !== 'pass'), passed: ordered.filter(({ status }) => status === 'pass') }
}
