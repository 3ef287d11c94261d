import type { Difficulty, ExerciseIndex, ExerciseSummary } from '../../server/protocol/exercise.ts'

export const DIFFICULTIES: readonly Difficulty[] = ['easy', 'medium', 'hard']

/** What is looked for; empty: whatever. */
export type Search = { readonly words: string; readonly language: string; readonly difficulty: string; readonly tag: string }

export const NO_SEARCH: Search = { words: '', language: '', difficulty: '', tag: '' }

type Asked = Readonly<Record<string, string | readonly string[] | undefined>>

/** The search that an address holds. */
export function searchOf(asked: Asked): Search {
  const one = (name: string): string => {
    const value = asked[name]
    return (typeof value === 'string' ? value : (value?.[0] ?? '')).slice(0, 200)
  }
  return { words: one('q'), language: one('language'), difficulty: one('difficulty'), tag: one('tag') }
}

/** A search by the names that its parts have in an address, and in the form. */
export function namedSearch({ words, ...rest }: Search): Readonly<Record<string, string>> {
  return { q: words, ...rest }
}

/** What stands behind the `?` for a search. */
export function addressOf(search: Search): string {
  const named = Object.entries(namedSearch(search)).filter(([, value]) => value !== '')
  return named.length === 0 ? '' : `?${new URLSearchParams(named)}`
}

export function matches(exercise: ExerciseSummary, { words, language, difficulty, tag }: Search): boolean {
  if (language !== '' && !exercise.languages.includes(language)) return false
  if (difficulty !== '' && exercise.difficulty !== difficulty) return false
  if (tag !== '' && !exercise.tags.includes(tag)) return false
  const text = `${exercise.title} ${exercise.slug} ${exercise.tags.join(' ')}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

type ShownSection = { readonly title: string; readonly exercises: readonly ExerciseSummary[] }
export type ShownCourse = {
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly sections: readonly ShownSection[]
}

/** Courses with what is found in them, and what is in none. Nothing that is empty. */
export function found(
  { courses, exercises }: ExerciseIndex,
  search: Search,
): { readonly courses: readonly ShownCourse[]; readonly others: readonly ExerciseSummary[] } {
  const bySlug = new Map(exercises.filter(exercise => matches(exercise, search)).map(exercise => [exercise.slug, exercise]))
  const inCourses = new Set(courses.flatMap(({ sections }) => sections.flatMap(section => section.exercises)))
  return {
    courses: courses
      .map(({ slug, title, description, sections }) => ({
        slug,
        title,
        description,
        sections: sections
          .map(section => ({ title: section.title, exercises: section.exercises.flatMap(each => bySlug.get(each) ?? []) }))
          .filter(section => section.exercises.length > 0),
      }))
      .filter(course => course.sections.length > 0),
    others: [...bySlug.values()].filter(({ slug }) => !inCourses.has(slug)),
  }
}

/** What there is to choose from, in the order of the alphabet. */
export function choices({ exercises }: ExerciseIndex): { readonly languages: readonly string[]; readonly tags: readonly string[] } {
  const sorted = (of: (exercise: ExerciseSummary) => readonly string[]): string[] => [...new Set(exercises.flatMap(of))].sort()
  return { languages: sorted(({ languages }) => languages), tags: sorted(({ tags }) => tags) }
}

export type Place = {
  readonly course: { readonly slug: string; readonly title: string } | null
  readonly section: string | null
  readonly number: number
  readonly count: number
  readonly before: ExerciseSummary | null
  readonly after: ExerciseSummary | null
}

/** Where an exercise stands in its course. */
export function placeOf({ courses, exercises }: ExerciseIndex, slug: string): Place {
  const bySlug = new Map(exercises.map(exercise => [exercise.slug, exercise]))
  for (const course of courses) {
    const order = course.sections.flatMap(section => section.exercises).filter(each => bySlug.has(each))
    const at = order.indexOf(slug)
    if (at < 0) continue
    return {
      course: { slug: course.slug, title: course.title },
      section: course.sections.find(section => section.exercises.includes(slug))?.title ?? null,
      number: at + 1,
      count: order.length,
      before: bySlug.get(order[at - 1] ?? '') ?? null,
      after: bySlug.get(order[at + 1] ?? '') ?? null,
    }
  }
  return { course: null, section: null, number: 0, count: 0, before: null, after: null }
}

export function exercisePath(slug: string): string {
  return `/exercises/${slug}`
}
