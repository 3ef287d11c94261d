import type { ExerciseIndex, Exercise as ExerciseView } from '../protocol/exercise.ts'
import type { Exercise } from './exercise.ts'

/** The exercises that there are now, as whoever asks for them needs them. */
export type CatalogueView = {
  index(): ExerciseIndex
  find(slug: string): Exercise | undefined
  /** What of an exercise may leave the server. */
  view(exercise: Exercise): ExerciseView
}
