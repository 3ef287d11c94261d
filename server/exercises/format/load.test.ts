import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallExercise, type TestFolder, testFolder } from '../test-folders.ts'
import { faultText } from './fault.ts'
import { loadExercise } from './load.ts'

const LANGUAGES = [
  { id: 'python', mainFile: 'main.py' },
  { id: 'c', mainFile: 'main.c' },
]

async function faultsOf(folder: TestFolder, slug = 'hello'): Promise<readonly string[]> {
  const { faults, exercise } = await loadExercise(join(folder.path, slug), LANGUAGES)
  if (faults.length > 0) expect(exercise).toBeNull()
  return faults.map(fault => faultText(fault).replace(`${folder.path}/`, ''))
}

test('an exercise is read whole', async () => {
  await using folder = await testFolder({
    'sums/exercise.md': `---
title: Sums
slug: sums
language: python
difficulty: medium
tags: [numbers, loops]
points: 20
prerequisites: [hello]
solution: never
limits: {seconds: 3, cpuSeconds: 1.5}
authors: A teacher
---
Add the numbers. ![Two sums](files/sums.png)

\`\`\`
## Hint: this is code
\`\`\`

## Hint

Use \`sum\`.

### Still the hint

## Hint: More

Or a loop.

## Afterwards

Be proud.
`,
    'sums/starter/main.py': 'n = int(input())\n',
    'sums/solution/main.py': 'print(sum(map(int, input().split())))\n',
    'sums/files/sums.png': new Uint8Array([0x89, 0x50, 0, 1]),
    'sums/tests/tests.yaml': `- name: two
  stdin: "1 2\\n"
  stdout: "3\\n"
  compare: numbers
  tolerance: 0.5
  hint: Add them.
  points: 2
- generate: more
  seed: 7
  count: 2
  with: make.py
`,
    'sums/tests/make.py': 'print(1, 2)\n',
    'sums/hidden/tests.yaml': '- name: secret\n  args: ["-x"]\n  exit: null\n  stderr: ""\n',
    'sums/hidden/test_sums.py': 'def test_one(): pass\n',
  })
  const { exercise, faults, references, placeOf } = await loadExercise(join(folder.path, 'sums'), LANGUAGES)
  expect(faults).toEqual([])
  expect(exercise).toMatchObject({
    slug: 'sums',
    title: 'Sums',
    difficulty: 'medium',
    points: 20,
    prerequisites: ['hello'],
    solutionShown: 'never',
    limits: { wallMs: 3000, cpuMs: 1500 },
    attribution: { authors: 'A teacher', source: '', licence: '' },
    attachments: [{ name: 'sums.png', content: 'iVAAAQ==', encoding: 'base64' }],
    hints: [
      { title: '', body: 'Use `sum`.\n\n### Still the hint' },
      { title: 'More', body: 'Or a loop.' },
    ],
  })
  expect(exercise?.version).toMatch(/^[0-9a-f]{64}$/)
  expect(exercise?.body).toContain('## Hint: this is code')
  expect(exercise?.body).toContain('Be proud.')
  const python = exercise?.inLanguages.get('python')
  expect(python).toMatchObject({
    main: 'main.py',
    visible: {
      io: [{ name: 'two', compare: 'numbers', tolerance: 0.5, points: 2, exit: 0, stderr: null }],
      generated: [{ name: 'more', seed: 7, count: 2, generator: { name: 'make.py' } }],
      files: [],
    },
    hidden: { io: [{ name: 'secret', args: ['-x'], exit: null, stderr: '', stdout: null }], files: [{ name: 'test_sums.py' }] },
  })
  expect(references).toEqual([{ kind: 'image', target: 'files/sums.png', line: 13 }])
  expect(placeOf({ test: 'more 2' }).line).toBe(8)
  expect(placeOf({ field: 'points' }).line).toBe(7)
})

test('each language of several has its own files; tests.yaml is for all', async () => {
  await using folder = await testFolder({
    'hello/exercise.md': '---\ntitle: Hello\nlanguages: [python, c]\nmain: {c: hello.c}\n---\nSay hello.\n',
    'hello/starter/python/main.py': '',
    'hello/starter/c/hello.c': '',
    'hello/solution/python/main.py': '',
    'hello/solution/c/hello.c': '',
    'hello/tests/tests.yaml': '- name: says hello\n  stdout: Hello\n',
    'hello/tests/c/test_hello.c': '',
  })
  const { exercise } = await loadExercise(join(folder.path, 'hello'), LANGUAGES)
  expect(exercise?.inLanguages.get('python')).toMatchObject({ main: 'main.py', visible: { io: [{}], files: [] } })
  expect(exercise?.inLanguages.get('c')).toMatchObject({ main: 'hello.c', visible: { io: [{}], files: [{ name: 'test_hello.c' }] } })
  await folder.write({ 'hello/starter/main.py': '' })
  expect(await faultsOf(folder)).toEqual(['hello/starter/main.py:1: must lie in the folder of a language: starter/python/, starter/c/'])
})

test('its version changes with any of its files, and with nothing else', async () => {
  await using folder = await testFolder(smallExercise('hello'))
  const version = async () => (await loadExercise(join(folder.path, 'hello'), LANGUAGES)).exercise?.version
  const before = await version()
  await folder.write({ 'hello/.DS_Store': 'x' })
  expect(await version()).toBe(before)
  await folder.write({ 'hello/hidden/tests.yaml': '- name: more\n  stdout: x\n' })
  expect(await version()).not.toBe(before)
})

