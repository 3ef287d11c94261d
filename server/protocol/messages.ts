import { z } from 'zod'
import { ERROR_CODES } from './errors.ts'
import { ExitReport } from './exit.ts'
import { ARGUMENTS, NAME_BYTES, SOURCE_FILES, TERMINAL_CELLS } from './limits.ts'
import { ProfileInfo, Sample } from './profile-info.ts'

/** Raised when an old page could misread a new server or the other way round. */
export const PROTOCOL_VERSION = 2

/** Runs are numbered by the page, upwards from 1, within one session. */
const Run = z.number().int().min(1).max(0xffff_ffff)
const Offset = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const TerminalSize = z.object({
  cols: z.number().int().min(1).max(TERMINAL_CELLS),
  rows: z.number().int().min(1).max(TERMINAL_CELLS),
})
export type TerminalSize = z.infer<typeof TerminalSize>

/**
 * A source file. The content's size is not bounded here but by the server's answer `source_too_large`, so that the person gets a
 * sentence instead of a closed connection; MESSAGE_BYTES bounds it all the same.
 */
export const SourceFile = z.object({
  name: z.string().max(NAME_BYTES).describe('Relative path, with / between the parts.'),
  content: z.string().describe('The text, or base64 of the bytes.'),
  encoding: z.literal('base64').optional().describe('`base64` for a file that is not text.'),
})
export type SourceFile = z.infer<typeof SourceFile>

/** Signals a page may send to a program. */
const SignalName = z.enum(['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP', 'SIGKILL', 'SIGTSTP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'])

// Page → server

const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.number().int(),
  /** A session to take up again: its token, and how much of which run's output this page already has (0 after a reload). */
  resume: z
    .object({
      session: z.string().max(64),
      run: z.number().int().min(0).max(0xffff_ffff),
      received: Offset,
    })
    .nullable(),
})
/** The page's files, and which of them is the main one. */
const Sources = {
  profile: z.string().max(64),
  main: z.string().max(NAME_BYTES),
  files: z
    .array(SourceFile)
    .min(1)
    .max(SOURCE_FILES * 2),
}

const RunMessage = z.object({
  type: z.literal('run'),
  run: Run,
  ...Sources,
  /** `console`: the language's interactive mode, with the files at hand. */
  mode: z.enum(['program', 'console']).optional(),
  args: z.array(z.string()).max(ARGUMENTS),
  /** What the program reads from its standard input instead of the terminal. */
  stdin: z.string().optional(),
  size: TerminalSize,
})

/** The page numbers its requests upwards from 1; answers carry the number. A later one of the same kind takes the place of one that waits. */
const Request = z.number().int().min(1).max(0xffff_ffff)

/** Compiles ahead of a Run, or looks for faults: typing has paused. Answered by `checked`, or not at all where something else came between. */
const Check = z.object({ type: z.literal('check'), request: Request, ...Sources })

/** Lays out one file. Answered by `formatted` or `refused`. */
const Format = z.object({
  type: z.literal('format'),
  request: Request,
  profile: z.string().max(64),
  name: z.string().max(NAME_BYTES),
  content: z.string(),
})

/** Reads a file of the box. Answered by `file` or `refused`. */
const Fetch = z.object({ type: z.literal('fetch'), request: Request, name: z.string().max(NAME_BYTES) })

/** Removes a file that a program has written. Answered by `files`. */
const Remove = z.object({ type: z.literal('remove'), name: z.string().max(NAME_BYTES) })

/** The language that the page shows now: its box may be needed next. */
const Choose = z.object({ type: z.literal('choose'), profile: z.string().max(64) })

/** Asks for a language's programs to begin with. Answered by `samples`. */
const AskSamples = z.object({ type: z.literal('samples'), request: Request, profile: z.string().max(64) })

const Resize = z.object({
  type: z.literal('resize'),
  run: Run,
  size: TerminalSize,
})
const Signal = z.object({
  type: z.literal('signal'),
  run: Run,
  signal: SignalName,
})
/** End of input, as Ctrl-D at the start of a line. */
const Eof = z.object({ type: z.literal('eof'), run: Run })
/** Ends the run, whatever it does. */
const Stop = z.object({ type: z.literal('stop'), run: Run })
/** All output of the run up to this offset has been drawn. */
const Ack = z.object({ type: z.literal('ack'), run: Run, offset: Offset })
const Ping = z.object({ type: z.literal('ping') })

