import { AppError } from '../platform/app-error.ts'
import type { Grading } from '../protocol/exercise.ts'
import type { GradingRows } from '../store/grading-rows.ts'
import type { SubmissionRecord } from '../store/submission-record.ts'
import type { SubmissionRows } from '../store/submission-rows.ts'
import type { VersionRows } from '../store/version-rows.ts'
import type { CatalogueView } from './catalogue-view.ts'
import type { Exercise, Grade } from './exercise.ts'
import { findExercise } from './find-exercise.ts'
import { notThere } from './refusals.ts'
import { fromStored, toStored } from './stored-exercise.ts'
import { filesOf, gradingOf, toKept } from './submission-record.ts'

type Deps = {
  readonly rows: SubmissionRows
  readonly gradings: Pick<GradingRows, 'replace'>
  readonly versions: VersionRows
  readonly catalogue: Pick<CatalogueView, 'find'>
  readonly grade: Grade
  readonly now: () => number
}

/** One submission, or all of an exercise that were graded. */
export type RegradeTarget = { readonly id: string } | { readonly slug: string }

export type RegradeOptions = {
  /** The exercise as it was when something was handed in, or as it is now. */
  readonly version: 'stored' | 'newest'
  /** Whether the new result takes the place of the old one. */
  readonly keep: boolean
  readonly signal: AbortSignal
}

type Verdict = Pick<Grading, 'status' | 'points' | 'maxPoints'> & { readonly version: string }

export type Regraded = {
  readonly submission: SubmissionRecord
  readonly before: Verdict | null
  /** Null where it could not be graded. */
  readonly after: Verdict | null
  readonly grading: Grading | null
  readonly fault: AppError | null
  readonly differs: boolean
}

/** Ids that are held at a time. */
const PAGE = 100

/** Grades again what was graded before, one after the other, and compares. One that cannot be graded does not keep the others from it. */
export async function* regrade(deps: Deps, target: RegradeTarget, options: RegradeOptions): AsyncGenerator<Regraded> {
  for await (const id of idsOf(deps, target)) {
    options.signal.throwIfAborted()
    const submission = await deps.rows.read(id)
    if (submission) yield await regradeOne(deps, submission, options)
    else if ('id' in target) throw notThere()
  }
}

async function* idsOf({ rows }: Deps, target: RegradeTarget): AsyncGenerator<string> {
  if ('id' in target) return yield target.id
  for (let after = ''; ; ) {
    const ids = await rows.gradedOf(target.slug, after, PAGE)
    yield* ids
    const last = ids.at(-1)
    if (last === undefined || ids.length < PAGE) return
    after = last
  }
}

async function regradeOne(deps: Deps, submission: SubmissionRecord, options: RegradeOptions): Promise<Regraded> {
  const { gradings, grade, now } = deps
  const { id, language, main } = submission
  const known = gradingOf(submission)
  const before = known && verdictOf(known, submission.version)
  try {
    const exercise = await exerciseOf(deps, submission, options)
    const grading = await grade({ exercise, language, main, files: filesOf(submission), tenant: 'regraded', signal: options.signal })
    const after = verdictOf(grading, exercise.version)
    if (options.keep) {
      const version = { hash: exercise.version, slug: exercise.slug, content: toStored(exercise), createdMs: now() }
      await gradings.replace(id, version, toKept(grading), now())
    }
    const differs = before?.status !== after.status || before.points !== after.points || before.maxPoints !== after.maxPoints
    return { submission, before, after, grading, fault: null, differs }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || options.signal.aborted) throw thrown
    return { submission, before, after: null, grading: null, fault: thrown, differs: false }
  }
}

async function exerciseOf({ versions, catalogue }: Deps, { slug, version }: SubmissionRecord, options: RegradeOptions): Promise<Exercise> {
  if (options.version === 'newest') return findExercise(catalogue, slug)
  const content = await versions.read(version)
  if (content === null) throw notThere()
  return fromStored(content)
}

function verdictOf({ status, points, maxPoints }: Grading, version: string): Verdict {
  return { status, points, maxPoints, version }
}