test.each([
  [
    'a field that there is not',
    { 'hello/exercise.md': '---\ntitle: Hello\nlanguage: python\ndificulty: hard\n---\nText' },
    'hello/exercise.md:4: dificulty: there is no such field: is it misspelt?',
  ],
  [
    'a value that is none',
    { 'hello/exercise.md': '---\ntitle: Hello\nlanguage: python\npoints: many\n---\nText' },
    'hello/exercise.md:4: points: must be a number',
  ],
  [
    'no title',
    { 'hello/exercise.md': '---\nlanguage: python\n---\nText' },
    'hello/exercise.md:2: title: the title must be text: put it in quotes',
  ],
  ['no front matter', { 'hello/exercise.md': 'Text' }, 'hello/exercise.md:1: must begin with front matter'],
  [
    'another slug',
    { 'hello/exercise.md': '---\ntitle: Hello\nslug: bye\nlanguage: python\n---\nText' },
    'hello/exercise.md:3: slug is "bye", and the folder is called "hello"',
  ],
  ['what is not YAML', { 'hello/exercise.md': '---\ntitle: "Hello\nlanguage: python\n---\nText' }, 'this is not YAML'],
  [
    'a number where text must be',
    { 'hello/tests/tests.yaml': '- name: a\n  stdout: "1"\n  stdin: 5\n' },
    'hello/tests/tests.yaml:3: 0.stdin: stdin must be text: put it in quotes',
  ],
  [
    'an unknown field of a test',
    { 'hello/tests/tests.yaml': '- name: a\n  stdot: "1"\n' },
    'hello/tests/tests.yaml:2: 0.stdot: there is no such field',
  ],
  [
    'a test’s name twice',
    { 'hello/hidden/tests.yaml': '\n- name: says hello\n  stdout: x\n' },
    'hello/hidden/tests.yaml:2: "says hello" is the name of an earlier test',
  ],
  [
    'a generated name twice',
    { 'hello/hidden/tests.yaml': '- {name: r 2, stdout: x}\n- {generate: r, count: 2, with: g.py}\n', 'hello/hidden/g.py': '' },
    '"r 2" is the name of an earlier test',
  ],
  [
    'a generator that is not there',
    { 'hello/hidden/tests.yaml': '- {generate: r, count: 2, with: g.py}\n' },
    'hello/hidden/tests.yaml:1: hidden/g.py is not there',
  ],
  [
    'a pattern that is none',
    { 'hello/hidden/tests.yaml': '- {name: r, stdout: "(", compare: pattern}\n' },
    'hello/hidden/tests.yaml:1: is not a regular expression',
  ],
  ['a test that looks at nothing', { 'hello/hidden/tests.yaml': '- {name: r, exit: null}\n' }, '"r" looks at nothing'],
  [
    'no main file',
    { 'hello/starter/main.py': null, 'hello/starter/other.py': '' },
    'hello/starter/main.py:1: is not there: it is the main file',
  ],
  ['no tests', { 'hello/tests': null }, 'hello/tests/:1: has no tests for python'],
  ['a misspelt folder', { 'hello/test/test_a.py': '' }, 'hello/test/test_a.py:1: has no place here'],
  [
    'a hidden file over a visible one',
    { 'hello/tests/test_a.py': '', 'hello/hidden/test_a.py': '' },
    'hello/hidden/test_a.py:1: is also among the visible tests',
  ],
  ['a picture that is no part of an address', { 'hello/files/a b.png': '' }, 'hello/files/a b.png:1: must be named with letters'],
  ['too much', { 'hello/files/a.png': new Uint8Array(3_000_000) }, 'hello/files/a.png:1: is larger than 2097152 bytes'],
  [
    'too many',
    Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`hello/starter/${n}.py`, ''])),
    'hello/starter/:1: holds 71 files; 64 is the most',
  ],
  ['too deep', { 'hello/starter/1/2/3/4/5/6/7/8/9/10/x.py': '' }, 'lies deeper than'],
])('%s is told with file and line', async (_, files: Record<string, string | Uint8Array | null>, expected) => {
  await using folder = await testFolder(smallExercise('hello'))
  await folder.write(files)
  expect((await faultsOf(folder)).join('\n')).toContain(expected)
})

test('a bomb of aliases is refused', async () => {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map(pair => [...pair]))
    lines.push(`${name}: &${name} [${`*${of},`.repeat(9)}]`)
  await using folder = await testFolder({ ...smallExercise('hello'), 'hello/exercise.md': `---\n${lines.join('\n')}\n---\nText` })
  expect((await faultsOf(folder))[0]).toContain('cannot be read')
})

test('links that lead out of the folder are refused, and not followed', async () => {
  await using folder = await testFolder({ ...smallExercise('hello'), 'secret.txt': 'secret' })
  await symlink('../../secret.txt', join(folder.path, 'hello/files'))
  await symlink('../../secret.txt', join(folder.path, 'hello/starter/notes.txt'))
  await symlink('main.py', join(folder.path, 'hello/solution/same.py'))
  const faults = await faultsOf(folder)
  expect(faults).toHaveLength(2)
  for (const fault of faults) expect(fault).toContain('is a link to what is not a file of this folder')
})

test('an exercise in no language that is known is not at fault, and is not offered', async () => {
  await using folder = await testFolder(smallExercise('hello'))
  const { exercise, faults, unknownLanguages } = await loadExercise(join(folder.path, 'hello'), [{ id: 'c', mainFile: 'main.c' }])
  expect({ exercise, faults }).toEqual({ exercise: null, faults: [] })
  expect(unknownLanguages).toMatchObject([{ line: 3, message: 'there is no language "python". There are: c' }])
})
