import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type TestFolder, testFolder } from '../exercises/test-folders.ts'
import { runExercises } from './exercises.ts'
import { readOptions } from './options.ts'
import { Steps } from './steps.ts'

const ROOT = join(import.meta.dirname, '../..')
/** One of the exercises that come with Glovebox. */
const SHIPPED = 'bakery-till'

let folder: TestFolder
beforeEach(async () => {
  folder = await testFolder()
  vi.stubEnv('INIT_CWD', folder.path)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await folder[Symbol.asyncDispose]()
})

/** Gives the exit status, and what was written. */
async function run(...argv: readonly string[]): Promise<{ readonly status: number; readonly written: string }> {
  let written = ''
  const stream = Object.assign(Object.create(process.stdout), {
    isTTY: false,
    write: (text: string) => {
      written += text
      return true
    },
  })
  const status = await runExercises(new Steps(stream), ROOT, readOptions('exercises', argv))
  return { status, written }
}

it('begins an exercise where it was called, which check is content with', async () => {
  const begun = await run('new', 'sums', '--language', 'python', '--title', 'Sums')
  expect(begun).toMatchObject({ status: 0, written: expect.stringContaining('npm run exercises -- check sums') })
  const { status, written } = await run('check', '.', '--static')
  expect(status).toBe(0)
  expect(written).toMatch(/^exercise +language +tests +slowest +limit +check$/m)
  expect(written).toMatch(/^sums +python +– +– +– +✓$/m)
  expect(written).toContain('1 checked, nothing wrong.')
})

it('tells what is wrong as it lies from where it was called, and fails', async () => {
  await run('new', 'sums')
  await folder.write({ 'sums/tests/tests.yaml': '- name: one\n  stdot: "1"\n' })
  const { status, written } = await run('check', 'sums', '--static')
  expect(status).toBe(1)
  expect(written).toContain('\nsums/tests/tests.yaml:2: 0.stdot: there is no such field: is it misspelt?\n')
  expect(written).toContain('1 checked, 1 to put right.')
})

it('takes no prerequisite that a server with this folder would not have', async () => {
  await run('new', 'sums')
  const text = await readFile(join(folder.path, 'sums/exercise.md'), 'utf8')
  await folder.write({ 'sums/exercise.md': text.replace('---\n', `---\nprerequisites: [${SHIPPED}]\n`) })
  const { status, written } = await run('check', 'sums', '--static')
  expect(status).toBe(1)
  expect(written).toContain(`\nsums/exercise.md:2: there is no exercise "${SHIPPED}"\n`)
})

it.each([
  [[], 'Say what to do.'],
  [['destroy'], 'There is no destroy.'],
  [['new'], 'Name one folder to begin.'],
  [['new', 'sums', '--language', 'klingon'], 'There is no language klingon. There are: '],
  [['import', 'track'], 'Say where the course is put: --into <folder>.'],
  [['import', 'track', '--into', '.'], 'track is not a folder'],
])('explains itself when it does not understand: %j', async (argv, said) => {
  await expect(run(...argv)).rejects.toThrow(said)
})
