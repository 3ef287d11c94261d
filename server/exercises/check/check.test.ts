import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../platform/app-error.ts'
import { loadProfiles } from '../../profiles/load.ts'
import type { Grade } from '../exercise.ts'
import { faultText } from '../format/fault.ts'
import { smallExercise, type TestFolder, testFolder } from '../test-folders.ts'
import { type CheckDeps, checkExercises } from './check.ts'

const profiles = await loadProfiles(join(import.meta.dirname, '../../../profiles'))

/** A grader for which everything passes, so that every starter is at fault. */
function passing() {
  const opened: string[][] = []
  const graded: string[] = []
  const atOnce = { now: 0, most: 0 }
  let closed = false
  const grade: Grade = async ({ exercise }) => {
    graded.push(exercise.slug)
    atOnce.most = Math.max(atOnce.most, ++atOnce.now)
    await new Promise(resolve => setImmediate(resolve))
    atOnce.now--
    return { status: 'pass', message: '', points: 10, maxPoints: 10, tests: [], compileMs: null, wallMs: 1 }
  }
  const openGrader: CheckDeps['openGrader'] = async languages => {
    opened.push(languages.map(({ id }) => id))
    const close = async () => {
      closed = true
    }
    return { grade, [Symbol.asyncDispose]: close }
  }
  return { openGrader, opened, graded, atOnce, isClosed: () => closed }
}

async function check(folder: TestFolder, changes: Partial<CheckDeps> = {}) {
  const told: string[] = []
  const report = await checkExercises({
    folders: [folder.path],
    around: [],
    only: [],
    profiles,
    openGrader: null,
    atOnce: 2,
    onFault: fault => void told.push(faultText(fault).replace(`${folder.path}/`, '')),
    onProgress: () => {},
    signal: AbortSignal.timeout(5000),
    ...changes,
  })
  return { ...report, told }
}

test('nothing is opened where nothing is to be run', async () => {
  await using folder = await testFolder({ ...smallExercise('one'), ...smallExercise('two') })
  const { rows, faults, told } = await check(folder)
  expect({ faults, told }).toEqual({ faults: 0, told: [] })
  expect(rows).toMatchObject([
    { slug: 'one', language: 'python', graded: null, faults: 0 },
    { slug: 'two', language: 'python', graded: null, faults: 0 },
  ])
})

test('what is sound is graded, so many at once, in the languages that are needed', async () => {
  const grader = passing()
  await using folder = await testFolder({
    ...smallExercise('one'),
    ...smallExercise('two'),
    ...smallExercise('three'),
    ...smallExercise('broken', { more: 'nonsense: 1\n' }),
  })
  const { rows, faults, told } = await check(folder, { openGrader: grader.openGrader })
  expect(grader.opened).toEqual([['python']])
  expect(new Set(grader.graded)).toEqual(new Set(['one', 'two', 'three']))
  expect(grader.atOnce.most).toBe(2)
  expect(grader.isClosed()).toBe(true)
  expect(told[0]).toBe('broken/exercise.md:4: nonsense: there is no such field: is it misspelt?')
  expect(faults).toBe(told.length)
  expect(rows.find(({ slug }) => slug === 'broken')).toEqual({ slug: 'broken', language: '', graded: null, faults: 1 })
  // Each of the others: its one test is never carried out, and its starter passes.
  expect(rows.find(({ slug }) => slug === 'one')?.faults).toBe(2)
})

test('an exercise for which there is no box is told, and the others are graded', async () => {
  const grader = passing()
  await using folder = await testFolder({ ...smallExercise('one'), ...smallExercise('two') })
  const openGrader: CheckDeps['openGrader'] = async languages => {
    const opened = await grader.openGrader?.(languages)
    if (!opened) throw new Error('there is no grader')
    const grade: Grade = async request => {
      if (request.exercise.slug === 'one') throw new AppError('engine_down', 'The engine does not answer.')
      return opened.grade(request)
    }
    return { ...opened, grade }
  }
  const { told } = await check(folder, { openGrader })
  expect(told).toContain('one/exercise.md:2: could not be graded in python: The engine does not answer.')
  expect(grader.graded).toContain('two')
})

test('some may be named, and must be there', async () => {
  const grader = passing()
  await using folder = await testFolder({ ...smallExercise('one'), ...smallExercise('two', { more: 'nonsense: 1\n' }) })
  const { rows } = await check(folder, { only: ['one'], openGrader: grader.openGrader })
  expect(rows.map(({ slug }) => slug)).toEqual(['one'])
  await expect(check(folder, { only: ['three'] })).rejects.toThrow('There is no exercise three in ')
})
