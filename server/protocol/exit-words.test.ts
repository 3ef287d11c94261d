import { expect, it } from 'vitest'
import { ExitReason, type ExitReport } from './exit.ts'
import { duration, exitWords, megabytes } from './exit-words.ts'

const MIB = 1_048_576
const report: ExitReport = {
  reason: 'exited',
  code: 0,
  signal: null,
  cpuMs: 12,
  wallMs: 20,
  peakBytes: 9 * MIB,
  outputBytes: 0,
  stage: 'run',
  compileMs: null,
  limit: null,
}

it.each<[string, Partial<ExitReport>]>([
  ['Finished in 0.02 s, 9 MB', {}],
  ['Exited with code 1 after 0.3 s', { code: 1, wallMs: 300 }],
  ['Finished in 0.02 s, 9 MB; compiled in 0.8 s', { compileMs: 800 }],
  ['Exited with code 1 after 0.02 s; compiled in 0 s', { code: 1, compileMs: 0 }],
  ['Did not compile, after 0.8 s', { stage: 'compile', code: 1, compileMs: 800 }],
  ['Did not compile: the compiler ran out of memory, the limit is 256 MB', { stage: 'compile', reason: 'out_of_memory', limit: 256 * MIB }],
  ['Did not compile within 30 s', { stage: 'compile', reason: 'timeout', limit: 30_000 }],
  ['Stopped while compiling, after 2 s', { stage: 'compile', reason: 'stopped', compileMs: 2000 }],
  ['Crashed with SIGSEGV after 0.02 s: it touched memory that is not its own', { reason: 'signaled', code: null, signal: 'SIGSEGV' }],
  ['Ended by SIGUSR1 after 0.02 s', { reason: 'signaled', code: null, signal: 'SIGUSR1' }],
  ['Interrupted after 0.02 s', { reason: 'signaled', code: null, signal: 'SIGINT' }],
  ['Out of memory: the limit is 256 MB', { reason: 'out_of_memory', limit: 256 * MIB }],
  ['Stopped: used 20 s of CPU', { reason: 'cpu_limit', limit: 20_000 }],
  ['Stopped: ran for 10 min', { reason: 'timeout', limit: 600_000 }],
  ['Stopped: no input and no output for 5 min', { reason: 'idle', limit: 300_000 }],
  ['Stopped: wrote 3 MB', { reason: 'output_limit', outputBytes: 3 * MIB }],
  ['Stopped after 3.2 s', { reason: 'stopped', wallMs: 3200 }],
  ['Stopped before it began', { reason: 'stopped', wallMs: 0 }],
  ['The box went away; please run again', { reason: 'box_lost' }],
])('says "%s"', (words, change) => {
  expect(exitWords({ ...report, ...change }).text).toBe(words)
})

it('has words for every reason', () => {
  for (const reason of ExitReason.options)
    for (const stage of ['compile', 'run'] as const) expect(exitWords({ ...report, reason, stage }).text).not.toBe('')
})

it('says times and sizes as people do', () => {
  expect([0, 9, 999, 1000, 9990, 12_340, 60_000, 61_000, 3_600_000].map(duration)).toEqual([
    '0 s',
    '0.01 s',
    '1 s',
    '1 s',
    '9.99 s',
    '12.3 s',
    '1 min',
    '1 min 1 s',
    '60 min',
  ])
  expect([0, MIB / 2, MIB, 255.6 * MIB].map(megabytes)).toEqual(['0 MB', '0.5 MB', '1 MB', '256 MB'])
})
