import { AppError } from '../platform/app-error.ts'
import type { CatalogueView } from './catalogue-view.ts'
import type { Exercise, InLanguage } from './exercise.ts'

/** Throws `not_found` where there is none. */
export function findExercise(catalogue: Pick<CatalogueView, 'find'>, slug: string): Exercise {
  const exercise = catalogue.find(slug)
  if (!exercise) throw new AppError('not_found', 'There is no such exercise.')
  return exercise
}

/** Throws `bad_profile` where the exercise is not in that language. */
export function inLanguage(exercise: Exercise, language: string): InLanguage {
  const found = exercise.inLanguages.get(language)
  if (found) return found
  throw new AppError('bad_profile', `This exercise is not in that language, but in: ${[...exercise.inLanguages.keys()].join(', ')}.`)
}
