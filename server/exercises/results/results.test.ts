import { expect, test } from 'vitest'
import type { Grading, TestResult } from '../../protocol/exercise.ts'
import { toExercism } from './exercism.ts'
import { toPrairieLearn } from './prairielearn.ts'

function result(changes: Partial<TestResult>): TestResult {
  return {
    index: 0,
    name: 'a test',
    kind: 'unit',
    hidden: false,
    status: 'pass',
    reason: null,
    message: '',
    expected: null,
    got: null,
    comparison: null,
    stdin: null,
    args: null,
    output: '',
    code: null,
    hint: null,
    points: 5,
    maxPoints: 5,
    wallMs: 1,
    ...changes,
  }
}

const GRADING: Grading = {
  status: 'fail',
  message: '',
  points: 5,
  maxPoints: 10,
  tests: [
    result({ code: 'assert greet() == "Hello"', output: 'debug\n' }),
    result({ index: 1, name: 'another', status: 'fail', message: 'expected 1, got 2', points: 0, hint: 'Look at the sign.' }),
  ],
  compileMs: null,
  wallMs: 10,
}

test('Exercism is told every test in order, with its code and what it printed', () => {
  expect(toExercism(GRADING)).toEqual({
    version: 3,
    status: 'fail',
    message: null,
    tests: [
      { name: 'a test', status: 'pass', output: 'debug\n', test_code: 'assert greet() == "Hello"' },
      { name: 'another', status: 'fail', message: 'expected 1, got 2' },
    ],
  })
  expect(toExercism({ ...GRADING, status: 'pass', tests: [result({})] })).toMatchObject({ status: 'pass', message: null })
})

test('Exercism is told an error only with a message, and without tests', () => {
  const error: Grading = { ...GRADING, status: 'error', message: 'x'.repeat(70_000), tests: [] }
  const told = toExercism(error)
  expect(told).toEqual({ version: 3, status: 'error', message: 'x'.repeat(65_535) })
  expect(toExercism({ ...error, message: '' })).toMatchObject({ message: 'No test ran.' })
})

test('a test that fails always has a message; output is cut at 500 characters and says so', () => {
  const told = toExercism({ ...GRADING, tests: [result({ status: 'error', output: '🙂'.repeat(400) })] })
  const [only] = 'tests' in told ? told.tests : []
  expect(only?.message).toBe('This test did not pass.')
  expect(only?.output).toMatch(/^(?:🙂)+\nOutput was truncated\. Please limit to 500 chars$/u)
  expect(only?.output?.length).toBeLessThanOrEqual(500)
  const exact = toExercism({ ...GRADING, tests: [result({ output: 'x'.repeat(500) })] })
  expect('tests' in exact ? exact.tests[0]?.output : '').toBe('x'.repeat(500))
})

test('the file stays within what Exercism takes', () => {
  const long = Array.from({ length: 200 }, (_, index) =>
    result({ index, status: 'fail', message: 'm'.repeat(9000), code: 'c'.repeat(9000) }),
  )
  const told = toExercism({ ...GRADING, tests: long })
  expect(JSON.stringify(told).length).toBeLessThan(500_000)
  expect('tests' in told ? told.tests.length : 0).toBe(200)
})

test('PrairieLearn is told a score and the points of each test', () => {
  expect(toPrairieLearn(GRADING)).toEqual({
    gradable: true,
    score: 0.5,
    message: '',
    tests: [
      { name: 'a test', description: '', points: 5, max_points: 5, message: '', output: 'debug\n' },
      { name: 'another', description: 'Look at the sign.', points: 0, max_points: 5, message: 'expected 1, got 2', output: '' },
    ],
  })
  expect(toPrairieLearn({ ...GRADING, points: 0, maxPoints: 0, tests: [] })).toMatchObject({ score: 0 })
})

test('what does not compile is not gradable for PrairieLearn', () => {
  expect(toPrairieLearn({ ...GRADING, status: 'error', message: 'line 1', tests: [] })).toEqual({
    gradable: false,
    format_errors: ['line 1'],
  })
})
