import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadProfiles } from '../../profiles/load.ts'
import { checkStatic } from '../check/static-check.ts'
import { testFolder } from '../test-folders.ts'
import { writeNewExercise } from './new-exercise.ts'

const profiles = await loadProfiles(join(import.meta.dirname, '../../../profiles'))

test('a new exercise is sound in every language', async () => {
  await using folder = await testFolder()
  for (const language of profiles)
    await writeNewExercise({ folder: join(folder.path, `in-${language.id}`), language, title: `In "${language.title}"` })
  const { exercises, faults } = await checkStatic([folder.path], profiles)
  expect([...faults, ...exercises.flatMap(exercise => exercise.faults)]).toEqual([])
  expect(exercises.map(({ loaded }) => loaded.exercise?.title)).toContain('In "Python"')
  expect(exercises).toHaveLength(profiles.length)
})

test('its title is made of its name when none is given', async () => {
  await using folder = await testFolder()
  const [language] = profiles
  if (!language) throw new Error('no language')
  await writeNewExercise({ folder: join(folder.path, 'two-sums'), language, title: undefined })
  expect(await readFile(join(folder.path, 'two-sums/exercise.md'), 'utf8')).toContain('title: "Two sums"')
})

test('what is there is not touched, and a name must be a slug', async () => {
  await using folder = await testFolder({ 'hello/notes.txt': 'mine' })
  const [language] = profiles
  if (!language) throw new Error('no language')
  const begin = (name: string, title?: string) => writeNewExercise({ folder: join(folder.path, name), language, title })
  await expect(begin('hello')).rejects.toThrow('is there already')
  await expect(begin('Two Sums')).rejects.toThrow('cannot be an exercise’s name')
  await expect(begin('sums', ' ')).rejects.toThrow('A title has 1 to 100 characters')
  expect(await readFile(join(folder.path, 'hello/notes.txt'), 'utf8')).toBe('mine')
})
