import { z } from 'zod'
import { ERROR_CODES } from './errors.ts'
import { ExitReport } from './exit.ts'
import { ARGUMENTS, NAME_BYTES, SOURCE_FILES, TERMINAL_CELLS } from './limits.ts'

/** Raised when an old page could misread a new server or the other way round. */
export const PROTOCOL_VERSION = 1

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
  name: z.string().max(NAME_BYTES),
  content: z.string(),
})
export type SourceFile = z.infer<typeof SourceFile>

/** Signals a page may send to a program. */
export const SignalName = z.enum(['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP', 'SIGKILL', 'SIGTSTP', 'SIGCONT', 'SIGUSR1', 'SIGUSR2'])
export type SignalName = z.infer<typeof SignalName>

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
const RunMessage = z.object({
  type: z.literal('run'),
  run: Run,
  profile: z.string().max(64),
  files: z
    .array(SourceFile)
    .min(1)
    .max(SOURCE_FILES * 2),
  args: z.array(z.string()).max(ARGUMENTS),
  size: TerminalSize,
})
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

export const ClientMessage = z.discriminatedUnion('type', [Hello, RunMessage, Resize, Signal, Eof, Stop, Ack, Ping])
export type ClientMessage = z.infer<typeof ClientMessage>
export type HelloMessage = z.infer<typeof Hello>
export type RunRequest = z.infer<typeof RunMessage>

// Server → page

/** What a page needs to know of a language. */
export const ProfileInfo = z.object({
  id: z.string(),
  title: z.string(),
  /** Version of the toolchain in the box, as its image reported it; null while the image is being built. */
  version: z.string().nullable(),
  /** Monaco's name of the language. */
  editorLanguage: z.string(),
  /** The file a run starts with. */
  mainFile: z.string(),
  /** The program an untouched editor shows. */
  starter: z.string(),
  ready: z.boolean(),
  /** What its programs run in, by the strength of the wall: "standard box", "gVisor box". */
  box: z.string(),
})
export type ProfileInfo = z.infer<typeof ProfileInfo>

/** Where a session's work stands. */
export const Work = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({
    phase: z.literal('queued'),
    run: Run,
    position: z.number().int().min(1),
  }),
  z.object({ phase: z.literal('preparing'), run: Run }),
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

export const ServerMessage = z.discriminatedUnion('type', [Welcome, WorkMessage, Profiles, ErrorMessage, Pong])
export type ServerMessage = z.infer<typeof ServerMessage>
export type WelcomeMessage = z.infer<typeof Welcome>
