import type { SourceFile } from '../protocol/messages.ts'
import {
  type AgentFrame,
  File,
  Files,
  FRAME_PAYLOAD_BYTES,
  FrameError,
  type FrameSender,
  FromAgent,
  parsePayload,
  ToAgent,
} from './agent-frames.ts'

type Pending<T> = { readonly resolve: (value: T) => void; readonly reject: (fault: Error) => void }
type Get = Pending<Buffer> & { readonly maxBytes: number; readonly parts: Buffer[]; left: number | null }

/** Files on their way into a box and out of it, and lists of them: what `put`, `get` and `list` of the agent protocol wait for. */
export class Transfers {
  readonly #sender: FrameSender
  readonly #puts = new Map<number, Pending<void>>()
  readonly #gets = new Map<number, Get>()
  readonly #lists = new Map<number, Pending<Files>>()

  constructor(sender: FrameSender) {
    this.#sender = sender
  }

  put(file: SourceFile): Promise<void> {
    const channel = this.#sender.nextChannel()
    const bytes = Buffer.from(file.content, file.encoding ?? 'utf8')
    const done = new Promise<void>((resolve, reject) => this.#puts.set(channel, { resolve, reject }))
    this.#sender.sendJson(ToAgent.put, channel, { name: file.name, size: bytes.length, executable: false })
    for (let at = 0; at < bytes.length; at += FRAME_PAYLOAD_BYTES) {
      this.#sender.send(ToAgent.putData, channel, bytes.subarray(at, at + FRAME_PAYLOAD_BYTES))
    }
    return done
  }

  get(name: string, maxBytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const channel = this.#sender.nextChannel()
      this.#gets.set(channel, { resolve, reject, maxBytes, parts: [], left: null })
      this.#sender.sendJson(ToAgent.get, channel, { name, maxBytes })
    })
  }

  list(): Promise<Files> {
    return new Promise((resolve, reject) => {
      const channel = this.#sender.nextChannel()
      this.#lists.set(channel, { resolve, reject })
      this.#sender.sendJson(ToAgent.list, channel, {})
    })
  }

  /** Takes a frame that belongs to a transfer; false when it does not. Throws FrameError when it is not what was asked for. */
  take({ type, channel, payload }: AgentFrame): boolean {
    switch (type) {
      case FromAgent.ok:
        this.#takePut(channel).resolve()
        return true
      case FromAgent.file: {
        const get = this.#getOn(channel)
        const { size } = parsePayload(File, payload)
        if (get.left !== null || size > get.maxBytes) throw new FrameError('a file that was not asked for, or larger')
        get.left = size
        this.#endGet(channel, get)
        return true
      }
      case FromAgent.fileData: {
        const get = this.#getOn(channel)
        if (get.left === null || payload.length === 0 || payload.length > get.left)
          throw new FrameError('more data than the file has, or none')
        get.left -= payload.length
        get.parts.push(payload)
        this.#endGet(channel, get)
        return true
      }
      case FromAgent.files: {
        const list = this.#lists.get(channel)
        if (!list) throw new FrameError(`a list on channel ${channel}, where none was asked for`)
        const files = parsePayload(Files, payload)
        this.#lists.delete(channel)
        list.resolve(files)
        return true
      }
      default:
        return false
    }
  }

  /** The agent refuses what was asked on this channel; false when it is not a transfer's. Throws FrameError when it is too late for that. */
  refuse(channel: number, fault: Error): boolean {
    if (this.#puts.has(channel)) {
      this.#takePut(channel).reject(fault)
      return true
    }
    const get = this.#gets.get(channel)
    if (!get) return false
    // The agent reads a file before it tells of it: there is no fault in the middle of one.
    if (get.left !== null) throw new FrameError('an error in the middle of a file')
    this.#gets.delete(channel)
    get.reject(fault)
    return true
  }

  /** Nothing comes any more. */
  fail(fault: Error): void {
    for (const waiting of [this.#puts, this.#gets, this.#lists]) {
      for (const { reject } of waiting.values()) reject(fault)
      waiting.clear()
    }
  }

  #takePut(channel: number): Pending<void> {
    const put = this.#puts.get(channel)
    if (!put) throw new FrameError(`an answer on channel ${channel}, where nothing was asked`)
    this.#puts.delete(channel)
    return put
  }

  #getOn(channel: number): Get {
    const get = this.#gets.get(channel)
    if (!get) throw new FrameError(`a file on channel ${channel}, where none was asked for`)
    return get
  }

  #endGet(channel: number, get: Get): void {
    if (get.left !== 0) return
    this.#gets.delete(channel)
    get.resolve(Buffer.concat(get.parts))
  }
}
