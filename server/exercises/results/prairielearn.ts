import type { Grading, TestResult } from '../../protocol/exercise.ts'

/** What an external grader of PrairieLearn answers. */
export type PrairieLearnResults =
  | { readonly gradable: false; readonly format_errors: readonly string[] }
  | { readonly gradable: true; readonly score: number; readonly message: string; readonly tests: readonly PrairieLearnTest[] }

type PrairieLearnTest = {
  readonly name: string
  readonly description: string
  readonly points: number
  readonly max_points: number
  readonly message: string
  readonly output: string
}

/** A grading as PrairieLearn takes it. What does not compile is not gradable there: it costs no attempt. */
export function toPrairieLearn({ status, message, points, maxPoints, tests }: Grading): PrairieLearnResults {
  if (status === 'error') return { gradable: false, format_errors: [message || 'No test ran.'] }
  const score = maxPoints > 0 ? Math.min(1, Math.max(0, points / maxPoints)) : 0
  return { gradable: true, score, message, tests: tests.map(toTest) }
}

function toTest({ name, hint, points, maxPoints, message, output }: TestResult): PrairieLearnTest {
  return { name, description: hint ?? '', points, max_points: maxPoints, message, output }
}
