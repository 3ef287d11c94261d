import { constants } from 'node:os'
import type { ExitReport } from '../protocol/exit.ts'
import { exitWords } from '../protocol/exit-words.ts'

/** As timeout(1) and docker-run(1) have them. */
const LIMIT = 124
export const FAILED = 125
const OUT_OF_MEMORY = 137
const STOPPED = 130

/** What a run's end is to a shell. */
export function exitStatus({ reason, code, signal }: ExitReport): number {
  switch (reason) {
    case 'exited':
      return code ?? FAILED
    case 'signaled':
      return signalStatus(signal ?? '') ?? FAILED
    case 'out_of_memory':
      return OUT_OF_MEMORY
    case 'cpu_limit':
    case 'timeout':
    case 'idle':
    case 'output_limit':
      return LIMIT
    case 'stopped':
      return STOPPED
    case 'box_lost':
      return FAILED
  }
}

/** 128 and the signal's number; null for a signal that this system does not have. */
export function signalStatus(name: string): number | null {
  const number = (constants.signals as Readonly<Record<string, number>>)[name]
  return number === undefined ? null : 128 + number
}

/** What a person must be told of a run's end; null where what the program wrote, and its status, say it all. */
export function endWords(report: ExitReport): string | null {
  if (report.stage === 'run' && report.reason === 'exited') return null
  const { text, tone } = exitWords(report)
  return tone === 'quiet' ? null : text
}
