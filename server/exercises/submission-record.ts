import { createHash, randomInt } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../platform/app-error.ts'
import { ERROR_CODES } from '../protocol/errors.ts'
import { Grading, type Submission } from '../protocol/exercise.ts'
import { SourceFile } from '../protocol/messages.ts'
import type { KeptGrading, SubmissionRecord } from '../store/submission-record.ts'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LETTERS = 22

const Files = z.array(SourceFile)
const Fault = z.object({ code: z.enum(ERROR_CODES), message: z.string() })

/** Nobody guesses it: whoever has it may read what was handed in. */
export function createSubmissionId(): string {
  return Array.from({ length: ID_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

export function filesOf({ files }: SubmissionRecord): SourceFile[] {
  return Files.parse(JSON.parse(files))
}

/** Null while it is graded, and where that failed. */
export function gradingOf({ grading }: SubmissionRecord): Grading | null {
  return grading === null ? null : Grading.parse(JSON.parse(grading))
}

export function toSubmission({ id, slug, version, language, createdMs }: Omit<Submission, 'grading'>, grading: Grading): Submission {
  return { id, slug, version, language, createdMs, grading }
}

export function toKept(grading: Grading): KeptGrading {
  const { status, points, maxPoints } = grading
  return { grading: JSON.stringify(grading), status, points, maxPoints }
}

/** Why there is no result and will be none; null where that is not so. */
export function faultOf({ fault }: SubmissionRecord): AppError | null {
  if (fault === null) return null
  const { code, message } = Fault.parse(JSON.parse(fault))
  return new AppError(code, message)
}
