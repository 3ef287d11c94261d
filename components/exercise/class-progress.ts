import type { OwnProgress } from '../../server/protocol/classes.ts'
import type { Submission } from '../../server/protocol/exercise.ts'
import { type ExerciseRecord, type HandedIn, share, withResult } from './record.ts'

/** A submission as the server has it, with what was handed in. */
export type SeenSubmission = Pick<HandedIn, 'files' | 'main'> & { readonly submission: Submission }

/** Submissions that the class knows, and this browser does not: those that count. */
export function unseen({ attempts }: ExerciseRecord, progress: OwnProgress | undefined): readonly string[] {
  if (!progress) return []
  const ids = new Set([progress.last, ...Object.values(progress.solved)])
  for (const { id } of attempts) ids.delete(id)
  return [...ids]
}

/**
 * What this browser remembers, with what somebody has handed in for their class from another. It is for showing: what the class knows stays there.
 * @param seen of another browser, as the server told it.
 */
export function withClass(record: ExerciseRecord, progress: OwnProgress | undefined, seen: readonly SeenSubmission[] = []): ExerciseRecord {
  if (!progress) return record
  const known = new Set(record.attempts.map(({ id }) => id))
  const merged = seen
    .filter(({ submission }) => !known.has(submission.id))
    .reduce((before, { submission, ...from }) => withResult(before, submission, { ...from, key: '' }), record)
  const { points, maxPoints, solved } = progress
  const best = merged.best !== null && share(merged.best) >= share({ points, maxPoints }) ? merged.best : { points, maxPoints }
  return {
    ...merged,
    best,
    attempts: [...merged.attempts].sort((a, b) => b.atMs - a.atMs),
    // What this browser handed in before it belonged to the class is not kept for ever.
    solved: { ...merged.solved, ...solved },
  }
}
