import type { Grading, TestResult } from '../../protocol/exercise.ts'

/** Exercism's own bounds: of the message, of a test's output, and of the whole file. */
const MESSAGE_CHARS = 65_535
const OUTPUT_CHARS = 500
const FILE_BYTES = 500_000
const TRUNCATED = '\nOutput was truncated. Please limit to 500 chars'
/** A test's message and source, where all of them are too large for the file. */
const SHORT_CHARS = 400

type ExercismTest = {
  readonly name: string
  readonly status: TestResult['status']
  readonly message?: string
  readonly output?: string
  readonly test_code?: string
}

/** `results.json` of Exercism's test runners, version 3. */
export type ExercismResults =
  | { readonly version: 3; readonly status: 'error'; readonly message: string }
  | { readonly version: 3; readonly status: 'pass' | 'fail'; readonly message: null; readonly tests: readonly ExercismTest[] }

/** A grading as Exercism's test runners tell it. Tests stand in source order, as they do in the grading. */
export function toExercism({ status, message, tests }: Grading): ExercismResults {
  if (status === 'error') return { version: 3, status, message: cut(message || 'No test ran.', MESSAGE_CHARS) }
  const whole: ExercismResults = { version: 3, status, message: null, tests: tests.map(test => toTest(test, MESSAGE_CHARS)) }
  if (Buffer.byteLength(JSON.stringify(whole)) <= FILE_BYTES) return whole
  return { ...whole, tests: tests.map(test => toTest(test, SHORT_CHARS)) }
}

function toTest({ name, status, message, output, code }: TestResult, most: number): ExercismTest {
  return {
    name,
    status,
    ...(status === 'pass' ? {} : { message: cut(message || 'This test did not pass.', most) }),
    ...(output === ''
      ? {}
      : { output: output.length > OUTPUT_CHARS ? `${cut(output, OUTPUT_CHARS - TRUNCATED.length)}${TRUNCATED}` : output }),
    ...(code === null ? {} : { test_code: cut(code, most) }),
  }
}

/** Never through the middle of a character. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}
