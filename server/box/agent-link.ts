import type { Duplex } from 'node:stream'
import { orAborted } from '../platform/or-aborted.ts'
import type { SourceFile } from '../protocol/messages.ts'
import {
  AGENT_PROTOCOL,
  AgentError,
  AgentExit,
  AgentFault,
  type AgentFrame,
  AgentFrameDecoder,
  encodeAgentFrame,
  type Files,
  FrameError,
  type FrameSender,
  FromAgent,
  parsePayload,
  Ready,
  ResetDone,
  ToAgent,
} from './agent-frames.ts'
import { AgentRun, type AgentRunEvents, type AgentStart } from './agent-run.ts'
import { Transfers } from './transfers.ts'

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

/** The stream to the agent has ended, or said something it must not. The box is of no more use. */
export class LinkLost extends Error {}

type Pending<T> = { readonly resolve: (value: T) => void; readonly reject: (fault: Error) => void }

/**
 * The server's end of the agent protocol. Everything that comes in is hostile: a frame that is malformed, unexpected, or beyond the credit given
 * ends the link.
 */
export class AgentLink {
  readonly #stream: Duplex
  readonly #decoder = new AgentFrameDecoder()
  readonly #sender: FrameSender
  readonly #transfers: Transfers
  #ready: Pending<void> | null = null
  #reset: Pending<ResetDone> | null = null
  #run: AgentRun | null = null
  #lastChannel = 0
  #notes = 0
  #lost: LinkLost | null = null
  readonly #onLost = new Set<(fault: LinkLost) => void>()

  private constructor(stream: Duplex) {
    this.#stream = stream
    this.#sender = {
      nextChannel: () => this.#nextChannel(),
      send: (type, channel, payload) => this.#send(type, channel, payload),
      sendJson: (type, channel, value) => this.#sendJson(type, channel, value),
    }
    this.#transfers = new Transfers(this.#sender)
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
    events: AgentRunEvents,
  ): { readonly run: AgentRun; readonly stored: Promise<void> } {
    if (this.#run) throw new Error('a run is live in this box')
    this.#stream.cork()
    const stored = Promise.all(files.map(file => this.#transfers.put(file))).then(() => {})
    const run = new AgentRun(this.#sender, start, events)
    this.#run = run
    this.#notes = 0
    this.#stream.uncork()
    return { run, stored }
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
      case FromAgent.started:
      case FromAgent.stdout:
      case FromAgent.stderr:
      case FromAgent.consumed:
        return this.#runOn(channel).take(frame)
      case FromAgent.exit: {
        const run = this.#runOn(channel)
        const exit = parsePayload(AgentExit, payload)
        this.#run = null
        return run.exited(exit)
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
    run.refused(fault)
  }

  #runOn(channel: number): AgentRun {
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
    this.#run?.lost()
    this.#run = null
    for (const listener of this.#onLost) listener(this.#lost)
    this.#onLost.clear()
  }
}
