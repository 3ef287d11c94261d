import { AppError, assertNever } from '../platform/app-error.ts'
import { fillArgv } from '../profiles/argv.ts'
import type { Profile, RunLimits, StageLimits } from '../profiles/profile.ts'
import type { ExitReport } from '../protocol/exit.ts'
import { BUILD_FOLDER, OUTPUT_WINDOW_BYTES, STDIN_PENDING_BYTES } from '../protocol/limits.ts'
import type { SourceFile, TerminalSize } from '../protocol/messages.ts'
import { type AgentExit, AgentFault, type AgentSignal } from './agent-frames.ts'
import type { AgentRun } from './agent-run.ts'
import type { Box } from './box.ts'

/** How much later than the wall limit the server itself ends a run whose agent does not. */
const BACKSTOP_MS = 5000

/** Compilers find their folder there, and in this file nothing to read. */
export const BUILD_KEEP: SourceFile = { name: `${BUILD_FOLDER}/.keep`, content: '' }

/** Where a preset input lies in the box. */
export const PRESET_INPUT = `${BUILD_FOLDER}/stdin`

export type RunSpec = {
  /** The main file's name; the profile's own when absent. */
  readonly main?: string
  readonly files: readonly SourceFile[]
  readonly args: readonly string[]
  /** Of its terminal; null for pipes, which keep standard output and standard error apart. */
  readonly size: TerminalSize | null
  readonly mode?: 'program' | 'console' | undefined
  /** What is read as standard input instead of the terminal. */
  readonly stdin?: string | undefined
  /** The box holds the program that these sources make: there is nothing to compile. */
  readonly compiled?: boolean
  /** The profile's own when absent. */
  readonly limits?: StageLimits
}

export type RunEvents = {
  /** The compiler has the word; output is its own. */
  readonly onCompiling?: () => void
  /** The compiler has made a program; output from now on is that program's. */
  readonly onCompiled?: (end: AgentExit) => void
  readonly onStarted: () => void
  /** `bytes` are the caller's to keep. A terminal has one stream. */
  readonly onOutput: (bytes: Buffer, stream: 'stdout' | 'stderr') => void
}

export type RunOutcome = {
  readonly report: ExitReport
  /** Whether the box can be reset and used again. */
  readonly boxUsable: boolean
  /** Whether a standby served the run; null when it never started. */
  readonly standby: boolean | null
  /** Whether the box holds the program that the sources make. */
  readonly compiled: boolean
}

type Stage = ExitReport['stage']
type StopReason = 'stopped' | 'output_limit'
type StageEnd = AgentExit | AgentFault | 'lost' | 'overdue'

/** One execution of the user's program in a box, in a terminal or with pipes: compiled first where the language asks for it, with a clock and limits of its own. */
export class Run {
  readonly #box: Box
  readonly #events: RunEvents
  readonly #limits: StageLimits
  /** What is to be sent yet. An empty part is the end of input. */
  readonly #stdin: Uint8Array[] = []
  #stdinBytes = 0
  #stage: Stage = 'run'
  /** The stage that is or was live last, as the agent knows it. */
  #live: AgentRun | null = null
  #size: TerminalSize | null
  #outputBytes = 0
  /** Output that was passed on and not credited yet. */
  #owed = 0
  #stopping: StopReason | null = null
  #standby: boolean | null = null
  #compileMs: number | null = null
  /** Of a stage that was lost. */
  #wallMs = 0
  /** Settles once, when the run is over; never rejects for what a program does, only with AppError for what we refuse. */
  readonly outcome: Promise<RunOutcome>

  constructor(box: Box, spec: RunSpec, events: RunEvents) {
    this.#box = box
    this.#events = events
    this.#size = spec.size
    this.#limits = spec.limits ?? { compile: box.profile.compileLimits, run: box.profile.runLimits }
    this.outcome = this.#go(spec)
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
    if (bytes.length === 0) return
    this.#stdin.push(bytes)
    this.#stdinBytes += bytes.length
    this.#pump()
  }

