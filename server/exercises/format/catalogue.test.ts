import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { silentLogger } from '../../platform/logger.ts'
import { Exercise } from '../../protocol/exercise.ts'
import { smallExercise, testFolder } from '../test-folders.ts'
import { loadCatalogue } from './catalogue.ts'
import { faultText } from './fault.ts'

const LANGUAGES = [{ id: 'python', mainFile: 'main.py' }]
const COURSE = `title: First steps
description: A course.
sections:
  - title: Begin
    exercises: [second, first]
  - title: Go on
    exercises: [missing]
`

function under(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]))
}

function courseFiles() {
  return {
    'steps/course.yaml': COURSE,
    ...under('steps', smallExercise('first')),
    ...under('steps', smallExercise('second')),
    ...under('steps', smallExercise('unlisted')),
    ...smallExercise('alone'),
  }
}

const options = (folders: readonly string[]) => ({ folders, languages: LANGUAGES, log: silentLogger() })

test('courses and exercises of all folders are listed, in the order of the courses', async () => {
  await using shipped = await testFolder(courseFiles())
  await using own = await testFolder(smallExercise('own'))
  await using catalogue = await loadCatalogue({ ...options([shipped.path, own.path, join(own.path, 'nowhere')]), rescanMs: 0 })
  expect(catalogue.index()).toMatchObject({
    courses: [{ slug: 'steps', title: 'First steps', sections: [{ title: 'Begin', exercises: ['second', 'first'] }] }],
    exercises: [{ slug: 'second' }, { slug: 'first' }, { slug: 'alone' }, { slug: 'unlisted' }, { slug: 'own' }],
  })
  expect(catalogue.find('own')?.title).toBe('Hello')
  expect(catalogue.find('missing')).toBeUndefined()
})

test('what leaves the server has neither the solution nor what hidden tests say', async () => {
  await using folder = await testFolder({
    ...smallExercise('hello'),
    'hello/exercise.md':
      '---\ntitle: Hello\nlanguage: python\n---\n![A](files/a.png "t") and ![b](files/b.png), [next](../next), [out](https://example.org), `![c](files/c.png)`\n\n## Hint\n\n<img src="files/d.png">\n',
    'hello/solution/main.py': 'print("the solution")',
    'hello/hidden/tests.yaml': '- name: hidden one\n  stdin: hidden input\n  stdout: hidden output\n  hint: hidden hint\n',
    'hello/hidden/test_x.py': 'hidden source',
    'hello/tests/test_y.py': 'visible source',
  })
  await using catalogue = await loadCatalogue({ ...options([folder.path]), rescanMs: 0 })
  const exercise = catalogue.find('hello')
  if (!exercise) throw new Error('not found')
  const view = catalogue.view(exercise)
  expect(Exercise.parse(view)).toEqual(view)
  expect(view.body).toBe(
    '![A](/api/v1/exercises/hello/files/a.png "t") and ![b](/api/v1/exercises/hello/files/b.png), [next](/exercises/next), [out](https://example.org), `![c](files/c.png)`',
  )
  expect(view.hints).toEqual([{ title: '', body: '<img src="/api/v1/exercises/hello/files/d.png">' }])
  expect(view.inLanguages[0]?.tests).toEqual([
    { name: 'says hello', kind: 'io', hidden: false, stdin: '', args: [], stdout: 'Hello\n' },
    { name: 'hidden one', kind: 'io', hidden: true },
  ])
  expect(view.inLanguages[0]?.testFiles).toEqual([{ name: 'test_y.py', content: 'visible source' }])
  expect(JSON.stringify(view)).not.toMatch(/the solution|hidden (?:input|output|hint|source)/)
})

test('what is in no language that is offered is not listed, and neither is a course of it', async () => {
  await using folder = await testFolder(courseFiles())
  await using catalogue = await loadCatalogue({ ...options([folder.path]), languages: [{ id: 'c', mainFile: 'main.c' }], rescanMs: 0 })
  expect(catalogue.index()).toEqual({ courses: [], exercises: [] })
  expect(catalogue.faults()).toEqual([])
})

