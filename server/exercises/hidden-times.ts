import type { Grading, TestResult } from '../protocol/exercise.ts'
import type { Grade } from './exercise.ts'

const SECOND_MS = 1000

/**
 * Grades without telling how long hidden tests took: a program may sleep as long as what it was given says, and so send that out. How long the whole took is
 * told in seconds then.
 */
export function hidingTimes(grade: Grade): Grade {
  return async (request, events = {}) => {
    const grading = await grade(request, { ...events, onTest: result => events.onTest?.(withoutTime(result)) })
    return inSeconds({ ...grading, tests: grading.tests.map(withoutTime) })
  }
}

function withoutTime(result: TestResult): TestResult {
  return result.hidden ? { ...result, wallMs: 0 } : result
}

function inSeconds(grading: Grading): Grading {
  if (!grading.tests.some(({ hidden }) => hidden)) return grading
  return { ...grading, wallMs: Math.ceil(grading.wallMs / SECOND_MS) * SECOND_MS }
}
