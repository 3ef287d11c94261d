import { AppError } from '../platform/app-error.ts'
import type { Solution } from '../protocol/exercise.ts'
import type { SubmissionRows } from '../store/submission-rows.ts'
import type { CatalogueView } from './catalogue-view.ts'
import { findExercise, inLanguage } from './find-exercise.ts'

type Deps = { readonly rows: Pick<SubmissionRows, 'read'>; readonly catalogue: Pick<CatalogueView, 'find'> }

/** The solution of an exercise, for whoever may look at it: where it is shown to who has passed, a submission in that language must say so. */
export async function solutionFor(
  { rows, catalogue }: Deps,
  slug: string,
  language: string,
  submissionId: string | null,
): Promise<Solution> {
  const exercise = findExercise(catalogue, slug)
  const { main, solution } = inLanguage(exercise, language)
  if (exercise.solutionShown === 'never') throw new AppError('solution_closed', 'The solution of this exercise is not shown.')
  if (exercise.solutionShown === 'after_pass') {
    const kept = submissionId === null ? null : await rows.read(submissionId)
    if (kept?.slug !== slug || kept.language !== language || kept.status !== 'pass') {
      throw new AppError('solution_closed', 'The solution is shown to whoever has passed every test in this language.')
    }
  }
  return { language, main, files: [...solution] }
}