test('a slug is taken once; the second one is reported', async () => {
  await using first = await testFolder(smallExercise('hello', { title: 'First' }))
  await using second = await testFolder(smallExercise('hello', { title: 'Second' }))
  await using catalogue = await loadCatalogue({ ...options([first.path, second.path]), rescanMs: 0 })
  expect(catalogue.find('hello')?.title).toBe('First')
  expect(catalogue.faults().map(faultText)).toEqual([
    `${join(second.path, 'hello/exercise.md')}:1: "hello" is already the exercise in ${join(first.path, 'hello')}`,
  ])
})

test('what changes is read again; what breaks stays as it was, and is reported with its line', async () => {
  await using folder = await testFolder(courseFiles())
  const log = silentLogger()
  const warn = vi.spyOn(log, 'warn')
  await using catalogue = await loadCatalogue({ ...options([folder.path]), log, rescanMs: 100 })
  const changed = vi.fn()
  catalogue.onChange(changed)
  const before = catalogue.find('first')

  await folder.write(under('steps', smallExercise('first', { title: 'Another title' })))
  await vi.waitFor(() => expect(catalogue.find('first')?.title).toBe('Another title'), 50_000)
  expect(catalogue.find('first')?.version).not.toBe(before?.version)
  expect(catalogue.index().exercises[1]?.title).toBe('Another title')
  expect(changed).toHaveBeenCalled()

  await folder.write({ 'steps/first/exercise.md': '---\ntitle: Broken\nlanguage: python\npoints: many\n---\nText' })
  const file = join(folder.path, 'steps/first/exercise.md')
  await vi.waitFor(() => expect(catalogue.faults().map(faultText)).toEqual([`${file}:4: points: must be a number`]), 50_000)
  expect(catalogue.find('first')?.title).toBe('Another title')
  expect(warn).toHaveBeenCalledWith({ file, line: 4 }, `${file}:4: points: must be a number. It is offered as it was before`)

  await folder.write({ 'steps/second': null, ...smallExercise('fresh') })
  await vi.waitFor(() => expect(catalogue.find('second')).toBeUndefined(), 50_000)
  await vi.waitFor(() => expect(catalogue.find('fresh')).toBeDefined(), 50_000)
  await rename(join(folder.path, 'steps/course.yaml'), join(folder.path, 'steps/gone.yaml'))
  await vi.waitFor(() => expect(catalogue.index().courses).toEqual([]), 50_000)
})

test('the watch tells of a change long before the folders are looked through again', async () => {
  await using folder = await testFolder(smallExercise('hello'))
  await using catalogue = await loadCatalogue({ ...options([folder.path]), rescanMs: 600_000 })
  await folder.write(smallExercise('hello', { title: 'Changed' }))
  await vi.waitFor(() => expect(catalogue.find('hello')?.title).toBe('Changed'), 50_000)
})

test('folders that come and go while they are watched do no harm', async () => {
  await using folder = await testFolder(smallExercise('hello'))
  await using catalogue = await loadCatalogue({ ...options([folder.path]), rescanMs: 600_000 })
  for (let time = 0; time < 30; time++) {
    await folder.write(smallExercise(`passing-${time}`))
    await folder.write({ [`passing-${time}`]: null })
  }
  await folder.write(smallExercise('late/later'))
  await folder.write({ 'late/course.yaml': 'title: Late\nsections: [{title: All, exercises: [later]}]\n' })
  await vi.waitFor(() => expect(catalogue.index().courses).toMatchObject([{ slug: 'late' }]), 50_000)
  // A folder that was made while it was watched is watched too.
  await folder.write({ 'late/later/exercise.md': '---\ntitle: Changed\nlanguage: python\n---\nText\n' })
  await vi.waitFor(() => expect(catalogue.find('later')?.title).toBe('Changed'), 50_000)
  expect(catalogue.index().exercises).toHaveLength(2)
})
