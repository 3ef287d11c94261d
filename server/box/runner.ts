import { AppError, assertNever } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import type { ExitReport } from '../protocol/exit.ts'
import { OUTPUT_WINDOW_BYTES, STDIN_PENDING_BYTES } from '../protocol/limits.ts'
import type { SignalName, SourceFile, TerminalSize } from '../protocol/messages.ts'
import type { AgentExit } from './agent-frames.ts'
import { AgentFault } from './agent-link.ts'
import type { Box } from './box.ts'

/** How much later than the wall limit the server itself ends a run whose agent does not. */
const BACKSTOP_MS = 5000

export type RunSpec = { readonly files: readonly SourceFile[]; readonly args: readonly string[]; readonly size: TerminalSize }

export type RunOutcome = {
  readonly report: ExitReport
  /** Whether the box can be reset and used again. */
  readonly boxUsable: boolean
  /** Whether a standby served the run; null when it never started. */
  readonly standby: boolean | null
}

/** One execution of the user's program in a box, in a terminal. */
export class Run {
  readonly #box: Box
  readonly #channel: number
  readonly #stdin: Uint8Array[] = []
  #stdinBytes = 0
  /** Settles once, when the run is over; never rejects for what a program does, only with AppError for what we refuse. */
  readonly outcome: Promise<RunOutcome>

  constructor(box: Box, spec: RunSpec, events: { onStarted: () => void; onOutput: (bytes: Buffer) => void }) {
    const { profile } = box
    let standby: boolean | null = null
    let startedMs = performance.now()
    let outputBytes = 0
    let channel = 0
    let stored: Promise<void> = Promise.resolve()
    const exit = new Promise<AgentExit | AgentFault | 'lost' | 'overdue'>(resolve => {
      if (box.link.lost) return resolve('lost')
      const settle = (end: AgentExit | AgentFault | 'lost' | 'overdue'): void => {
        clearTimeout(backstop)
        forget()
        resolve(end)
      }
      const backstop = setTimeout(() => settle('overdue'), profile.runLimits.wallMs + BACKSTOP_MS)
      const forget = box.link.onLost(() => settle('lost'))
      const started = box.link.startRun(
        spec.files,
        {
          argv: [...profile.run, ...spec.args],
          tty: spec.size,
          limits: profile.runLimits,
          window: OUTPUT_WINDOW_BYTES,
        },
        {
          onStarted: fromStandby => {
            standby = fromStandby
            startedMs = performance.now()
            events.onStarted()
          },
          onOutput: (_stream, bytes) => {
            outputBytes += bytes.length
            events.onOutput(bytes)
          },
          onConsumed: () => this.#pump(),
          onExit: settle,
          onRefused: settle,
        },
      )
      channel = started.channel
      stored = started.stored
    })
    this.#box = box
    this.#channel = channel
    // A refused file ends the run; what the refusal was is told after the run's end, below.
    const storeFault = stored.then(
      () => null,
      (fault: Error) => {
        box.link.stop(channel, 'stopped', 0)
        return fault
      },
    )
    this.outcome = exit.then(async end => {
      if (end === 'lost' || end === 'overdue') {
        const report = await this.#lostReport(end, performance.now() - startedMs, outputBytes)
        return { report, boxUsable: false, standby }
      }
      const refused = (await storeFault) ?? (end instanceof AgentFault ? end : null)
      if (refused) throw refusal(refused, profile)
      return { report: toReport(end as AgentExit, profile), boxUsable: true, standby }
    })
  }

  get profile(): Profile {
    return this.#box.profile
  }

  /** Passes input on. Throws AppError `stdin_overflow` when the program does not take what it has been given. */
  write(bytes: Uint8Array): void {
    if (this.#stdinBytes + bytes.length > STDIN_PENDING_BYTES) {
      throw new AppError(
        'stdin_overflow',
        'The program is not reading its input, and 1 MB of it is waiting. What was typed last was dropped.',
      )
    }
    this.#stdin.push(bytes)
    this.#stdinBytes += bytes.length
    this.#pump()
  }

  resize(size: TerminalSize): void {
    this.#box.link.resize(this.#channel, size)
  }

  signal(signal: SignalName): void {
    this.#box.link.signal(this.#channel, signal)
  }

  eof(): void {
    this.#box.link.eof(this.#channel)
  }

  stop(): void {
    this.#box.link.stop(this.#channel, 'stopped', this.#box.profile.runLimits.killGraceMs)
  }

  /** Allows so many more bytes of output. */
  credit(bytes: number): void {
    this.#box.link.credit(this.#channel, bytes)
  }

  #pump(): void {
    for (let next = this.#stdin[0]; next; next = this.#stdin[0]) {
      const room = this.#box.link.stdinRoom(this.#channel)
      if (room <= 0) return
      const part = next.subarray(0, room)
      this.#box.link.stdin(this.#channel, part)
      this.#stdinBytes -= part.length
      if (part.length === next.length) this.#stdin.shift()
      else this.#stdin[0] = next.subarray(part.length)
    }
  }

  /** The box went while the run was live: the engine knows whether memory was the reason. */
  async #lostReport(end: 'lost' | 'overdue', wallMs: number, outputBytes: number): Promise<ExitReport> {
    const { profile } = this.#box
    const blank = { code: null, signal: null, cpuMs: 0, wallMs: Math.round(wallMs), peakBytes: 0, outputBytes }
    if (end === 'overdue') return { ...blank, reason: 'timeout', limit: profile.runLimits.wallMs }
    const { outOfMemory } = await this.#box.ending()
    if (!outOfMemory) return { ...blank, reason: 'box_lost', limit: null }
    const limit = profile.boxLimits.memoryBytes
    return { ...blank, reason: 'out_of_memory', peakBytes: limit, limit }
  }
}

function toReport(exit: AgentExit, profile: Profile): ExitReport {
  const { oomKills: _, ...figures } = exit
  return { ...figures, limit: limitOf(exit.reason, profile) }
}

function limitOf(reason: AgentExit['reason'], profile: Profile): number | null {
  switch (reason) {
    case 'cpu_limit':
      return profile.runLimits.cpuMs
    case 'timeout':
      return profile.runLimits.wallMs
    case 'idle':
      return profile.runLimits.idleMs
    case 'out_of_memory':
      return profile.boxLimits.memoryBytes
    case 'exited':
    case 'signaled':
    case 'stopped':
    case 'output_limit':
      return null
    default:
      return assertNever(reason)
  }
}

function refusal(fault: Error, profile: Profile): AppError {
  if (!(fault instanceof AgentFault))
    return new AppError('internal', 'The box went away while the files were being written. Please run again.', fault)
  switch (fault.code) {
    case 'bad_name':
      return new AppError('bad_name', 'A file name is not allowed in the box.', fault)
    case 'no_space':
    case 'too_large':
      return new AppError(
        'source_too_large',
        `The files do not fit into the box’s ${profile.boxLimits.workspaceBytes / 1048576} MB.`,
        fault,
      )
    default:
      return new AppError('internal', 'The program could not be started in its box. Please run again.', fault)
  }
}
