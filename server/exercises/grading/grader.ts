import type { Pool } from '../../box/pool.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Logger } from '../../platform/logger.ts'
import { orAborted } from '../../platform/or-aborted.ts'
import type { Profile } from '../../profiles/profile.ts'
import { sourcesFault } from '../../profiles/sources.ts'
import type { Grading } from '../../protocol/exercise.ts'
import type { Grade, GradeEvents, InLanguage } from '../exercise.ts'
import { GradingBoxes } from './boxes.ts'
import { GradingQueue } from './grading-queue.ts'
import { GradingRun, type GradingRunDeps } from './grading-run.ts'
import { isReserved } from './harness.ts'
import { Patterns } from './patterns.ts'
import { References } from './reference.ts'

export type GraderDeps = {
  readonly pool: Pool
  readonly profiles: ReadonlyMap<string, Profile>
  /** Gradings that go on at the same time. Each has one box, and the first of a version of an exercise one more for a moment. */
  readonly atOnce: number
  /** Gradings that may wait. */
  readonly mostWaiting: number
  readonly log: Logger
}

export type Grader = {
  readonly grade: Grade
  /** Gradings that wait. */
  readonly waiting: () => number
  /** Ends every grading, and refuses what comes. */
  readonly close: () => void
}

/** What grades solutions: in a queue of its own, each in a fresh box that is destroyed afterwards. */
export function createGrader({ pool, profiles, atOnce, mostWaiting, log }: GraderDeps): Grader {
  const queue = new GradingQueue(atOnce, mostWaiting)
  const patterns = new Patterns()
  const references = new References({ pool, log })
  const closing = new AbortController()

  async function gradeNow(
    request: GradingRunDeps['request'],
    inLanguage: InLanguage,
    profile: Profile,
    events: GradeEvents,
  ): Promise<Grading> {
    const { exercise, signal } = request
    const reference = await orAborted(references.get(exercise, inLanguage, profile), signal)
    await using boxes = new GradingBoxes({ pool, profile, log, signal })
    const run = new GradingRun({ request, inLanguage, profile, reference, boxes, patterns, events })
    return await run.grade()
  }

  return {
    grade: async (request, events = {}) => {
      const { exercise, language, tenant, member = null } = request
      const profile = profiles.get(language)
      const inLanguage = exercise.inLanguages.get(language)
      if (!profile) throw new AppError('bad_profile', 'This language is not installed on this server.')
      if (!inLanguage) throw new AppError('bad_profile', `This exercise is not there in ${profile.title}.`)
      const files = request.files.filter(({ name }) => !profile.tests || !isReserved(profile.tests, name))
      const main = request.main ?? inLanguage.main
      const fault = sourcesFault({ profile: language, main, files }, profiles)
      if (fault) throw fault
      const signal = AbortSignal.any([request.signal, closing.signal])
      const place = await queue.enter({ tenant, member, signal, onPosition: position => events.onQueued?.(position) })
      try {
        return await gradeNow({ ...request, main, files, signal }, inLanguage, profile, events)
      } finally {
        place[Symbol.dispose]()
      }
    },
    waiting: () => queue.waiting,
    close: () => {
      const reason = new AppError('shutting_down', 'The server is shutting down.')
      closing.abort(reason)
      references.close(reason)
      patterns.close()
    },
  }
}
