import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadProfiles } from '../../profiles/load.ts'
import { faultText } from '../format/fault.ts'
import { checkStatic } from './static-check.ts'

const PROFILES = join(import.meta.dirname, '../../../profiles')

test('nothing is wrong with the files of the exercises that are shipped', async () => {
  const { exercises, courses, faults } = await checkStatic([join(PROFILES, 'exercises')], await loadProfiles(PROFILES))
  expect([...faults, ...exercises.flatMap(exercise => exercise.faults)].map(faultText)).toEqual([])
  expect(courses.length).toBeGreaterThan(0)
  expect(exercises.every(({ loaded }) => loaded.exercise !== null)).toBe(true)
})
