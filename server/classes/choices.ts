import type { Choice } from '../protocol/classes.ts'
import { CLASS_EXERCISES } from '../protocol/classes.ts'
import type { ExerciseIndex, ExerciseSummary } from '../protocol/exercise.ts'

/** The exercises that were chosen and are there, each once, in the order of the choices and of the courses. */
export function chosenExercises(choices: readonly Choice[], { courses, exercises }: ExerciseIndex): readonly ExerciseSummary[] {
  const slugs = choices.flatMap(choice => {
    if ('exercise' in choice) return [choice.exercise]
    const sections = courses.find(({ slug }) => slug === choice.course)?.sections ?? []
    return sections.filter(({ title }) => choice.section === undefined || choice.section === title).flatMap(section => section.exercises)
  })
  const bySlug = new Map(exercises.map(exercise => [exercise.slug, exercise]))
  return [...new Set(slugs)].flatMap(slug => bySlug.get(slug) ?? []).slice(0, CLASS_EXERCISES)
}

/** A choice of what is not there, if there is one. What was chosen before may be gone. */
export function unknownChoice(choices: readonly Choice[], before: readonly Choice[], index: ExerciseIndex): string | null {
  const known = new Set(before.map(nameOf))
  const unknown = choices.find(choice => !known.has(nameOf(choice)) && chosenExercises([choice], index).length === 0)
  return unknown === undefined ? null : nameOf(unknown)
}

function nameOf(choice: Choice): string {
  if ('exercise' in choice) return choice.exercise
  return choice.section === undefined ? choice.course : `${choice.course}, ${choice.section}`
}
