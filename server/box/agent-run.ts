import type { RunLimits } from '../profiles/profile.ts'
import type { TerminalSize } from '../protocol/messages.ts'
import {
  type AgentExit,
  type AgentFault,
  type AgentFrame,
  type AgentSignal,
  FrameError,
  type FrameSender,
  FromAgent,
  parsePayload,
  Started,
  ToAgent,
} from './agent-frames.ts'

/** What the agent lets wait unconsumed on one channel. */
const STDIN_WINDOW_BYTES = 65_536

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

export type AgentRunEvents = {
  readonly onStarted: (standby: boolean) => void
  /** `bytes` are the caller's to keep. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void
  /** Input the program has taken. */
  readonly onConsumed: (bytes: number) => void
  readonly onExit: (exit: AgentExit) => void
  /** The run could not be started; there will be no exit. */
  readonly onRefused: (fault: AgentFault) => void
}

/** One run, as the agent is told of it and tells. Once it is over, whatever is asked of it goes nowhere. */
export class AgentRun {
  readonly channel: number
  readonly #sender: FrameSender
  readonly #events: AgentRunEvents
  /** Output bytes that may still come. */
  #credit: number
  /** Input that is on its way and not consumed. */
  #stdinOut = 0
  #started = false
  #over = false

  /** Starts it. */
  constructor(sender: FrameSender, start: AgentStart, events: AgentRunEvents) {
    this.#sender = sender
    this.#events = events
    this.#credit = start.window
    this.channel = sender.nextChannel()
    sender.sendJson(ToAgent.start, this.channel, start)
  }

  /** How many bytes of input may be sent now. */
  get stdinRoom(): number {
    return this.#over ? 0 : STDIN_WINDOW_BYTES - this.#stdinOut
  }

  /** Sends input; `bytes` must fit in `stdinRoom`. */
  stdin(bytes: Uint8Array): void {
    if (this.#over) return
    if (bytes.length > this.stdinRoom) throw new RangeError('input is above the agent’s window')
    this.#stdinOut += bytes.length
    this.#sender.send(ToAgent.stdin, this.channel, bytes)
  }

  eof(): void {
    if (!this.#over) this.#sender.send(ToAgent.eof, this.channel, new Uint8Array(0))
  }

  resize(size: TerminalSize): void {
    if (!this.#over) this.#sender.sendJson(ToAgent.resize, this.channel, size)
  }

  signal(signal: AgentSignal): void {
    if (!this.#over) this.#sender.sendJson(ToAgent.signal, this.channel, { signal })
  }

  stop(reason: 'stopped' | 'output_limit', graceMs: number): void {
    if (!this.#over) this.#sender.sendJson(ToAgent.stop, this.channel, { reason, graceMs })
  }

  /** Allows so many more bytes of output. */
  credit(bytes: number): void {
    if (this.#over || bytes <= 0) return
    this.#credit += bytes
    const payload = Buffer.allocUnsafe(4)
    payload.writeUInt32BE(bytes)
    this.#sender.send(ToAgent.credit, this.channel, payload)
  }

  /** Takes what the agent says while it is live. Throws FrameError where that cannot be. */
  take({ type, payload }: AgentFrame): void {
    switch (type) {
      case FromAgent.started:
        if (this.#started) throw new FrameError('started came twice')
        this.#started = true
        return this.#events.onStarted(parsePayload(Started, payload).standby)
      case FromAgent.stdout:
      case FromAgent.stderr:
        if (payload.length === 0) throw new FrameError('output of no bytes')
        this.#credit -= payload.length
        if (this.#credit < 0) throw new FrameError('more output than credit')
        return this.#events.onOutput(type === FromAgent.stdout ? 'stdout' : 'stderr', payload)
      case FromAgent.consumed: {
        const bytes = payload.length === 4 ? payload.readUInt32BE() : Number.NaN
        if (!(bytes > 0 && bytes <= this.#stdinOut)) throw new FrameError('consumed more input than there was, or none')
        this.#stdinOut -= bytes
        return this.#events.onConsumed(bytes)
      }
      default:
        throw new FrameError(`frame type ${type} is no run's`)
    }
  }

  exited(exit: AgentExit): void {
    this.#over = true
    this.#events.onExit(exit)
  }

  refused(fault: AgentFault): void {
    this.#over = true
    this.#events.onRefused(fault)
  }

  /** The link is lost, and the run with it: no event comes any more. */
  lost(): void {
    this.#over = true
  }
}
