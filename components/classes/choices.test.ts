import { expect, it } from 'vitest'
import { isChosen, isCovered, toggled } from './choices.ts'

const [course, section, exercise] = [{ course: 'first' }, { course: 'first', section: 'A' }, { exercise: 'hello' }]

it('chooses and takes back, in the order in which it was chosen', () => {
  const chosen = toggled(exercise, toggled(section, []))
  expect(chosen).toEqual([section, exercise])
  expect(toggled({ ...section }, chosen)).toEqual([exercise])
})

it('tells a course from its section and from an exercise of its name', () => {
  expect([isChosen(course, [section]), isChosen(section, [course]), isChosen({ exercise: 'first' }, [course])]).toEqual([
    false,
    false,
    false,
  ])
  expect([isCovered(section, [course]), isCovered(course, [section]), isCovered(section, [section])]).toEqual([true, false, true])
})
