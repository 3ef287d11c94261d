import type { Duplex } from 'node:stream'
import { orAborted } from '../platform/or-aborted.ts'
import type { RunLimits } from '../profiles/profile.ts'
import type { SourceFile, TerminalSize } from '../protocol/messages.ts'
import {
  AGENT_PROTOCOL,
  AgentError,
  type AgentErrorCode,
  AgentExit,
  type AgentFrame,
  AgentFrameDecoder,
  encodeAgentFrame,
  type Files,
  FrameError,
  FromAgent,
  parsePayload,
  Ready,
  ResetDone,
  Started,
  ToAgent,
} from './agent-frames.ts'
import { Transfers } from './transfers.ts'

/** What the agent lets wait unconsumed on one channel. */
const STDIN_WINDOW_BYTES = 65_536

/** The agent tells of a standby when it has been started and when it has gone: so often between two requests at most. Anything more is a flood. */
const NOTES_MOST = 4

export type AgentHello = {
  readonly workspace: string
  /** Folder of the workspace that belongs to compilers. */
  readonly build: string
  readonly scratch: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** `wait`: where an interpreter is made to wait that does not do so by itself. */
  readonly standby: {
    readonly argv: readonly string[]
    readonly template: boolean
    readonly wait?: 'start' | 'open' | 'read' | 'mark'
  } | null
}

export type AgentStart = {
  readonly argv: readonly string[]
  /** A terminal of this size, or null for pipes. */
  readonly tty: TerminalSize | null
  /** Workspace file that is read as standard input. */
  readonly stdin?: string
  readonly limits: RunLimits
  /** Output bytes that may be sent before the first credit. */
  readonly window: number
}

export type RunEvents = {
  readonly onStarted: (standby: boolean) => void
  /** `bytes` are the caller's to keep. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void
  /** Input the program has taken. */
  readonly onConsumed: (bytes: number) => void
  readonly onExit: (exit: AgentExit) => void
  /** The run could not be started; there will be no exit. */
  readonly onRefused: (fault: AgentFault) => void
}

/** The agent refused a request; the box goes on. */
export class AgentFault extends Error {
  readonly code: AgentErrorCode

  constructor(code: AgentErrorCode, message: string) {
    super(message)
    this.name = 'AgentFault'
    this.code = code
  }
}

/** The stream to the agent has ended, or said something it must not. The box is of no more use. */
export class LinkLost extends Error {}

type LiveChannel = { readonly channel: number; readonly events: RunEvents; credit: number; stdinOut: number; started: boolean }
type Pending<T> = { readonly resolve: (value: T) => void; readonly reject: (fault: Error) => void }

/**
 * The server's end of the agent protocol. Everything that comes in is hostile: a frame that is malformed, unexpected, or beyond the credit given
 * ends the link.
 */
export class AgentLink {
  readonly #stream: Duplex
  readonly #decoder = new AgentFrameDecoder()
  readonly #transfers: Transfers
  #ready: Pending<void> | null = null
  #reset: Pending<ResetDone> | null = null
  #run: LiveChannel | null = null
  #lastChannel = 0
  #notes = 0
  #lost: LinkLost | null = null
  readonly #onLost = new Set<(fault: LinkLost) => void>()

