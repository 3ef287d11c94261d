import { HEARTBEAT_MS } from '../../server/protocol/limits.ts'
import { type ClientMessage, readServerMessage, type ServerMessage } from '../../server/protocol/messages.ts'
import { Backoff } from './backoff.ts'

export type ConnectionEvents = {
  /** The server listens, and waits for hello. */
  readonly onOpen: () => void
  readonly onMessage: (message: ServerMessage) => void
  readonly onBytes: (bytes: Uint8Array) => void
  /** The connection is lost. False: it is not to be made again by itself. */
  readonly onLost: (code: number, reason: string) => boolean
}

/** What the browser says of a connection that went without a word. */
const WENT_SILENT = 1006

/** The connection to the server: notices when it is dead, and makes it again. */
export class Connection {
  readonly #url: string
  readonly #events: ConnectionEvents
  readonly #backoff = new Backoff()
  #socket: WebSocket | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #heartbeat: ReturnType<typeof setInterval> | undefined
  /** Something came since the last ping. */
  #heard = true
  #stopped = false

  constructor(url: string, events: ConnectionEvents) {
    this.#url = url
    this.#events = events
  }

  start(): void {
    this.#stopped = false
    addEventListener('online', this.#hurry)
    document.addEventListener('visibilitychange', this.#hurry)
    this.connect()
  }

  /** Closes it, without a word to its holder. */
  stop(): void {
    this.#stopped = true
    removeEventListener('online', this.#hurry)
    document.removeEventListener('visibilitychange', this.#hurry)
    this.#cancelRetry()
    clearInterval(this.#heartbeat)
    this.#socket?.close()
    this.#socket = null
  }

  /** Connects now, however long there was still to wait. */
  connect(): void {
    this.#cancelRetry()
    if (this.#stopped) return
    const socket = new WebSocket(this.#url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.#heard = true
    socket.onopen = () => {
      this.#events.onOpen()
      clearInterval(this.#heartbeat)
      this.#heartbeat = setInterval(() => this.#beat(socket), HEARTBEAT_MS)
    }
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return
      this.#heard = true
      if (typeof data === 'string') this.#takeText(data)
      else this.#events.onBytes(new Uint8Array(data as ArrayBuffer))
    }
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#lost(code, reason)
    }
  }

  /** The server has taken this page: should the connection be lost, it is made again soon. */
  welcomed(): void {
    this.#backoff.reset()
  }

  /** False when there is no connection. */
  send(message: ClientMessage): boolean {
    return this.#sendRaw(JSON.stringify(message))
  }

  /** False when there is no connection. */
  sendBytes(frame: Uint8Array): boolean {
    return this.#sendRaw(frame)
  }

  #sendRaw(data: string | Uint8Array): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(data as string | Uint8Array<ArrayBuffer>)
    return true
  }

  #takeText(text: string): void {
    const parsed = readServerMessage(text)
    if (parsed.success) return this.#events.onMessage(parsed.data)
    console.error('The server sent a message that this page does not understand.', parsed.error.issues)
    this.#socket?.close()
  }

  #lost(code: number, reason: string): void {
    this.#socket = null
    clearInterval(this.#heartbeat)
    if (this.#events.onLost(code, reason) && !this.#stopped) this.#retry = setTimeout(() => this.connect(), this.#backoff.next())
  }

  #cancelRetry(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
  }

  /** The network is back, or somebody looks again: no reason to wait any longer. */
  readonly #hurry = (): void => {
    if (this.#retry !== undefined && document.visibilityState === 'visible') this.connect()
  }

  /** A connection that has said nothing since the last ping is dead, though the browser may not know for minutes. */
  #beat(socket: WebSocket): void {
    if (!this.#heard) {
      socket.onclose = null
      socket.close()
      if (socket === this.#socket) this.#lost(WENT_SILENT, '')
      return
    }
    this.#heard = false
    this.send({ type: 'ping' })
  }
}
