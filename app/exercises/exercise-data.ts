import { cache } from 'react'
import { Exercise, ExerciseIndex, ExerciseSlug } from '../../server/protocol/exercise.ts'

const PATIENCE_MS = 10_000

/** Asks the server for all exercises, once for each page. */
export const readIndex = cache(async (): Promise<ExerciseIndex> => {
  const response = await ask('/exercises')
  if (!response.ok) throw new Error(`the server answered ${response.status} for the exercises`)
  return ExerciseIndex.parse(await response.json())
})

/** Null where there is no such exercise. */
export const findExercise = cache(async (slug: string): Promise<Exercise | null> => {
  if (!ExerciseSlug.safeParse(slug).success) return null
  const response = await ask(`/exercises/${slug}`)
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`the server answered ${response.status} for an exercise`)
  return Exercise.parse(await response.json())
})

async function ask(path: string): Promise<Response> {
  const base = process.env.GLOVEBOX_PAGES_DATA
  if (!base) throw new Error('GLOVEBOX_PAGES_DATA is not set: the pages cannot ask for exercises')
  return fetch(`${base}${path}`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
}
