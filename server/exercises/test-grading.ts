import { createHash } from 'node:crypto'
import { Pool } from '../box/pool.ts'
import type { Engine } from '../engine/engine.ts'
import { createOwner } from '../engine/reaper.ts'
import { silentLogger } from '../platform/logger.ts'
import { createMetrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Grading } from '../protocol/exercise.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { Exercise, GeneratedTests, GradeEvents, IoTest, Tests } from './exercise.ts'
import { createGrader, type Grader } from './grading/grader.ts'

/** Limits for what is to reach none of them, on a machine that does other things as well. */
export const ENOUGH: Exercise['limits'] = { wallMs: 15_000, cpuMs: 15_000 }

/** A whole class is graded meanwhile, on a machine that does other things as well. */
const GRADE_MS = 600_000

/** An input/output test with what it is by default. */
export function io(test: Partial<IoTest> & Pick<IoTest, 'name'>): IoTest {
  return { stdin: '', args: [], stdout: null, stderr: null, exit: 0, compare: 'trimmed', tolerance: 1e-6, hint: null, points: 1, ...test }
}

/** The tests of one half of an exercise, in short: `with` is the generator's source, and files of unit tests are told by their names. */
type TestsInShort = {
  readonly io?: readonly IoTest[]
  readonly generated?: readonly (Pick<GeneratedTests, 'name' | 'seed' | 'count'> & { readonly with: string })[]
  readonly files?: Readonly<Record<string, string>>
}

type ExerciseInShort = {
  readonly visible?: TestsInShort
  readonly hidden?: TestsInShort
  readonly solution: string | Readonly<Record<string, string>>
  readonly limits?: Exercise['limits']
  readonly language?: string
}

export type GradingBench = {
  readonly pool: Pool
  readonly grader: Grader
  /** Grades a solution: the main file's text, or several files by name. */
  grade(
    exercise: ExerciseInShort,
    submitted: string | Readonly<Record<string, string>>,
    events?: GradeEvents,
    tenant?: string,
  ): Promise<Grading>
  close(): Promise<void>
}

/** Grades with a pool of its own. */
export function openBench(
  engine: Engine,
  languages: readonly { readonly profile: Profile; readonly image: string }[],
  { atOnce = 1, maxBoxes = 4, warmBoxes = 1 } = {},
): GradingBench {
  const log = silentLogger()
  const profiles = languages.map(({ profile }) => profile)
  const pool = new Pool({
    engine,
    labels: createOwner().labels,
    profiles,
    maxBoxes,
    warmBoxes,
    maxQueue: 100,
    log,
    metrics: createMetrics(),
  })
  for (const { profile, image } of languages) pool.setImage(profile.id, image)
  const byId = new Map(profiles.map(profile => [profile.id, profile]))
  const grader = createGrader({ pool, profiles: byId, atOnce, mostWaiting: 100, log })
  return {
    pool,
    grader,
    grade: (short, submitted, events, tenant = 'somebody') => {
      const language = short.language ?? (profiles[0] as Profile).id
      const profile = byId.get(language) as Profile
      const files = filesOf(submitted, profile)
      return grader.grade({ exercise: toExercise(short, profile), language, files, tenant, signal: AbortSignal.timeout(GRADE_MS) }, events)
    },
    close: async () => {
      grader.close()
      await pool.close()
    },
  }
}

/**
 * Grades what loops in one test, and gives what became of each test. The loop uses its limit up, so that is a short one; where the machine stood still so
 * long that another test has reached it, too, all is graded once more with a limit that no such moment reaches.
 */
export async function gradeLoop(
  loopingTest: number,
  shortMs: number,
  grade: (limits: Exercise['limits']) => Promise<Grading>,
): Promise<readonly string[]> {
  let { tests } = await grade({ wallMs: shortMs, cpuMs: shortMs })
  if (tests.some(({ reason }, at) => at !== loopingTest && (reason === 'timeout' || reason === 'cpu_limit')))
    ({ tests } = await grade(ENOUGH))
  return tests.map(({ status, reason }) => `${status} ${reason}`)
}

function filesOf(sources: string | Readonly<Record<string, string>>, profile: Profile): SourceFile[] {
  const named = typeof sources === 'string' ? { [profile.mainFile]: sources } : sources
  return Object.entries(named).map(([name, content]) => ({ name, content }))
}

function toExercise({ visible = {}, hidden = {}, solution, limits }: ExerciseInShort, profile: Profile): Exercise {
  const half = ({ io: cases = [], generated = [], files = {} }: TestsInShort): Tests => ({
    io: cases,
    generated: generated.map(({ with: source, ...tests }) => ({
      ...tests,
      generator: { name: `generate${profile.extensions[0]}`, content: source },
      compare: 'trimmed' as const,
      tolerance: 1e-6,
      hint: null,
      points: 1,
    })),
    files: filesOf(files, profile),
  })
  const inLanguage = {
    main: profile.mainFile,
    starter: [],
    solution: filesOf(solution, profile),
    visible: half(visible),
    hidden: half(hidden),
  }
  return {
    slug: 'exercise',
    version: createHash('sha256').update(JSON.stringify(inLanguage)).digest('hex'),
    title: 'Exercise',
    difficulty: 'easy',
    tags: [],
    points: 10,
    prerequisites: [],
    solutionShown: 'after_pass',
    limits: limits ?? ENOUGH,
    body: '',
    hints: [],
    inLanguages: new Map([[profile.id, inLanguage]]),
    attribution: null,
    attachments: [],
  }
}
