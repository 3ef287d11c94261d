import type { Insertable, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type NewSubmission = {
  readonly id: string
  readonly slug: string
  /** Hash of the exercise's version. */
  readonly version: string
  readonly language: string
  readonly main: string
  /** JSON. */
  readonly files: string
  /** SHA-256 of all that was asked for. */
  readonly digest: string
  /** SHA-256 of the request's own name and of who sent it; null where it had none. */
  readonly requestKey: string | null
  /** Whose it is, of a class; null: nobody's. */
  readonly member: string | null
}

/** What came of it, as it is kept: JSON, and what of that is counted by. */
export type KeptGrading = {
  readonly grading: string
  readonly status: 'pass' | 'fail' | 'error'
  readonly points: number
  readonly maxPoints: number
}

/** A submission without what was handed in: for lists. */
export type SubmissionSummary = {
  readonly id: string
  readonly slug: string
  readonly version: string
  readonly language: string
  readonly member: string | null
  /** Null while it is graded, and where that failed. */
  readonly status: string | null
  readonly points: number | null
  readonly maxPoints: number | null
  readonly createdMs: number
}

/** A submission with all that is known of it, as it leaves one database for another. */
export type SubmissionRecord = NewSubmission &
  SubmissionSummary & {
    /** How often its grading was begun. */
    readonly attempts: number
    /** JSON; null while it goes on, and where it failed. */
    readonly grading: string | null
    /** JSON: why there is no grading and will be none. */
    readonly fault: string | null
    readonly gradedMs: number | null
  }

export function toRow({ requestKey, maxPoints, createdMs, gradedMs, ...row }: SubmissionRecord): Insertable<Tables['submissions']> {
  return { ...row, request_key: requestKey, max_points: maxPoints, created_ms: createdMs, graded_ms: gradedMs }
}

/** Who grades it just now is of no use in another database. */
export function toRecord({
  request_key,
  max_points,
  created_ms,
  graded_ms,
  holder: _,
  held_until_ms: __,
  ...row
}: Selectable<Tables['submissions']>): SubmissionRecord {
  return { ...row, requestKey: request_key, maxPoints: max_points, createdMs: created_ms, gradedMs: graded_ms }
}
