import { z } from 'zod'
import { ExitReason } from '../protocol/exit.ts'

const Place = z.strictObject({ file: z.string(), line: z.number().int().positive(), column: z.number().int().positive().optional() })

/** A program, run in a box with pipes or a terminal, and what must come of it. */
const SmokeCase = z.strictObject({
  /** What is tried. `languages.engine.test.ts` wants each of SMOKE_SUBJECTS at least once. */
  subject: z.string().min(1).max(40),
  /** Either the files, the first one being the main file, or the title of one of the profile's samples. */
  files: z.record(z.string(), z.string()).optional(),
  sample: z.string().optional(),
  args: z.array(z.string()).max(16).default([]),
  /** Typed into the terminal once the program runs. Absent: nothing is typed. */
  typed: z.string().optional(),
  /** Given as standard input in place of the terminal. */
  stdin: z.string().optional(),
  mode: z.enum(['program', 'console']).default('program'),
  /** Changed limits, so that reaching one does not take long. */
  limits: z.strictObject({ cpuMs: z.number().int().positive().optional(), wallMs: z.number().int().positive().optional() }).default({}),
  expect: z.strictObject({
    /** All of the output, with \n for line ends. */
    output: z.string().optional(),
    /** Regular expressions (flag `m`) that fit somewhere in the output. */
    matches: z.array(z.string()).default([]),
    reason: ExitReason.default('exited'),
    code: z.number().int().default(0),
    stage: z.enum(['compile', 'run']).default('run'),
    /** Places that the profile's `positions` must find in the output, among others. */
    positions: z.array(Place).default([]),
    /** Files that are in the workspace afterwards. */
    written: z.array(z.string()).default([]),
  }),
})
export type SmokeCase = z.infer<typeof SmokeCase>

/** `profiles/languages/<id>/smoke.json`: how a language shows that it works. */
export const SmokeFile = z.strictObject({
  cases: z.array(SmokeCase).min(1),
  /** What the formatter makes of a text; required where the profile has one. */
  format: z.strictObject({ name: z.string(), before: z.string(), after: z.string() }).optional(),
  /** What the linter says: places it must find; required where the profile has one. */
  lint: z.strictObject({ files: z.record(z.string(), z.string()), positions: z.array(Place).min(1) }).optional(),
})
export type SmokeFile = z.infer<typeof SmokeFile>

/**
 * What every language must show. `trace`: a run-time error with a position in it; `fault`: an error that is found before the program runs, with its position (of
 * the compiler, or of the interpreter reading the file); `limit`: a limit is hit and named; `files`: a second file is used; `library`: every library the profile
 * names is used; `console`: where there is one.
 */
export const SMOKE_SUBJECTS = [
  'hello',
  'ask',
  'show',
  'stdin',
  'args',
  'exit',
  'unicode',
  'threads',
  'trace',
  'fault',
  'limit',
  'files',
] as const