  resize(size: TerminalSize): void {
    if (!this.#size) return
    this.#size = size
    this.#live?.resize(size)
  }

  signal(signal: AgentSignal): void {
    this.#live?.signal(signal)
  }

  /** Ends the input, after all of it that came before. */
  eof(): void {
    // One end is as good as many, while it waits.
    if (this.#stdin.at(-1)?.length !== 0) this.#stdin.push(new Uint8Array(0))
    this.#pump()
  }

  stop(reason: StopReason = 'stopped'): void {
    this.#stopping ??= reason
    this.#live?.stop(reason, this.#stageLimits.killGraceMs)
  }

  /** Allows so many more bytes of output. */
  credit(bytes: number): void {
    this.#owed = Math.max(0, this.#owed - bytes)
    this.#live?.credit(bytes)
  }

  get #stageLimits(): RunLimits {
    return this.#limits[this.#stage]
  }

  async #go(spec: RunSpec): Promise<RunOutcome> {
    const { profile } = this
    const files = spec.stdin === undefined ? spec.files : [...spec.files, { name: PRESET_INPUT, content: spec.stdin }]
    const { extensions, mainFile } = profile
    const values = { main: spec.main ?? mainFile, files: spec.files.map(file => file.name), extensions }
    const compile = spec.mode === 'console' || spec.compiled ? null : profile.compile
    if (compile) {
      this.#stage = 'compile'
      this.#events.onCompiling?.()
      const end = await this.#run(fillArgv(compile, values), [...files, BUILD_KEEP], BUILD_KEEP.name)
      if (typeof end === 'string' || end instanceof AgentFault || end.reason !== 'exited' || end.code !== 0)
        return this.#conclude(end, false)
      this.#compileMs = end.wallMs
      if (this.#stopping) return this.#conclude({ ...end, reason: this.#stopping, code: null }, true)
      this.#events.onCompiled?.(end)
    }
    this.#stage = 'run'
    const command = spec.mode === 'console' ? profile.console : profile.run
    if (!command) throw new AppError('bad_message', `${profile.title} has no console.`)
    const argv = [...fillArgv(command, values), ...spec.args]
    const end = await this.#run(argv, compile ? [] : files, spec.stdin === undefined ? undefined : PRESET_INPUT)
    // A program may have removed what was compiled: then it is compiled again.
    if (end instanceof AgentFault && end.code === 'spawn_failed' && spec.compiled && profile.compile && !this.#stopping)
      return this.#go({ ...spec, compiled: false })
    return this.#conclude(end, profile.compile !== null && spec.mode !== 'console')
  }

  /** Runs one command to its end. Starts it before it returns: no time is lost. */
  #run(argv: string[], files: readonly SourceFile[], stdin: string | undefined): Promise<StageEnd> {
    const { link } = this.#box
    const limits = this.#stageLimits
    const startedMs = performance.now()
    return new Promise(resolve => {
      if (link.lost) return resolve('lost')
      let storeFault: AgentFault | null = null
      const settle = (end: StageEnd): void => {
        clearTimeout(backstop)
        forget()
        if (end === 'lost' || end === 'overdue') this.#wallMs = performance.now() - startedMs
        // A refused file ends the run; what the refusal was is told, not what came of it.
        resolve(end === 'lost' || end === 'overdue' ? end : (storeFault ?? end))
      }
      const backstop = setTimeout(() => settle('overdue'), limits.wallMs + BACKSTOP_MS)
      const forget = link.onLost(() => settle('lost'))
      const window = Math.max(0, OUTPUT_WINDOW_BYTES - this.#owed)
      const { run, stored } = link.startRun(
        files,
        { argv, tty: this.#size, ...(stdin === undefined ? {} : { stdin }), limits, window },
        {
          onStarted: fromStandby => {
            if (this.#stage === 'compile') return
            this.#standby = fromStandby
            this.#events.onStarted()
            this.#pump()
          },
          onOutput: (stream, bytes) => {
            this.#outputBytes += bytes.length
            this.#owed += bytes.length
            this.#events.onOutput(bytes, stream)
          },
          onConsumed: () => this.#pump(),
          onExit: settle,
          onRefused: settle,
        },
      )
      this.#live = run
      stored.catch((fault: Error) => {
        if (fault instanceof AgentFault) storeFault ??= fault
        run.stop('stopped', 0)
      })
      if (this.#stopping) this.stop(this.#stopping)
    })
  }

  async #conclude(end: StageEnd, compiled: boolean): Promise<RunOutcome> {
    const standby = this.#standby
    if (end === 'lost' || end === 'overdue') return { report: await this.#lostReport(end), boxUsable: false, standby, compiled: false }
    if (end instanceof AgentFault) throw refusal(end, this.profile)
    const { oomKills: _, ...figures } = end
    const report = { ...figures, outputBytes: this.#outputBytes, limit: this.#limitOf(end.reason), ...this.#where() }
    return { report, boxUsable: true, standby, compiled }
  }

  #where(): Pick<ExitReport, 'stage' | 'compileMs'> {
    return { stage: this.#stage, compileMs: this.#compileMs }
  }

  #pump(): void {
    // The compiler reads nothing: what is typed meanwhile is the program's.
    if (this.#stage === 'compile') return
    for (let next = this.#stdin[0]; next; next = this.#stdin[0]) {
      if (next.length === 0) {
        this.#stdin.shift()
        this.#live?.eof()
        continue
      }
      const room = this.#live?.stdinRoom ?? 0
      if (room <= 0) return
      const part = next.subarray(0, room)
      // What is sent is out of the queue before it is: an answer may come at once.
      if (part.length === next.length) this.#stdin.shift()
      else this.#stdin[0] = next.subarray(part.length)
      this.#stdinBytes -= part.length
      this.#live?.stdin(part)
    }
  }

  /** The box went while the run was live: the engine knows whether memory was the reason. */
  async #lostReport(end: 'lost' | 'overdue'): Promise<ExitReport> {
    const wallMs = Math.round(this.#wallMs)
    const blank = { code: null, signal: null, cpuMs: 0, wallMs, peakBytes: 0, outputBytes: this.#outputBytes, ...this.#where() }
    if (end === 'overdue') return { ...blank, reason: 'timeout', limit: this.#stageLimits.wallMs }
    const { outOfMemory } = await this.#box.ending()
    if (!outOfMemory) return { ...blank, reason: 'box_lost', limit: null }
    const limit = this.profile.boxLimits.memoryBytes
    return { ...blank, reason: 'out_of_memory', peakBytes: limit, limit }
  }

  #limitOf(reason: AgentExit['reason']): number | null {
    switch (reason) {
      case 'cpu_limit':
        return this.#stageLimits.cpuMs
      case 'timeout':
        return this.#stageLimits.wallMs
      case 'idle':
        return this.#stageLimits.idleMs
      case 'out_of_memory':
        return this.profile.boxLimits.memoryBytes
      case 'exited':
      case 'signaled':
      case 'stopped':
      case 'output_limit':
        return null
      default:
        return assertNever(reason)
    }
  }
}

function refusal(fault: AgentFault, profile: Profile): AppError {
  switch (fault.code) {
    case 'bad_name':
      return new AppError('bad_name', 'A file name is not allowed in the box.', fault)
    case 'not_a_file':
      return new AppError('bad_name', 'A file cannot be written: a folder has its name, or a file has the name of its folder.', fault)
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
