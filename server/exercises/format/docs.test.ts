import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findDocPage } from '../../../components/docs/doc-pages.ts'
import { codeBlocks, ROOT, readTexts } from '../../../e2e/docs/texts.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { checkStatic } from '../check/static-check.ts'
import { testFolder } from '../test-folders.ts'
import { CourseFile, FrontMatter, GeneratedEntry, IoEntry } from './exercise-file.ts'

const page = findDocPage('exercises')
if (!page) throw new Error('there is no page on exercises')
const blocks = new Map(codeBlocks(page, readTexts()).map(({ name, code }) => [name, code]))

function block(name: string): string {
  const code = blocks.get(name)
  if (code === undefined) throw new Error(`the page has no ${name}`)
  return code
}

test('the exercise of the documentation is as it must be, in its course', async () => {
  await using folder = await testFolder({
    'numbers/course.yaml': block('course.yaml'),
    'numbers/two-sums/exercise.md': block('exercise.md'),
    'numbers/two-sums/starter/main.py': '',
    'numbers/two-sums/solution/main.py': block('main.py'),
    'numbers/two-sums/tests/tests.yaml': block('tests.yaml'),
    'numbers/two-sums/hidden/tests.yaml': block('generated.yaml'),
    'numbers/two-sums/hidden/generate.py': block('generate.py'),
  })
  const { exercises, faults } = await checkStatic([folder.path], [{ id: 'python', mainFile: 'main.py' }])
  expect([...faults, ...exercises.flatMap(exercise => exercise.faults)]).toEqual([])
  expect(exercises[0]?.loaded.exercise?.hints).toHaveLength(2)
})

test('the documentation tells every field', async () => {
  const text = await readFile(join(ROOT, 'app/docs/texts/exercises.md'), 'utf8')
  for (const { shape } of [FrontMatter, IoEntry, GeneratedEntry, CourseFile])
    for (const field of Object.keys(shape)) expect(text).toMatch(new RegExp(`^\\|[^|]*\`${field}\``, 'm'))
})

test('the documentation names a test file of each language as its profile has it', async () => {
  const text = await readFile(join(ROOT, 'app/docs/texts/exercises.md'), 'utf8')
  const [, table = ''] = text.split('| language | framework | a test file |')
  const rows = (table.split('\n\n')[0] ?? '').split('\n').filter(row => row.includes('`tests/'))
  const profiles = await loadProfiles(join(ROOT, 'profiles'))
  const named = rows.map(row => {
    const [, titles = '', , files = ''] = row.split('|')
    const languages = profiles.filter(({ title }) => titles.split(',').some(one => one.trim() === title))
    return { languages, files: [...files.matchAll(/`tests\/([^`]+)`/g)].flatMap(([, name]) => name ?? []) }
  })
  expect(named.flatMap(({ languages }) => languages.map(({ id }) => id)).toSorted()).toEqual(
    profiles
      .filter(({ tests }) => tests !== null)
      .map(({ id }) => id)
      .toSorted(),
  )
  for (const { languages, files } of named)
    for (const { id, tests } of languages) expect(`${id}: ${files.filter(name => tests?.pattern.test(name)).length}`).toBe(`${id}: 1`)
})
