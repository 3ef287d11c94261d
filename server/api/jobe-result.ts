import { randomUUID } from 'node:crypto'
import { constants } from 'node:os'
import { assertNever } from '../platform/app-error.ts'
import type { OnceResult, StageResult } from './once.ts'

/** Jobe's numbers for what a job came to. */
const Outcome = {
  compilationError: 11,
  runtimeError: 12,
  timeLimit: 13,
  success: 15,
  memoryLimit: 17,
  illegalCall: 19,
  internal: 20,
  overload: 21,
} as const

type JobeResult = {
  readonly run_id: string
  readonly outcome: number
  readonly cmpinfo: string
  readonly stdout: string
  readonly stderr: string
}

export function toJobeResult({ compile, run }: OnceResult): JobeResult {
  const cmpinfo = compile ? compileInfo(compile) : ''
  if (!run) {
    const outcome = compile?.reason === 'box_lost' ? Outcome.internal : Outcome.compilationError
    return { run_id: randomUUID(), outcome, cmpinfo, stdout: '', stderr: '' }
  }
  return { run_id: randomUUID(), cmpinfo, stdout: run.stdout.text, ...howItEnded(run) }
}

/** What a server says that has no room for a job. */
export function overload(message: string): JobeResult {
  return { run_id: '0', outcome: Outcome.overload, cmpinfo: '', stdout: '', stderr: message }
}

function compileInfo({ reason, all }: StageResult): string {
  return reason === 'timeout' || reason === 'cpu_limit' ? `${all}Compilation time limit exceeded.\n` : all
}

/** Clients take a program that says something on standard error for one that failed, whatever its outcome: where a limit ended it, it says nothing there. */
function howItEnded({ reason, signal, stderr }: StageResult): Pick<JobeResult, 'outcome' | 'stderr'> {
  switch (reason) {
    case 'exited':
      return { outcome: stderr.bytes > 0 ? Outcome.runtimeError : Outcome.success, stderr: stderr.text }
    case 'signaled': {
      const number = constants.signals[signal as NodeJS.Signals] ?? 0
      const outcome = signal === 'SIGSYS' ? Outcome.illegalCall : Outcome.runtimeError
      return { outcome, stderr: `${stderr.text}warning: command terminated with signal ${number}\n` }
    }
    case 'timeout':
    case 'cpu_limit':
    case 'idle':
      return { outcome: Outcome.timeLimit, stderr: '' }
    case 'out_of_memory':
      return { outcome: Outcome.memoryLimit, stderr: '' }
    case 'output_limit':
      return { outcome: Outcome.runtimeError, stderr: stderr.text }
    case 'stopped':
    case 'box_lost':
      return { outcome: Outcome.internal, stderr: 'The sandbox was lost.\n' }
    default:
      return assertNever(reason)
  }
}
