import type { Grading, Submission, TestResult } from '../../server/protocol/exercise.ts'

/** For tests. */
export const testResult: TestResult = {
  index: 0,
  name: 'greets Ada',
  kind: 'io',
  hidden: false,
  status: 'pass',
  reason: null,
  message: '',
  expected: 'Hello, Ada!\n',
  got: 'Hello, Ada!\n',
  comparison: 'trimmed',
  stdin: 'Ada\n',
  args: [],
  output: '',
  code: null,
  hint: null,
  points: 10,
  maxPoints: 10,
  wallMs: 12,
}

export const testGrading: Grading = {
  status: 'pass',
  message: '',
  points: 10,
  maxPoints: 10,
  tests: [testResult],
  compileMs: null,
  wallMs: 40,
}

export function testSubmission(change: Partial<Submission> = {}): Submission {
  return {
    id: '0123456789012345678901',
    slug: 'greeting',
    version: 'a'.repeat(64),
    language: 'python',
    createdMs: 1_700_000_000_000,
    grading: testGrading,
    ...change,
  }
}
