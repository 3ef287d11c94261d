import type { Exercise, Grading, Submission, TestResult } from '../../server/protocol/exercise.ts'

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

export const testExercise: Exercise = {
  slug: 'greeting',
  title: 'A greeting',
  languages: ['python'],
  difficulty: 'easy',
  tags: ['strings'],
  points: 10,
  prerequisites: [],
  version: 'a'.repeat(64),
  body: 'Greet whoever says their **name**.\n',
  hints: [{ title: 'Reading', body: '`input()` reads a line.' }],
  inLanguages: [{ language: 'python', main: 'main.py', starter: [{ name: 'main.py', content: '' }], testFiles: [], tests: [] }],
  solutionShown: 'after_pass',
  attribution: null,
}