  private constructor(stream: Duplex) {
    this.#stream = stream
    this.#transfers = new Transfers({
      nextChannel: () => this.#nextChannel(),
      send: (type, channel, payload) => this.#send(type, channel, payload),
      sendJson: (type, channel, value) => this.#sendJson(type, channel, value),
    })
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
    stream.on('end', () => this.#lose('the box ended'))
    stream.on('close', () => this.#lose('the box ended'))
    stream.on('error', fault => this.#lose(`the stream broke: ${fault.message}`))
  }

  /** Says hello and waits for the agent to be ready. Rejects with LinkLost or the signal's reason. */
  static async open(stream: Duplex, hello: AgentHello, signal: AbortSignal): Promise<AgentLink> {
    signal.throwIfAborted()
    const link = new AgentLink(stream)
    const ready = new Promise<void>((resolve, reject) => {
      link.#ready = { resolve, reject }
    })
    link.#sendJson(ToAgent.hello, 0, { protocol: AGENT_PROTOCOL, ...hello })
    await orAborted(ready, signal)
    return link
  }

  /** Called once when the link is lost, at once when it is already. Returns a function that takes the listener away. */
  onLost(listener: (fault: LinkLost) => void): () => void {
    if (this.#lost) listener(this.#lost)
    else this.#onLost.add(listener)
    return () => this.#onLost.delete(listener)
  }

  get lost(): boolean {
    return this.#lost !== null
  }

  /**
   * Writes the files and starts a run, in one go: the agent works in order, so nothing waits for an answer. Rejects when a file is refused.
   * One run at a time. The events come until `onExit` or `onRefused`, or not at all any more once the link is lost.
   */
  startRun(
    files: readonly SourceFile[],
    start: AgentStart,
    events: RunEvents,
  ): { readonly channel: number; readonly stored: Promise<void> } {
    if (this.#run) throw new Error('a run is live in this box')
    this.#stream.cork()
    const stored = Promise.all(files.map(file => this.#transfers.put(file))).then(() => {})
    const channel = this.#nextChannel()
    this.#run = { channel, events, credit: start.window, stdinOut: 0, started: false }
    this.#notes = 0
    this.#sendJson(ToAgent.start, channel, start)
    this.#stream.uncork()
    return { channel, stored }
  }

  /** How many bytes of input may be sent now. */
  stdinRoom(channel: number): number {
    return this.#run?.channel === channel ? STDIN_WINDOW_BYTES - this.#run.stdinOut : 0
  }

  /** Sends input; `bytes` must fit in `stdinRoom()`. */
  stdin(channel: number, bytes: Uint8Array): void {
    const run = this.#run
    if (run?.channel !== channel) return
    if (run.stdinOut + bytes.length > STDIN_WINDOW_BYTES) throw new RangeError('input is above the agent’s window')
    run.stdinOut += bytes.length
    this.#send(ToAgent.stdin, channel, bytes)
  }

  eof(channel: number): void {
    if (this.#run?.channel === channel) this.#send(ToAgent.eof, channel, new Uint8Array(0))
  }

  resize(channel: number, size: TerminalSize): void {
    if (this.#run?.channel === channel) this.#sendJson(ToAgent.resize, channel, size)
  }

  signal(channel: number, signal: string): void {
    if (this.#run?.channel === channel) this.#sendJson(ToAgent.signal, channel, { signal })
  }

  stop(channel: number, reason: 'stopped' | 'output_limit', graceMs: number): void {
    if (this.#run?.channel === channel) this.#sendJson(ToAgent.stop, channel, { reason, graceMs })
  }

  credit(channel: number, bytes: number): void {
    const run = this.#run
    if (run?.channel !== channel || bytes <= 0) return
    run.credit += bytes
    const payload = Buffer.allocUnsafe(4)
    payload.writeUInt32BE(bytes)
    this.#send(ToAgent.credit, channel, payload)
  }

  /** Reads a file of the workspace. Rejects with AgentFault, `too_large` above `maxBytes`, or LinkLost. */
  get(name: string, maxBytes: number): Promise<Buffer> {
    return this.#lost ? Promise.reject(this.#lost) : this.#transfers.get(name, maxBytes)
  }

  /** The workspace's files, but for the compilers'. Rejects with LinkLost. */
  list(): Promise<Files> {
    return this.#lost ? Promise.reject(this.#lost) : this.#transfers.list()
  }

  /** Makes the box as it was, but for the workspace files named, and what compilers have made. Rejects with LinkLost. */
  reset(keep: readonly string[], keepBuild = false): Promise<ResetDone> {
    if (this.#run || this.#reset) throw new Error('a box is reset between runs, once')
    return new Promise((resolve, reject) => {
      if (this.#lost) return reject(this.#lost)
      this.#reset = { resolve, reject }
      this.#notes = 0
      this.#sendJson(ToAgent.reset, 0, { keep, keepBuild })
    })
  }

  #nextChannel(): number {
    this.#lastChannel = this.#lastChannel >= 0xffff_fffe ? 1 : this.#lastChannel + 1
    return this.#lastChannel
  }

  #send(type: ToAgent, channel: number, payload: Uint8Array): void {
    if (!this.#lost) this.#stream.write(encodeAgentFrame(type, channel, payload))
  }

  #sendJson(type: ToAgent, channel: number, value: unknown): void {
    this.#send(type, channel, Buffer.from(JSON.stringify(value)))
  }

  #take(chunk: Buffer): void {
    if (this.#lost) return
    try {
      this.#decoder.push(chunk, frame => this.#handle(frame))
    } catch (fault) {
      if (!(fault instanceof FrameError)) throw fault
      this.#lose(fault.message)
      this.#stream.destroy()
    }
  }

  #handle(frame: AgentFrame): void {
    if (this.#lost) return
    const { type, channel, payload } = frame
    switch (type) {
      case FromAgent.ready: {
        const ready = this.#ready
        if (!ready) throw new FrameError('ready came without a hello')
        parsePayload(Ready, payload)
        this.#ready = null
        return ready.resolve()
      }
      case FromAgent.error:
        return this.#handleError(channel, payload)
      case FromAgent.started: {
        const run = this.#runOn(channel)
        if (run.started) throw new FrameError('started came twice')
        run.started = true
        return run.events.onStarted(parsePayload(Started, payload).standby)
      }
      case FromAgent.stdout:
      case FromAgent.stderr: {
        const run = this.#runOn(channel)
        if (payload.length === 0) throw new FrameError('output of no bytes')
        run.credit -= payload.length
        if (run.credit < 0) throw new FrameError('more output than credit')
        return run.events.onOutput(type === FromAgent.stdout ? 'stdout' : 'stderr', payload)
      }
      case FromAgent.consumed: {
        const run = this.#runOn(channel)
        const bytes = payload.length === 4 ? payload.readUInt32BE() : Number.NaN
        if (!(bytes > 0 && bytes <= run.stdinOut)) throw new FrameError('consumed more input than there was, or none')
        run.stdinOut -= bytes
        return run.events.onConsumed(bytes)
      }
      case FromAgent.exit: {
        const run = this.#runOn(channel)
        const exit = parsePayload(AgentExit, payload)
        this.#run = null
        return run.events.onExit(exit)
      }
      case FromAgent.resetDone: {
        const reset = this.#reset
        if (!reset) throw new FrameError('reset_done came without a reset')
        const done = parsePayload(ResetDone, payload)
        this.#reset = null
        return reset.resolve(done)
      }
      case FromAgent.standby:
        this.#notes += 1
        if (this.#notes > NOTES_MOST) throw new FrameError('more news of the standby than there can be')
        return
      default:
        if (!this.#transfers.take(frame)) throw new FrameError(`frame type ${type} is not expected`)
    }
  }

  #handleError(channel: number, payload: Buffer): void {
    const { code, message } = parsePayload(AgentError, payload)
    const fault = new AgentFault(code, message)
    if (this.#transfers.refuse(channel, fault)) return
    const run = this.#runOn(channel)
    this.#run = null
    run.events.onRefused(fault)
  }

  #runOn(channel: number): LiveChannel {
    const run = this.#run
    if (run?.channel !== channel) throw new FrameError(`a frame on channel ${channel}, where no run is live`)
    return run
  }

  #lose(why: string): void {
    if (this.#lost) return
    this.#lost = new LinkLost(why)
    this.#ready?.reject(this.#lost)
    this.#reset?.reject(this.#lost)
    this.#transfers.fail(this.#lost)
    this.#run = null
    for (const listener of this.#onLost) listener(this.#lost)
    this.#onLost.clear()
  }
}
