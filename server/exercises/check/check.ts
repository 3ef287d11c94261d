import { basename } from 'node:path'
import { AppError } from '../../platform/app-error.ts'
import type { Profile } from '../../profiles/profile.ts'
import { AuthoringError } from '../authoring/new-exercise.ts'
import type { Grade } from '../exercise.ts'
import type { Fault } from '../format/fault.ts'
import type { Loaded } from '../format/load.ts'
import { checkGraded, type GradedCheck } from './graded-check.ts'
import { checkStatic } from './static-check.ts'

export type CheckDeps = {
  /** What is checked: exercises, courses, or folders that hold some. */
  readonly folders: readonly string[]
  /** Folders whose exercises may be named by those that are checked. */
  readonly around: readonly string[]
  /** Slugs; all when empty. */
  readonly only: readonly string[]
  readonly profiles: readonly Profile[]
  /** What grades in these languages. Null where nothing is to be run. */
  readonly openGrader: ((languages: readonly Profile[]) => Promise<{ readonly grade: Grade } & AsyncDisposable>) | null
  readonly atOnce: number
  /** Told each fault as soon as it is found. */
  readonly onFault: (fault: Fault) => void
  /** Told how far it is. */
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

type CheckedRow = {
  readonly slug: string
  /** Empty where it could not be read. */
  readonly language: string
  /** Null where nothing was run. */
  readonly graded: GradedCheck | null
  readonly faults: number
}

export type CheckReport = { readonly rows: readonly CheckedRow[]; readonly faults: number }

/** Checks exercises: first what can be seen in their files, and then, where nothing is wrong with that, by grading their solutions and starters. */
export async function checkExercises(deps: CheckDeps): Promise<CheckReport> {
  const { folders, around, only, profiles, openGrader, onFault } = deps
  let count = 0
  const tell = (faults: readonly Fault[]): void => {
    count += faults.length
    for (const fault of faults) onFault(fault)
  }
  const { exercises, faults } = await checkStatic(folders, profiles, around)
  const chosen = exercises.filter(({ loaded }) => only.length === 0 || only.includes(loaded.slug))
  const unknown = only.filter(slug => !chosen.some(({ loaded }) => loaded.slug === slug))
  if (unknown.length > 0)
    throw new AuthoringError(`There is no exercise ${unknown.join(', ')} in ${folders.map(one => basename(one)).join(', ')}.`)
  if (only.length === 0) tell(faults)
  for (const exercise of chosen) tell(exercise.faults)

  const sound = chosen.filter(exercise => exercise.faults.length === 0 && exercise.loaded.exercise !== null)
  const work = sound.flatMap(({ loaded }) => [...(loaded.exercise?.inLanguages.keys() ?? [])].map(language => ({ loaded, language })))
  const graded = new Map<Loaded, GradedCheck[]>()
  if (openGrader && work.length > 0) {
    const needed = profiles.filter(({ id }) => work.some(({ language }) => language === id))
    await using grader = await openGrader(needed)
    // Exercises of one language one after the other: its boxes are then there already.
    work.sort((a, b) => needed.findIndex(({ id }) => id === a.language) - needed.findIndex(({ id }) => id === b.language))
    await gradeAll(work, grader.grade, deps, (loaded, result) => {
      graded.set(loaded, [...(graded.get(loaded) ?? []), result])
      tell(result.faults)
    })
  }
  return { rows: chosen.flatMap(({ loaded, faults }) => rowsOf(loaded, faults.length, graded.get(loaded) ?? [])), faults: count }
}

type Work = { readonly loaded: Loaded; readonly language: string }

async function gradeAll(
  work: readonly Work[],
  grade: Grade,
  { profiles, atOnce, onProgress, signal }: CheckDeps,
  onResult: (loaded: Loaded, result: GradedCheck) => void,
): Promise<void> {
  const mostMs = (language: string): number => profiles.find(({ id }) => id === language)?.apiLimits.wallMs ?? 0
  const waiting = [...work]
  let done = 0
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { loaded, language } = next
      onProgress(`${done} of ${work.length}: ${loaded.slug} in ${language}`)
      onResult(loaded, await checkGraded(loaded, language, { grade, mostMs, signal }).catch(fault => refused(loaded, language, fault)))
      done++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** No box was to be had, or it failed: that is told of the exercise, and the others are checked. */
function refused({ placeOf }: Loaded, language: string, fault: unknown): GradedCheck {
  if (!(fault instanceof AppError)) throw fault
  const message = `could not be graded in ${language}: ${fault.message}`
  return { language, faults: [{ ...placeOf({ field: 'title' }), message }], tests: 0, slowestMs: 0, limitMs: 0 }
}

function rowsOf({ slug, exercise }: Loaded, faults: number, graded: readonly GradedCheck[]): readonly CheckedRow[] {
  if (!exercise) return [{ slug, language: '', graded: null, faults }]
  return [...exercise.inLanguages.keys()].map(language => {
    const result = graded.find(one => one.language === language) ?? null
    return { slug, language, graded: result, faults: faults + (result?.faults.length ?? 0) }
  })
}
