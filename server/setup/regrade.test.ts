import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Exercise } from '../exercises/exercise.ts'
import { FakeGrader } from '../exercises/fake-grader.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { toStored } from '../exercises/stored-exercise.ts'
import { smallExercise, type TestFolder, testFolder } from '../exercises/test-folders.ts'
import { silentLogger } from '../platform/logger.ts'
import { openSqlite } from '../store/sqlite.ts'
import { readOptions } from './options.ts'
import { runRegrade } from './regrade.ts'
import { Steps } from './steps.ts'

const ROOT = join(import.meta.dirname, '../..')
const [RIGHT, WRONG] = ['R'.repeat(22), 'W'.repeat(22)]

let folder: TestFolder
let exercise: Exercise
beforeEach(async () => {
  folder = await testFolder(Object.fromEntries(Object.entries(smallExercise('hello')).map(([name, text]) => [`exercises/${name}`, text])))
  vi.stubEnv('GLOVEBOX_DATA_FOLDER', join(folder.path, 'data'))
  vi.stubEnv('GLOVEBOX_EXERCISES_FOLDER', join(folder.path, 'exercises'))
  vi.stubEnv('DATABASE_URL', '')
  const languages = [{ id: 'python', mainFile: 'main.py' }]
  await using catalogue = await loadCatalogue({
    folders: [join(folder.path, 'exercises')],
    languages,
    log: silentLogger(),
    rescanMs: 0,
  })
  exercise = catalogue.find('hello') as Exercise
  await using store = await openSqlite(join(folder.path, 'data/glovebox.db'))
  const version = { hash: 'as it was', slug: 'hello', content: toStored({ ...exercise, version: 'as it was' }), createdMs: 1 }
  for (const [id, content] of [
    [RIGHT, 'right'],
    [WRONG, 'wrong'],
  ] as const) {
    const files = JSON.stringify([{ name: 'main.py', content }])
    const base = { slug: 'hello', version: version.hash, language: 'python', main: 'main.py', digest: 'd', requestKey: null, member: null }
    await store.submissions.add(version, { ...base, id, files }, 1)
    const grading = { status: 'pass', message: '', points: 10, maxPoints: 10, tests: [], compileMs: null, wallMs: 1 } as const
    await store.gradings.finish(id, { ...grading, grading: JSON.stringify(grading) }, 2)
  }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await folder[Symbol.asyncDispose]()
})

async function run(...argv: string[]): Promise<{ readonly said: string; readonly status: number; readonly versions: string[] }> {
  let said = ''
  const write = (text: string): void => {
    said += text
  }
  const grader = new FakeGrader()
  const prepare = async (languages: readonly { readonly id: string }[]) => {
    expect(languages.map(({ id }) => id)).toEqual(['python'])
    return { grade: grader.grade, [Symbol.asyncDispose]: async () => {} }
  }
  const steps = new Steps({ isTTY: false, write } as unknown as NodeJS.WriteStream)
  const status = await runRegrade(steps, ROOT, readOptions('exercises', ['regrade', ...argv]), prepare)
  return { said, status, versions: grader.requests.map(request => request.exercise.version) }
}

it('tells which verdicts differ, and keeps new ones where that is asked for', async () => {
  const looked = await run('hello')
  expect(looked.status).toBe(1)
  expect(looked.said).toContain(`${WRONG}  pass, 10 of 10 → fail, 0 of 10`)
  expect(looked.said).toContain('2 graded again, 1 differ, 0 could not be graded. The results there were stay')
  expect(looked.said).not.toContain(RIGHT)
  expect(looked.versions).toEqual(['as it was', 'as it was'])
  expect((await run('hello', '--newest', '--keep')).status).toBe(0)
  const again = await run('hello')
  expect([again.status, again.versions]).toEqual([0, [exercise.version, exercise.version]])
  expect((await run(RIGHT)).said).toContain('1 graded again, 0 differ')
})

it('leaves better scores for the course systems of those whom it grades again', async () => {
  const opened = () => openSqlite(join(folder.path, 'data/glovebox.db'))
  {
    await using store = await opened()
    const urls = { loginUrl: 'https://a/l', tokenUrl: 'https://a/t', jwksUrl: 'https://a/j', audience: null, origins: [] }
    await store.lti.register({ id: 'p', issuer: 'p', clientId: 'p', deployments: ['1'], ...urls, createdMs: 1 })
    await store.classes.add({ id: 'class', title: 'Year 9', code: 'ABCDEF', keyHash: 'hash', choices: '[]' }, 1)
    await store.members.add({ id: 'ada', class: 'class', name: 'Ada', nameKey: 'ada', tokenHash: 'token' }, 9, 1)
    await store.ltiScores.link({ member: 'ada', lineItem: 'l', platform: 'p', subject: 's', slug: 'hello' }, 9, 1)
    const kept = await store.submissions.read(RIGHT)
    expect(kept && (await store.submissions.addRecord({ ...kept, id: 'A'.repeat(22), member: 'ada' }))).toBe(true)
  }
  const dueAfter = async (...argv: string[]) => {
    const { said } = await run(...argv)
    await using store = await opened()
    return [(await store.ltiScores.due(Date.now(), 9)).map(({ member, points }) => [member, points]), said.includes('course systems')]
  }
  expect(await dueAfter('hello')).toEqual([[], false])
  expect(await dueAfter('hello', '--keep')).toEqual([[['ada', 10]], true])
})

it.each<[readonly string[], RegExp]>([
  [[], /Name one exercise/],
  [['a', 'b'], /Name one exercise/],
  [['../x'], /neither the name of an exercise nor the id/],
  [['other'], /Nothing that was graded is there of other/],
  [['N'.repeat(22)], /Nothing that was graded/],
])('explains itself: %j', async (argv, message) => {
  await expect(run(...argv)).rejects.toThrow(message)
})
