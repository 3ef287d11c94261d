import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultText } from '../format/fault.ts'
import { smallExercise, testFolder } from '../test-folders.ts'
import { checkStatic } from './static-check.ts'

const LANGUAGES = [
  { id: 'python', mainFile: 'main.py', tests: { pattern: /^test_.*\.py$/, reserved: [/^conftest\.py$/] } },
  { id: 'sql', mainFile: 'main.sql', tests: null },
]

type Files = Readonly<Record<string, string | null>>

async function findings(files: Files): Promise<readonly string[]> {
  await using folder = await testFolder({
    'course/course.yaml': 'title: A course\nsections:\n  - title: All\n    exercises:\n      - one\n      - two\n',
    ...Object.fromEntries(
      ['one', 'two'].flatMap(slug => Object.entries(smallExercise(slug)).map(([name, text]) => [`course/${name}`, text])),
    ),
  })
  await folder.write(files)
  const { exercises, faults } = await checkStatic([folder.path], LANGUAGES)
  return [...faults, ...exercises.flatMap(exercise => exercise.faults)].map(one => faultText(one).replaceAll(`${folder.path}/`, ''))
}

const matter = (more: string, text = 'Text'): string => `---\ntitle: One\nlanguage: python\n${more}---\n${text}\n`

test('what is in order has no findings', async () => {
  expect(
    await findings({
      'course/two/exercise.md': matter(
        'prerequisites: [one]\n',
        'See [one](../one), ![x](files/x.png), [out](https://example.org), [docs](/docs).\n\n`![y](y.png)`',
      ),
      'course/two/files/x.png': 'x',
      'course/two/hidden/test_two.py': 'x',
      'course/two/hidden/data.txt': 'x',
    }),
  ).toEqual([])
})

test.each<[string, Files, string]>([
  [
    'a picture that is not there',
    { 'course/one/exercise.md': matter('', 'Look:\n![x](files/x.png)') },
    'course/one/exercise.md:6: files/x.png is not there',
  ],
  [
    'a picture of another site',
    { 'course/one/exercise.md': matter('', '![x](https://example.org/x.png)') },
    'course/one/exercise.md:5: https://example.org/x.png: a picture must lie in files/',
  ],
  [
    'a link that leads nowhere',
    { 'course/one/exercise.md': matter('', 'x\n\n## Hint\n\n[x](x.html)') },
    'course/one/exercise.md:9: x.html leads nowhere',
  ],
  [
    'a link to no exercise',
    { 'course/one/exercise.md': matter('', '[x](../three)') },
    'course/one/exercise.md:5: ../three: there is no exercise "three"',
  ],
  [
    'a link to no exercise of this server',
    { 'course/one/exercise.md': matter('', '[two](/exercises/two) [all](/exercises?q=x) [x](/exercises/three#task)') },
    'course/one/exercise.md:5: /exercises/three#task: there is no exercise "three"',
  ],
  [
    'a picture that is named by a label and is not there',
    { 'course/one/exercise.md': matter('', '![x][p]\n\n[p]: files/none.png') },
    'course/one/exercise.md:7: files/none.png is not there',
  ],
  [
    'an unknown language',
    { 'course/one/exercise.md': '---\ntitle: One\nlanguage: cobol\n---\nText' },
    'course/one/exercise.md:3: there is no language "cobol"',
  ],
  [
    'an unknown prerequisite',
    { 'course/one/exercise.md': matter('prerequisites: [three]\n') },
    'course/one/exercise.md:4: there is no exercise "three"',
  ],
  [
    'exercises that need each other',
    { 'course/one/exercise.md': matter('prerequisites: [two]\n'), 'course/two/exercise.md': matter('prerequisites: [one]\n') },
    'course/one/exercise.md:4: "one" needs itself',
  ],
  [
    'a prerequisite that comes later',
    { 'course/one/exercise.md': matter('prerequisites: [two]\n') },
    'course/course.yaml:5: "one" comes before "two", which it needs',
  ],
  [
    'an exercise that the course does not name',
    { 'course/course.yaml': 'title: A course\nsections: [{title: All, exercises: [one]}]' },
    'course/course.yaml:1: does not name "two"',
  ],
  [
    'an exercise that there is not',
    { 'course/course.yaml': 'title: A course\nsections:\n- title: All\n  exercises: [one, two,\n    three]' },
    'course/course.yaml:5: there is no exercise "three"',
  ],
  [
    'an exercise that is named twice',
    { 'course/course.yaml': 'title: A course\nsections:\n- title: All\n  exercises: [one, two, one]' },
    'course/course.yaml:4: names "one" a second time',
  ],
  ['a slug that is taken', smallExercise('one'), 'one/exercise.md:1: "one" is already the exercise in course/one'],
  [
    'a solution that is named as a test',
    { 'course/one/solution/test_x.py': '' },
    'course/one/solution/test_x.py:1: is named as a file of tests',
  ],
  ['a starter that is reserved', { 'course/one/starter/conftest.py': '' }, 'course/one/starter/conftest.py:1: is named as a file of tests'],
  [
    'a starter under a test',
    { 'course/one/starter/a.txt': '', 'course/one/tests/a.txt': '', 'course/one/tests/test_a.py': '' },
    'course/one/starter/a.txt:1: is also in tests/',
  ],
  [
    'unit tests that are named otherwise',
    { 'course/one/tests/one_test.py': '' },
    'course/one/tests/one_test.py:1: no file is named as one of tests',
  ],
  [
    'unit tests without a framework',
    { 'course/one/exercise.md': '---\ntitle: One\nlanguage: sql\nmain: main.py\n---\nText', 'course/one/tests/one.sql': '' },
    'course/one/tests/one.sql:1: sql has no unit tests here',
  ],
])('%s is found', async (_, files, expected) => {
  expect((await findings(files)).join('\n')).toContain(expected)
})

test('a folder that holds no exercise is told, and one exercise may be checked alone', async () => {
  await using folder = await testFolder({
    ...smallExercise('one'),
    ...smallExercise('two'),
    'two/exercise.md': matter('prerequisites: [one]\n'),
  })
  const empty = join(folder.path, 'one/starter')
  expect((await checkStatic([empty], LANGUAGES)).faults).toMatchObject([
    { file: empty, line: 1, message: expect.stringContaining('holds no exercise') },
  ])
  const alone = await checkStatic([join(folder.path, 'two')], LANGUAGES)
  expect(alone.exercises).toMatchObject([{ loaded: { slug: 'two' }, faults: [] }])
  expect(alone.faults).toEqual([])
})
