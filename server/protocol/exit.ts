import { z } from 'zod'

/**
 * Why a run ended. The first reason that held is the one reported. `box_lost` is a fault of ours or of the engine; everything else
 * is a result.
 */
export const ExitReason = z.enum([
  'exited',
  'signaled',
  'out_of_memory',
  'cpu_limit',
  'timeout',
  'idle',
  'stopped',
  'output_limit',
  'box_lost',
])
export type ExitReason = z.infer<typeof ExitReason>

/** What a run came to. Times are milliseconds, sizes bytes. */
export const ExitReport = z.object({
  reason: ExitReason,
  /** Exit status of the main process, 0–255; null when a signal ended it. */
  code: z.number().int().min(0).max(255).nullable(),
  /** Name of the signal that ended the main process, such as `SIGSEGV`. */
  signal: z.string().max(32).nullable(),
  /** User and system time of all processes of the run. */
  cpuMs: z.number().nonnegative(),
  /** From the start of the program to the end of its main process. */
  wallMs: z.number().nonnegative(),
  /** The largest resident memory of any one process. */
  peakBytes: z.number().nonnegative(),
  /** All output of the run. */
  outputBytes: z.number().nonnegative(),
  /** What ended: a failed compile is not followed by a run. */
  stage: z.enum(['compile', 'run']),
  /** Time the compiler took for this run; null where it had nothing to do. */
  compileMs: z.number().nonnegative().nullable(),
  /** The limit that ended the run, in its unit (ms or bytes); null when none did. */
  limit: z.number().nonnegative().nullable(),
})
export type ExitReport = z.infer<typeof ExitReport>
