import { assertNever } from '../platform/app-error.ts'
import type { OnceResult, StageResult } from './once.ts'

/** Judge0's statuses, by their ids from 1 on. */
export const STATUSES = [
  'In Queue',
  'Processing',
  'Accepted',
  'Wrong Answer',
  'Time Limit Exceeded',
  'Compilation Error',
  'Runtime Error (SIGSEGV)',
  'Runtime Error (SIGXFSZ)',
  'Runtime Error (SIGFPE)',
  'Runtime Error (SIGABRT)',
  'Runtime Error (NZEC)',
  'Runtime Error (Other)',
  'Internal Error',
  'Exec Format Error',
].map((description, index) => ({ id: index + 1, description }))

export const Status = { inQueue: 1, processing: 2, accepted: 3, wrong: 4, time: 5, compile: 6, exit: 11, other: 12, internal: 13 } as const

const BY_SIGNAL: Readonly<Record<string, number>> = { SIGSEGV: 7, SIGXFSZ: 8, SIGFPE: 9, SIGABRT: 10 }

/** What a submission came to; `expected` is the output that it must have, if it must. */
export function statusOf({ run }: OnceResult, expected: string | null): number {
  if (!run) return Status.compile
  switch (run.reason) {
    case 'timeout':
    case 'cpu_limit':
    case 'idle':
      return Status.time
    case 'exited':
      if (run.code !== 0) return Status.exit
      return expected === null || trimmed(run.stdout.text) === trimmed(expected) ? Status.accepted : Status.wrong
    case 'signaled':
      return BY_SIGNAL[run.signal ?? ''] ?? Status.other
    case 'out_of_memory':
    case 'output_limit':
    case 'stopped':
      return Status.other
    case 'box_lost':
      return Status.internal
    default:
      return assertNever(run.reason)
  }
}

/** What goes into `message`: why a program ended that did not end by itself. */
export function messageOf({ run }: OnceResult): string | null {
  return run ? messageOfStage(run) : null
}

function messageOfStage({ reason, code, signal }: StageResult): string | null {
  switch (reason) {
    case 'exited':
      return code === 0 ? null : `Exited with error status ${code}`
    case 'signaled':
      return `Caught fatal signal ${signal}`
    case 'timeout':
    case 'idle':
      return 'Time limit exceeded (wall clock)'
    case 'cpu_limit':
      return 'Time limit exceeded'
    case 'out_of_memory':
      return 'Memory limit exceeded'
    case 'output_limit':
    case 'stopped':
      return 'Stopped'
    case 'box_lost':
      return 'The sandbox was lost'
    default:
      return assertNever(reason)
  }
}

/** Outputs are compared without blanks at the ends of lines, and without empty lines at the end. */
function trimmed(text: string): string {
  return text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .trimEnd()
}
