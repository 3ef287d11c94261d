import { readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkStatic } from '../check/static-check.ts'
import { loadExercise } from '../format/load.ts'
import type { KnownLanguage } from '../format/parts.ts'
import { testFolder } from '../test-folders.ts'
import { pairs } from './import-exercise.ts'
import { importTrack } from './import-track.ts'
import { TRACKS, trackFiles } from './test-tracks.ts'

const PATTERNS: Readonly<Record<string, [pattern: RegExp, ...reserved: RegExp[]]>> = {
  python: [/^(?:[^/]+\/)*(?:test_[^/]*|[^/]*_test)\.py$/],
  javascript: [/\.(?:spec|test)\.js$/, /(?:^|\/)package\.json$/],
  go: [/_test\.go$/],
  c: [/^(?:.*\/)?test_[^/]*\.c$/],
  java: [/Test\.java$/],
  rust: [/^tests\/.*\.rs$/, /(?:^|\/)Cargo\.toml$/],
  ruby: [/_test\.rb$/],
  typescript: [/\.(?:spec|test)\.ts$/],
  cpp: [/_test\.cpp$/],
}
const LANGUAGES: readonly KnownLanguage[] = Object.entries(PATTERNS).map(([id, [pattern, ...reserved]]) => ({
  id,
  mainFile: `main.${id}`,
  tests: { pattern, reserved },
}))

type Files = Readonly<Record<string, string | null>>

