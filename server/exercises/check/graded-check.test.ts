import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Grading, TestResult } from '../../protocol/exercise.ts'
import type { Grade, GradeEvents, GradeRequest } from '../exercise.ts'
import { faultText } from '../format/fault.ts'
import { loadExercise } from '../format/load.ts'
import { smallExercise, testFolder } from '../test-folders.ts'
import { checkGraded } from './graded-check.ts'

const RESULT: TestResult = {
  index: 0,
  name: 'says hello',
  kind: 'io',
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
  points: 10,
  maxPoints: 10,
  wallMs: 20,
}

function graded(tests: readonly Partial<TestResult>[], more: Partial<Grading> = {}): Grading {
  const results = tests.map((changes, index) => ({ ...RESULT, index, ...changes }))
  const status = results.every(result => result.status === 'pass') ? 'pass' : 'fail'
  return { status, message: '', points: 0, maxPoints: 10, tests: results, compileMs: null, wallMs: 1, ...more }
}

/** Checks an exercise whose gradings are given: of the solution, and of the starter. */
async function check(
  solution: (request: GradeRequest, events: GradeEvents | undefined) => Grading,
  starter: Grading,
  files: Readonly<Record<string, string>> = {},
) {
  await using folder = await testFolder({ ...smallExercise('hello'), ...files })
  const loaded = await loadExercise(join(folder.path, 'hello'), [{ id: 'python', mainFile: 'main.py' }])
  const grade: Grade = async (request, events) => (request.files[0]?.content.startsWith('print') ? solution(request, events) : starter)
  const checked = await checkGraded(loaded, 'python', { grade, mostMs: () => 10_000, signal: AbortSignal.timeout(5000) })
  return { ...checked, faults: checked.faults.map(fault => faultText(fault).replace(`${folder.path}/`, '')) }
}

const fails = graded([{ status: 'fail' }])
const HIDDEN = { 'hello/hidden/tests.yaml': '\n- name: secret\n  stdout: x\n' }

test('a solution that passes and a starter that fails are as they must be', async () => {
  expect(await check(() => graded([{}]), fails)).toMatchObject({ faults: [], tests: 1, slowestMs: 20, limitMs: 2000 })
  expect(await check(() => graded([{}]), graded([], { status: 'error' }))).toMatchObject({ faults: [] })
})

test('a solution that does not pass is told at its test, with what a hidden test says', async () => {
  const solution = ({ exercise }: GradeRequest) =>
    exercise.inLanguages.get('python')?.hidden.io.length === 0
      ? graded([{}, { name: 'secret', status: 'fail', message: 'It prints y.\nNot x.' }])
      : graded([{}, { name: 'secret', hidden: true, status: 'fail' }])
  const { faults } = await check(solution, fails, HIDDEN)
  expect(faults).toEqual(['hello/hidden/tests.yaml:2: the solution does not pass "secret": It prints y. ⏎ Not x.'])
})

test('hidden tests that are at fault are told with what is wrong with them', async () => {
  const solution = ({ exercise }: GradeRequest) =>
    graded([], { status: 'error', message: exercise.inLanguages.get('python')?.hidden.io.length === 0 ? 'E: no colon' : 'At fault.' })
  const { faults } = await check(solution, fails, HIDDEN)
  expect(faults).toEqual(['hello/solution/main.py:1: no test ran on the solution: E: no colon'])
})

test('the limit that a test broke is told with it, also where the test passes when it is looked at again', async () => {
  const solution = ({ exercise }: GradeRequest) =>
    exercise.inLanguages.get('python')?.hidden.io.length === 0
      ? graded([{ status: 'fail', reason: 'out_of_memory', message: 'It needed more.' }, { name: 'secret' }])
      : graded([
          { status: 'fail', reason: 'out_of_memory', message: 'It needed more.' },
          { name: 'secret', hidden: true, status: 'fail', reason: 'ended_early', message: 'This hidden test did not pass.' },
        ])
  const { faults } = await check(solution, fails, HIDDEN)
  expect(faults).toEqual([
    'hello/tests/tests.yaml:1: the solution does not pass "says hello" (out_of_memory): It needed more.',
    'hello/hidden/tests.yaml:2: the solution does not pass "secret" (ended_early): This hidden test did not pass.',
  ])
})

test('a file of tests that holds none is told, beside others that do', async () => {
  const solution = (_: GradeRequest, events: GradeEvents | undefined) => {
    events?.onEmpty?.('hidden', ['test_b.py'])
    return graded([{}, { name: 'a', hidden: true, kind: 'unit' }])
  }
  const { faults } = await check(solution, fails, { 'hello/hidden/test_a.py': 'x', 'hello/hidden/test_b.py': 'x' })
  expect(faults).toEqual(['hello/hidden/test_b.py:1: holds no test: is one named otherwise than the framework has it?'])
})

test('a solution that does not compile is told', async () => {
  const { faults } = await check(() => graded([], { status: 'error', message: 'line 1: no' }), fails)
  expect(faults).toEqual(['hello/solution/main.py:1: no test ran on the solution: line 1: no'])
})

test('tests that are never carried out are told', async () => {
  const { faults } = await check(() => graded([{}]), fails, { ...HIDDEN, 'hello/hidden/test_a.py': 'x' })
  expect(faults).toEqual([
    'hello/solution/main.py:1: the hidden test "secret" is never carried out',
    'hello/solution/main.py:1: no hidden unit test is carried out',
  ])
})

test('a starter that passes is told', async () => {
  const { faults } = await check(() => graded([{}]), graded([{}]))
  expect(faults).toEqual(['hello/starter/main.py:1: passes every test before anything is written'])
})

test('a limit must leave room; a test that was slow once is measured again', async () => {
  let times = 0
  expect((await check(() => graded([{ wallMs: times++ === 0 ? 1500 : 30 }]), fails)).faults).toEqual([])
  expect(times).toBe(2)
  const { faults } = await check(() => graded([{ wallMs: 700 }]), fails)
  expect(faults).toEqual([
    'hello/tests/tests.yaml:1: the solution takes 700 ms for "says hello"; with a limit of 2000 ms it may take 666: raise limits.seconds',
  ])
})
