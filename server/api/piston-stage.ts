import { assertNever } from '../platform/app-error.ts'
import type { StageResult } from './once.ts'

/** Piston's word for how a stage ended. */
type Status = 'RE' | 'SG' | 'TO' | 'OL' | 'EL' | 'XX'

type PistonEnd = {
  readonly code: number | null
  readonly signal: string | null
  readonly message: string | null
  /** Null: it exited with 0. */
  readonly status: Status | null
  /** Milliseconds, and bytes. */
  readonly cpu_time: number
  readonly wall_time: number
  readonly memory: number
  /** Output was dropped. Not one of Piston's own keys. */
  readonly truncated: boolean
}

export type PistonStage = PistonEnd & { readonly stdout: string; readonly stderr: string; readonly output: string }

export function toPistonStage(result: StageResult): PistonStage {
  return { stdout: result.stdout.text, stderr: result.stderr.text, output: result.all, ...toPistonEnd(result) }
}

export function toPistonEnd(result: StageResult): PistonEnd {
  const { stdout, stderr, cpuMs, wallMs, peakBytes } = result
  const truncated = stdout.truncated || stderr.truncated
  return { ...howItEnded(result), cpu_time: cpuMs, wall_time: wallMs, memory: peakBytes, truncated }
}

function howItEnded({ reason, code, signal, stdout }: StageResult): Pick<PistonEnd, 'code' | 'signal' | 'message' | 'status'> {
  const killed = (status: Status, message: string) => ({ code: null, signal: 'SIGKILL', status, message })
  switch (reason) {
    case 'exited':
      return {
        code,
        signal: null,
        ...(code === 0 ? { message: null, status: null } : { message: `Exited with error status ${code}`, status: 'RE' }),
      }
    case 'signaled':
      return { code: null, signal, message: `Caught fatal signal ${signal}`, status: 'SG' }
    case 'timeout':
    case 'idle':
      return killed('TO', 'Time limit exceeded (wall clock)')
    case 'cpu_limit':
      return killed('TO', 'Time limit exceeded')
    case 'output_limit':
      return stdout.truncated ? killed('OL', 'stdout length exceeded') : killed('EL', 'stderr length exceeded')
    case 'out_of_memory':
      return killed('SG', 'Memory limit exceeded')
    case 'stopped':
      return killed('SG', 'Stopped')
    case 'box_lost':
      return killed('XX', 'The sandbox was lost')
    default:
      return assertNever(reason)
  }
}
