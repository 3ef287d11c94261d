import '../workspace/no-eval.ts'
import { z } from 'zod'
import { type Grading, type Submission, SubmissionId } from '../../server/protocol/exercise.ts'
import { NAME_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import { SourceFile } from '../../server/protocol/messages.ts'
import { savedExercise, saveExercise } from '../workspace/saved.ts'
import { type Member, workKey } from './member.ts'

/** The oldest give way to more, and their files sooner. */
export const ATTEMPTS_MOST = 30
const FILES_CHARS = 200_000

const Files = z.array(SourceFile).max(SOURCE_FILES)

const Attempt = z.object({
  id: SubmissionId,
  atMs: z.number().int().nonnegative(),
  language: z.string().max(64),
  status: z.enum(['pass', 'fail', 'error']),
  points: z.number(),
  maxPoints: z.number(),
  passed: z.number().int().nonnegative(),
  tests: z.number().int().nonnegative(),
  main: z.string().max(NAME_BYTES),
  /** Null where there was no room to keep them. */
  files: Files.nullable(),
})
/** A solution that was handed in, and what came of it. */
export type Attempt = Readonly<z.infer<typeof Attempt>>

const HandedIn = z.object({
  /** By which the server knows it again. */
  key: z.string().min(16).max(64),
  atMs: z.number().int().nonnegative(),
  language: z.string().max(64),
  main: z.string().max(NAME_BYTES),
  files: Files.min(1),
})
/** A solution that is being graded: after a reload, its result is asked for again. */
export type HandedIn = Readonly<z.infer<typeof HandedIn>>

const ExerciseRecord = z.object({
  /** How many have been opened. */
  hints: z.number().int().nonnegative().catch(0),
  /** The newest first. */
  attempts: z.array(Attempt).max(ATTEMPTS_MOST).catch([]),
  /** The last submission that passed everything, by language; null where the server no longer has it. */
  solved: z.record(z.string().max(64), SubmissionId.nullable()).catch({}),
  /** The best score so far. */
  best: z.object({ points: z.number(), maxPoints: z.number() }).nullable().catch(null),
  handedIn: HandedIn.nullable().catch(null),
})
/** What this browser remembers of an exercise, of each member of a class apart. */
export type ExerciseRecord = Readonly<z.infer<typeof ExerciseRecord>>

type Owner = Pick<Member, 'mark'> | null

export const NO_RECORD: ExerciseRecord = { hints: 0, attempts: [], solved: {}, best: null, handedIn: null }

export function savedRecord(slug: string, owner: Owner): ExerciseRecord {
  try {
    return ExerciseRecord.safeParse(JSON.parse(savedExercise(workKey(slug, owner)) ?? 'null')).data ?? NO_RECORD
  } catch {
    return NO_RECORD
  }
}

/** Keeps it; where the browser has no room, without the files of what was handed in before. False where even that is too much. */
export function saveRecord(slug: string, owner: Owner, record: ExerciseRecord): boolean {
  const key = workKey(slug, owner)
  if (saveExercise(key, JSON.stringify(record))) return true
  return saveExercise(key, JSON.stringify({ ...record, attempts: record.attempts.map(attempt => ({ ...attempt, files: null })) }))
}

/** Nothing more is asked about what was handed in under this key. Another tab may have handed in something since. */
export function settled(record: ExerciseRecord, key: string): ExerciseRecord {
  return record.handedIn?.key === key ? { ...record, handedIn: null } : record
}

/** Adds what came of a solution. The same submission counts once. */
export function withResult(record: ExerciseRecord, submission: Submission, from: Pick<HandedIn, 'key' | 'files' | 'main'>): ExerciseRecord {
  const { id, language, grading, createdMs } = submission
  const { status, points, maxPoints, tests } = grading
  const attempt: Attempt = {
    id,
    atMs: createdMs,
    language,
    status,
    points,
    maxPoints,
    passed: passedTests(grading),
    tests: tests.length,
    main: from.main,
    files: [...from.files],
  }
  const better = record.best === null || share({ points, maxPoints }) > share(record.best)
  return {
    ...settled(record, from.key),
    attempts: bounded([attempt, ...record.attempts.filter(other => other.id !== id)]),
    solved: status === 'pass' ? { ...record.solved, [language]: id } : record.solved,
    best: better ? { points, maxPoints } : record.best,
  }
}

/** The server no longer has this submission, nor any that is older: they show nobody any more that something was solved. That it was stays. */
export function withoutProofs(record: ExerciseRecord, id: string): ExerciseRecord {
  const at = record.attempts.findIndex(attempt => attempt.id === id)
  const newer = record.attempts.slice(0, at === -1 ? undefined : at).map(attempt => attempt.id)
  const solved = Object.entries(record.solved).map(([language, proof]) => [
    language,
    proof !== null && newer.includes(proof) ? proof : null,
  ])
  return { ...record, solved: Object.fromEntries(solved) }
}

function bounded(attempts: readonly Attempt[]): Attempt[] {
  let chars = 0
  return attempts.slice(0, ATTEMPTS_MOST).map((attempt, at) => {
    chars += attempt.files?.reduce((sum, { name, content }) => sum + name.length + content.length, 0) ?? 0
    // The last one can be restored in any case.
    return at > 0 && chars > FILES_CHARS ? { ...attempt, files: null } : attempt
  })
}

function passedTests({ tests }: Grading): number {
  return tests.filter(({ status }) => status === 'pass').length
}

export function share({ points, maxPoints }: { readonly points: number; readonly maxPoints: number }): number {
  return maxPoints > 0 ? points / maxPoints : 0
}

/** How far somebody is with an exercise. */
export type Standing = { readonly name: 'new' } | { readonly name: 'begun'; readonly share: number } | { readonly name: 'solved' }

export function standing({ solved, best }: ExerciseRecord): Standing {
  if (Object.keys(solved).length > 0) return { name: 'solved' }
  if (best === null) return { name: 'new' }
  return { name: 'begun', share: share(best) }
}
