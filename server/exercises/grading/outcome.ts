import { AppError, assertNever } from '../../platform/app-error.ts'
import type { TestResult } from '../../protocol/exercise.ts'
import type { ExitReport } from '../../protocol/exit.ts'
import type { IoTest } from '../exercise.ts'

/** Of what a test printed. */
export const OUTPUT_CHARS = 2000

/** What a program is given, and what is expected of it. */
export type IoCase = Omit<IoTest, 'name' | 'hint' | 'points'>

/** What came of a test. */
export type Outcome = Pick<TestResult, 'status' | 'reason' | 'message' | 'wallMs'> &
  Partial<Pick<TestResult, 'expected' | 'got' | 'output'>>

/** Why a program was ended from outside; null when it ended by itself. */
export function endOf({ reason, limit }: Pick<ExitReport, 'reason' | 'limit'>): Pick<Outcome, 'reason' | 'message'> | null {
  switch (reason) {
    case 'exited':
    case 'signaled':
      return null
    case 'timeout':
    case 'idle':
      return {
        reason: 'timeout',
        message: `It took longer than ${seconds(limit)}, which is the limit of a test. Is there a loop that does not end?`,
      }
    case 'cpu_limit':
      return {
        reason: 'cpu_limit',
        message: `It computed for longer than ${seconds(limit)}, which is the limit of a test. Is there a loop that does not end?`,
      }
    case 'out_of_memory':
      return { reason: 'out_of_memory', message: `It needed more memory than the ${Math.round((limit ?? 0) / 1048576)} MB that there are.` }
    case 'output_limit':
      return { reason: 'output_limit', message: 'It printed more than a test may. Is there a loop that does not end?' }
    case 'box_lost':
      return { reason: 'ended_early', message: 'Its box came to an end while it ran, twice.' }
    case 'stopped':
      throw new AppError('internal', 'A program was stopped while it was graded.')
    default:
      return assertNever(reason)
  }
}

export function seconds(ms: number | null): string {
  return `${Number(((ms ?? 0) / 1000).toFixed(2))} s`
}

/** A text within a bound, which says when something was left out. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const said = `\n… (cut here: these are the first ${most} of ${text.length} characters)`
  // No half of a character is left at the end.
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '') + said
}
