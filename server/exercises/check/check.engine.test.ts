import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findEndpoint } from '../../engine/detect.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { openGrader } from '../../setup/grader.ts'
import { writeNewExercise } from '../authoring/new-exercise.ts'
import { faultText } from '../format/fault.ts'
import { testFolder } from '../test-folders.ts'
import { checkExercises } from './check.ts'

const ROOT = join(import.meta.dirname, '../../..')
const PROFILES = join(ROOT, 'profiles')

async function check(folder: string) {
  const profiles = await loadProfiles(PROFILES)
  const faults: string[] = []
  const endpoint = await findEndpoint(process.env)
  const report = await checkExercises({
    folders: [folder],
    around: [],
    only: [],
    profiles,
    openGrader: languages => openGrader(ROOT, PROFILES, endpoint, languages, 2),
    atOnce: 2,
    onFault: fault => void faults.push(faultText(fault).replace(`${folder}/`, '')),
    onProgress: () => {},
    signal: AbortSignal.timeout(120_000),
  })
  return { ...report, faults }
}

test('a new exercise passes check as it is', async () => {
  await using folder = await testFolder()
  const languages = (await loadProfiles(PROFILES)).filter(({ id }) => ['python', 'c', 'sql'].includes(id))
  for (const language of languages) await writeNewExercise({ folder: join(folder.path, language.id), language, title: undefined })
  const { rows, faults } = await check(folder.path)
  expect(faults).toEqual([])
  expect(rows.map(({ slug, graded }) => `${slug} ${graded?.tests}`).sort()).toEqual(['c 2', 'python 2', 'sql 2'])
})

test('what only grading shows is told with the place of the test', async () => {
  await using folder = await testFolder({
    'wrong/exercise.md': '---\ntitle: Wrong\nlanguage: python\n---\nText\n',
    'wrong/starter/main.py': 'print(1)\n',
    'wrong/solution/main.py': 'print(1)\n',
    'wrong/tests/tests.yaml': '- name: one\n  stdout: "1"\n',
    'wrong/hidden/tests.yaml': '# Twice the number.\n- name: two\n  stdout: "2"\n',
    'slow/exercise.md': '---\ntitle: Slow\nlanguage: python\nlimits: {seconds: 0.5}\n---\nText\n',
    'slow/starter/main.py': '',
    'slow/solution/main.py': 'one = 1\n',
    'slow/tests/test_one.py': 'from main import one\n\ndef test_one():\n    assert one == 1\n',
    'slow/hidden/conftest.py': '',
    'slow/hidden/test_slow.py': 'import time\n\ndef test_slow():\n    time.sleep(9)\n',
    'slow/hidden/test_two.py': 'def two():\n    assert False\n',
    'easy/exercise.md': '---\ntitle: Easy\nlanguage: python\n---\nText\n',
    'easy/starter/main.py': 'print(1)\n',
    'easy/solution/main.py': 'print(1)\n',
    'easy/tests/tests.yaml': '- name: one\n  stdout: "1"\n',
  })
  const { faults } = await check(folder.path)
  expect(faults.sort()).toEqual([
    'easy/starter/main.py:1: passes every test before anything is written',
    'slow/hidden/test_two.py:1: holds no test: is one named otherwise than the framework has it?',
    expect.stringMatching(/^slow\/solution\/main\.py:1: the solution does not pass "[^"]*slow" \(timeout\): /),
    'wrong/hidden/tests.yaml:2: the solution does not pass "two": Line 1 of the output should be "2" and is "1".',
  ])
})