/** Imports a track with one exercise, after some of its files were changed. */
async function importSmall(slug: string, changes: Files = {}) {
  const folder = await testFolder(Object.fromEntries(Object.entries(trackFiles(slug)).map(([name, text]) => [`track/${name}`, text])))
  await folder.write(Object.fromEntries(Object.entries(changes).map(([name, text]) => [`track/${name}`, text])))
  const start = () =>
    importTrack({ track: join(folder.path, 'track'), into: join(folder.path, 'into'), languages: LANGUAGES, onProgress: () => {} })
  return { folder, start, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

test.each(Object.keys(TRACKS))('a %s exercise becomes one that passes every check that runs nothing', async slug => {
  await using small = await importSmall(slug)
  const report = await small.start()
  expect(report).toEqual({ folder: join(small.folder.path, `into/exercism-${slug}`), imported: [`${slug}-even-steps`], left: [] })
  const { exercises, courses, faults } = await checkStatic([report.folder], LANGUAGES)
  expect([...faults, ...exercises.flatMap(exercise => exercise.faults)]).toEqual([])
  expect(courses[0]?.course?.sections).toEqual([{ title: 'Medium', exercises: [`${slug}-even-steps`] }])
  const exercise = exercises[0]?.loaded.exercise
  expect(exercise).toMatchObject({
    title: 'Even Steps',
    difficulty: 'medium',
    tags: ['booleans', 'numbers'],
    hints: [{ title: 'General' }, { title: '1. Even' }],
    attribution: { authors: 'ada, bob', licence: 'MIT' },
  })
  expect(exercise?.attribution?.source).toBe(
    `A walk · https://example.org/walk · Exercism’s ${TRACKS[slug]?.name} track, https://exercism.org/tracks/${slug}/exercises/even-steps`,
  )
  const parts = exercise?.inLanguages.get(slug)
  const { solution, test: tests, editor = [] } = TRACKS[slug]?.files ?? { solution: [], test: [] }
  expect(parts?.main).toBe(solution[0])
  const own = solution.filter(name => name !== 'Cargo.toml').sort()
  expect(parts?.starter.map(({ name }) => name)).toEqual(own)
  expect(parts?.solution.map(({ name }) => name)).toEqual(own)
  expect(parts?.solution).not.toEqual(parts?.starter)
  const names = parts?.visible.files.map(({ name }) => name).filter(name => !/^test-framework\/|^Cargo\.toml$/.test(name))
  expect(names).toEqual([...tests, ...editor].sort())
  // Tests that a student switches on one by one are all on.
  const sources = parts?.visible.files.filter(({ name }) => !name.startsWith('test-framework/')).map(({ content }) => content)
  expect(sources?.join('')).not.toMatch(/xtest\(|^\s*skip$|^\s*@Disabled|#\[ignore|TEST_IGNORE/m)
  expect(await readFile(join(report.folder, 'LICENSE'), 'utf8')).toContain('MIT License')
})

test('texts are kept, and what they point at leads somewhere', async () => {
  await using small = await importSmall('python')
  const { folder } = await small.start()
  const { exercise } = await loadExercise(join(folder, 'python-even-steps'), LANGUAGES)
  expect(exercise?.body).toBe(
    [
      'Tell whether a number of steps is [even](https://exercism.org/docs/even).',
      '[Steps](https://example.org/steps.png)',
      '> **Note**\n>\n> Zero is even.',
      'See `![code](x.png)` and [here](https://exercism.org).',
    ].join('\n\n'),
  )
  expect(exercise?.hints[1]?.body).toBe('- What is left over?\n\n[pairs]: https://exercism.org/docs/pairs')
})

const META = 'exercises/practice/even-steps/.meta/config.json'
const meta = (files: unknown): string => JSON.stringify({ files })
const SOUND = { solution: ['even_steps.py'], test: ['even_steps_test.py'], example: ['.meta/example.py'] }

test.each<[string, Files, string]>([
  ['without a solution', { [META]: meta({ ...SOUND, example: [] }) }, 'it has no example solution'],
  ['without its test file', { 'exercises/practice/even-steps/even_steps_test.py': null }, 'even_steps_test.py is not there'],
  ['without its configuration', { [META]: null }, '.meta/config.json is not there'],
  ['that is no JSON', { [META]: '{' }, '.meta/config.json is not JSON'],
  ['that is laid out otherwise', { [META]: '{"files":{"solution":[]}}' }, '.meta/config.json is not as expected: files.solution'],
  ['that names a file above it', { [META]: meta({ ...SOUND, solution: ['../../../config.json'] }) }, 'is not a relative file name'],
  ['that names a file of the machine', { [META]: meta({ ...SOUND, example: ['/etc/passwd'] }) }, 'is not a relative file name'],
  [
    'with a test that has another name',
    { [META]: meta({ ...SOUND, test: ['even_steps.py'] }) },
    'none of its tests is named as python has them here',
  ],
  [
    'that is too large',
    { 'exercises/practice/even-steps/even_steps.py': 'x'.repeat(1_100_000) },
    'even_steps.py is larger than 1048576 bytes',
  ],
])('an exercise %s is left out, with the reason', async (_, changes, reason) => {
  await using small = await importSmall('python', changes)
  await expect(small.start()).rejects.toThrow(reason)
  expect(await readdir(join(small.folder.path, 'into'))).toEqual([])
})

test('what boxes do not have is told', async () => {
  const text = '[package]\nname = "even_steps"\n\n[dependencies]\n# for dates\ntime = "0.3"\n'
  await using small = await importSmall('rust', { 'exercises/practice/even-steps/Cargo.toml': text })
  await expect(small.start()).rejects.toThrow('Cargo.toml needs crates')
})

test('what is left out is listed beside what is imported', async () => {
  await using small = await importSmall('python')
  const exercise = (slug: string, status?: string) => ({ slug, name: slug, difficulty: 1, status })
  const exercises = [exercise('even-steps'), exercise('old', 'deprecated'), exercise('missing')]
  await small.folder.write({
    'track/config.json': JSON.stringify({ language: 'Python', slug: 'python', exercises: { practice: exercises } }),
  })
  expect(await small.start()).toMatchObject({
    imported: ['python-even-steps'],
    left: [
      { slug: 'old', reason: 'it is deprecated in the track' },
      { slug: 'missing', reason: 'exercises/practice/missing is not there' },
    ],
  })
})

test('a link that leads out of the exercise is not followed', async () => {
  await using small = await importSmall('python', { 'exercises/practice/even-steps/.meta/example.py': null })
  await small.folder.write({ 'secret.py': 'secret' })
  await symlink('../../../../../secret.py', join(small.folder.path, 'track/exercises/practice/even-steps/.meta/example.py'))
  await expect(small.start()).rejects.toThrow('.meta/example.py leads out of its folder')
})

test('it is imported once, and only from a track whose language has unit tests', async () => {
  await using small = await importSmall('python')
  await small.start()
  await expect(small.start()).rejects.toThrow('is there already')
  await using other = await importSmall('python', {
    'config.json': JSON.stringify({ language: 'X', slug: 'x', exercises: { practice: [] } }),
  })
  await expect(other.start()).rejects.toThrow('There is no language x here')
  await using none = await importSmall('python', { 'config.json': null })
  await expect(none.start()).rejects.toThrow('is no checkout of an Exercism track: config.json is not there')
})

test('files of an example are put where files of the solution are', () => {
  expect(pairs(['.meta/example.c', '.meta/example.h'], ['leap.c', 'leap.h'])).toEqual([
    ['.meta/example.c', 'leap.c'],
    ['.meta/example.h', 'leap.h'],
  ])
  expect(pairs(['.meta/ref/Helper.java', '.meta/ref/Main.java'], ['src/main/java/Main.java'])).toEqual([
    ['.meta/ref/Helper.java', 'src/main/java/Helper.java'],
    ['.meta/ref/Main.java', 'src/main/java/Main.java'],
  ])
  expect(pairs(['.meta/example.rs', '.meta/Cargo-example.toml'], ['src/lib.rs', 'Cargo.toml'])).toEqual([
    ['.meta/example.rs', 'src/lib.rs'],
    ['.meta/Cargo-example.toml', 'Cargo.toml'],
  ])
})
