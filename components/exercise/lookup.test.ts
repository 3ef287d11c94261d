import { expect, it } from 'vitest'
import type { ExerciseIndex, ExerciseSummary } from '../../server/protocol/exercise.ts'
import { addressOf, choices, found, NO_SEARCH, placeOf, searchOf } from './lookup.ts'

const exercise = (slug: string, change: Partial<ExerciseSummary> = {}): ExerciseSummary => ({
  slug,
  title: slug.toUpperCase(),
  languages: ['python'],
  difficulty: 'easy',
  tags: [],
  points: 10,
  prerequisites: [],
  ...change,
})
const index: ExerciseIndex = {
  courses: [
    {
      slug: 'first',
      title: 'First steps',
      description: '',
      sections: [
        { title: 'One', exercises: ['a', 'b'] },
        { title: 'Two', exercises: ['c', 'gone'] },
      ],
    },
  ],
  exercises: [
    exercise('a'),
    exercise('b', { tags: ['loops'] }),
    exercise('c', { difficulty: 'hard' }),
    exercise('d', { languages: ['c'] }),
  ],
}

it('finds by words, language, difficulty and tag, and leaves out what is empty', () => {
  const slugs = (search: Partial<typeof NO_SEARCH>) => {
    const { courses, others } = found(index, { ...NO_SEARCH, ...search })
    return [
      courses.flatMap(course => course.sections.map(section => section.exercises.map(each => each.slug).join(''))),
      others.map(each => each.slug),
    ]
  }
  expect(slugs({})).toEqual([['ab', 'c'], ['d']])
  expect(slugs({ language: 'c' })).toEqual([[], ['d']])
  expect(slugs({ words: 'LOOP b' })).toEqual([['b'], []])
  expect(slugs({ difficulty: 'hard' })).toEqual([['c'], []])
  expect(slugs({ tag: 'nothing' })).toEqual([[], []])
  expect(choices(index)).toEqual({ languages: ['c', 'python'], tags: ['loops'] })
})

it('keeps the search in the address', () => {
  const search = { words: 'a b', language: 'c', difficulty: '', tag: 'loops' }
  expect(searchOf(Object.fromEntries(new URLSearchParams(addressOf(search))))).toEqual(search)
  expect(addressOf(NO_SEARCH)).toBe('')
  expect(searchOf({ q: ['one', 'two'] }).words).toBe('one')
})

it('knows what comes before and after in the course', () => {
  expect(placeOf(index, 'b')).toMatchObject({ section: 'One', number: 2, count: 3, before: { slug: 'a' }, after: { slug: 'c' } })
  expect(placeOf(index, 'c').after).toBeNull()
  expect(placeOf(index, 'd').course).toBeNull()
})