export const ClientMessage = z.discriminatedUnion('type', [
  Hello,
  RunMessage,
  Resize,
  Signal,
  Eof,
  Stop,
  Ack,
  Ping,
  Check,
  Format,
  Fetch,
  Remove,
  Choose,
  AskSamples,
])
export type ClientMessage = z.infer<typeof ClientMessage>
export type HelloMessage = z.infer<typeof Hello>
export type RunRequest = z.infer<typeof RunMessage>
export type CheckRequest = z.infer<typeof Check>
export type FormatRequest = z.infer<typeof Format>

// Server → page

/** Where a session's work stands. */
export const Work = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({
    phase: z.literal('queued'),
    run: Run,
    position: z.number().int().min(1),
  }),
  z.object({ phase: z.literal('preparing'), run: Run }),
  /** Output of the run is the compiler's; no input is taken. */
  z.object({ phase: z.literal('compiling'), run: Run }),
  z.object({
    phase: z.literal('running'),
    run: Run,
    elapsedMs: z.number().nonnegative(),
  }),
  z.object({ phase: z.literal('finished'), run: Run, report: ExitReport }),
])
export type Work = z.infer<typeof Work>

const Welcome = z.object({
  type: z.literal('welcome'),
  protocol: z.number().int(),
  /** Secret that takes this session up again within `graceMs` of losing the connection. */
  session: z.string(),
  /** False when `hello.resume` named a session that is gone. */
  resumed: z.boolean(),
  graceMs: z.number().int().nonnegative(),
  /** Highest run number this session has seen; the next run takes a higher one. */
  lastRun: z.number().int().nonnegative(),
  profiles: z.array(ProfileInfo),
  work: Work,
  /**
   * Output of the current or last run follows from this offset on, in binary frames. When it is not the offset the page asked for, the page
   * clears its terminal first: the beginning is older than the replay ring.
   */
  replay: z.object({ run: Run, from: Offset }).nullable(),
})
const WorkMessage = z.object({ type: z.literal('work'), work: Work })
const Profiles = z.object({
  type: z.literal('profiles'),
  profiles: z.array(ProfileInfo),
})
const ErrorMessage = z.object({
  type: z.literal('error'),
  code: z.enum(ERROR_CODES),
  /** A sentence for a person; names the limit or the way out. */
  message: z.string(),
  /** The run it concerns. A refused `run` message leaves no run behind. */
  run: Run.nullable(),
})
const Pong = z.object({ type: z.literal('pong') })

/** What programs have left in the box: told after a run and when it changes, with the box's end too (then there are none). */
export const BoxFile = z.object({
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  modifiedMs: z.number(),
  /** `changed`: the page sent it, and a program has written to it since. `written`: a program made it. */
  state: z.enum(['changed', 'written']),
})
export type BoxFile = z.infer<typeof BoxFile>
const Files = z.object({ type: z.literal('files'), files: z.array(BoxFile), /** There are more. */ truncated: z.boolean() })

/** A file of the box, as base64. */
const FileMessage = z.object({ type: z.literal('file'), request: Request, name: z.string(), content: z.string() })

/** What the compiler or the linter said, CHECK_OUTPUT_BYTES at most. `ok`: it found nothing that is in the way of running. */
const Checked = z.object({ type: z.literal('checked'), request: Request, ok: z.boolean(), output: z.string() })

const Formatted = z.object({ type: z.literal('formatted'), request: Request, content: z.string() })

/** A `format` or `fetch` that cannot be done, in a sentence for a person. */
const Refused = z.object({ type: z.literal('refused'), request: Request, message: z.string() })

const Samples = z.object({ type: z.literal('samples'), request: Request, profile: z.string(), samples: z.array(Sample) })

export const ServerMessage = z.discriminatedUnion('type', [
  Welcome,
  WorkMessage,
  Profiles,
  ErrorMessage,
  Pong,
  Files,
  FileMessage,
  Checked,
  Formatted,
  Refused,
  Samples,
])
export type ServerMessage = z.infer<typeof ServerMessage>
export type WelcomeMessage = z.infer<typeof Welcome>

/** What a text frame of the server says. One that is no JSON fails like any other that is no message. */
export function readServerMessage(text: string): z.ZodSafeParseResult<ServerMessage> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = null
  }
  return ServerMessage.safeParse(json)
}
