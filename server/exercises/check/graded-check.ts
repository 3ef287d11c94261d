import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Grading, TestResult } from '../../protocol/exercise.ts'
import type { SourceFile } from '../../protocol/messages.ts'
import type { Exercise, Grade, GradeEvents, InLanguage } from '../exercise.ts'
import type { Fault } from '../format/fault.ts'
import type { Loaded } from '../format/load.ts'

/** How much longer a test may take on a machine that is busy, or of a student whose way is not the author's. */
const LIMIT_FACTOR = 3
/** A test that is too slow is measured so often in all: the machine may have been busy. */
const MEASURED = 3
const MESSAGE_CHARS = 400

export type GradedCheck = {
  readonly language: string
  readonly faults: readonly Fault[]
  readonly tests: number
  readonly slowestMs: number
  readonly limitMs: number
}

export type GradedCheckDeps = {
  readonly grade: Grade
  /** The longest that a program may run here, of a language. */
  readonly mostMs: (language: string) => number
  readonly signal: AbortSignal
}

/** Grades the solution and the starter of an exercise in one of its languages, and says what is not as it must be. */
export async function checkGraded(
  { exercise, folder, placeOf }: Loaded,
  language: string,
  { grade, mostMs, signal }: GradedCheckDeps,
): Promise<GradedCheck> {
  const parts = exercise?.inLanguages.get(language)
  if (!exercise || !parts) throw new Error(`${folder} is not to be graded in ${language}`)
  const limitMs = Math.min(exercise.limits.wallMs, mostMs(language))
  const under = (part: string, name: string): string => join(folder, part, exercise.inLanguages.size > 1 ? language : '', name)
  const gradeFiles = (files: readonly SourceFile[], of: Exercise, events?: GradeEvents): Promise<Grading> =>
    grade({ exercise: of, language, files, tenant: 'check', signal }, events)
  const solutionPlace = { file: under('solution', parts.main), line: 1 }
  const ofTest = ({ name, kind }: TestResult) => (kind === 'io' ? placeOf({ test: name }) : solutionPlace)

  // What hidden tests say is kept back; here it is what helps.
  const open = opened(exercise)
  const faults: Fault[] = []
  const solved = await gradeFiles(parts.solution, exercise, {
    onEmpty: (half, files) => {
      for (const name of files)
        faults.push({
          file: under(half === 'hidden' ? 'hidden' : 'tests', name),
          line: 1,
          message: 'holds no test: is one named otherwise than the framework has it?',
        })
    },
  })
  if (solved.status === 'error') {
    const told = await gradeFiles(parts.solution, open)
    const { message } = told.status === 'error' ? told : solved
    return {
      language,
      faults: [{ ...solutionPlace, message: `no test ran on the solution: ${short(message)}` }],
      tests: 0,
      slowestMs: 0,
      limitMs,
    }
  }
  if (solved.tests.some(({ status }) => status !== 'pass')) {
    const told = (await gradeFiles(parts.solution, open)).tests.filter(({ status }) => status !== 'pass')
    for (const result of solved.tests.filter(({ status }) => status !== 'pass')) {
      const { message, reason } = told.find(({ name, kind }) => name === result.name && kind === result.kind) ?? result
      const why = (reason ?? result.reason) ? ` (${reason ?? result.reason})` : ''
      faults.push({ ...ofTest(result), message: `the solution does not pass "${result.name}"${why}: ${short(message || result.status)}` })
    }
  }
  faults.push(...unreached(solved, parts).map(message => ({ ...solutionPlace, message })))

  let slow = new Map(solved.tests.map(result => [result, result.wallMs]))
  for (let time = 1; time < MEASURED && faults.length === 0 && [...slow.values()].some(ms => ms * LIMIT_FACTOR > limitMs); time++) {
    const again = await gradeFiles(parts.solution, exercise)
    slow = new Map([...slow].map(([result, ms]) => [result, Math.min(ms, again.tests[result.index]?.wallMs ?? ms)]))
  }
  for (const [result, ms] of slow)
    if (result.status === 'pass' && ms * LIMIT_FACTOR > limitMs)
      faults.push({
        ...ofTest(result),
        message: `the solution takes ${ms} ms for "${result.name}"; with a limit of ${limitMs} ms it may take ${Math.floor(limitMs / LIMIT_FACTOR)}: raise limits.seconds`,
      })

  const begun = await gradeFiles(parts.starter, exercise)
  if (begun.status === 'pass')
    faults.push({ file: under('starter', parts.main), line: 1, message: 'passes every test before anything is written' })
  return { language, faults, tests: solved.tests.length, slowestMs: Math.max(0, ...slow.values()), limitMs }
}

/** Every test that the folder holds must have been carried out on the solution. */
function unreached({ tests }: Grading, { visible, hidden }: InLanguage): readonly string[] {
  return [visible, hidden].flatMap((half, index) => {
    const isHidden = index === 1
    const which = isHidden ? 'hidden' : 'visible'
    const graded = tests.filter(test => test.hidden === isHidden)
    const wanted = [
      ...half.io.map(({ name }) => name),
      ...half.generated.flatMap(({ name, count }) => Array.from({ length: count }, (_, number) => `${name} ${number + 1}`)),
    ]
    const names = new Set(graded.map(({ name }) => name))
    const lost = wanted.filter(name => !names.has(name)).map(name => `the ${which} test "${name}" is never carried out`)
    const units = half.files.length === 0 || graded.some(({ kind }) => kind === 'unit')
    return units ? lost : [...lost, `no ${which} unit test is carried out`]
  })
}

/** The exercise with its hidden tests among the visible ones. */
function opened(exercise: Exercise): Exercise {
  const inLanguages = [...exercise.inLanguages].map(([id, parts]): [string, InLanguage] => {
    const { visible, hidden } = parts
    const all = {
      io: [...visible.io, ...hidden.io],
      generated: [...visible.generated, ...hidden.generated],
      files: [...visible.files, ...hidden.files],
    }
    return [id, { ...parts, visible: all, hidden: { io: [], generated: [], files: [] } }]
  })
  const version = createHash('sha256').update(`opened ${exercise.version}`).digest('hex')
  return { ...exercise, version, inLanguages: new Map(inLanguages) }
}

function short(message: string): string {
  const line = message.trim().replace(/\s*\n\s*/g, ' ⏎ ')
  return line.length > MESSAGE_CHARS ? `${line.slice(0, MESSAGE_CHARS)}…` : line
}
