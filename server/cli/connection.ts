import { WebSocket } from 'ws'
import { Close } from '../protocol/close-codes.ts'
import { decodeFrame, encodeFrame, FRAME_HEADER_BYTES, Stream } from '../protocol/frames.ts'
import { HEARTBEAT_MS, HELLO_MS, MESSAGE_BYTES, STDIN_FRAME_BYTES } from '../protocol/limits.ts'
import { type ClientMessage, PROTOCOL_VERSION, readServerMessage, type ServerMessage } from '../protocol/messages.ts'
import { Failure } from './failure.ts'

/** Whoever waits for a prompt waits no longer for a server. */
const CLOSE_MS = 500

export type Listener = {
  readonly onMessage: (message: ServerMessage) => void
  readonly onOutput: (run: number, bytes: Uint8Array) => void
  /** There is no connection any more; says why. */
  readonly onLost: (why: Failure) => void
}

/** This command's end of the browser protocol (PROTOCOL.md). */
export class Connection implements AsyncDisposable {
  readonly #socket: WebSocket
  readonly #server: URL
  readonly #listener: Listener
  readonly #heartbeat: ReturnType<typeof setInterval>
  #heard = true
  #fault: Failure | null = null

  /** Connects, and says hello. */
  constructor(server: URL, listener: Listener) {
    const url = new URL('ws', server)
    url.protocol = server.protocol.replace('http', 'ws')
    this.#server = server
    this.#listener = listener
    const socket = new WebSocket(url, {
      origin: server.origin,
      maxPayload: MESSAGE_BYTES,
      handshakeTimeout: HELLO_MS,
      perMessageDeflate: false,
    })
    this.#socket = socket
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
    socket.on('open', () => this.send({ type: 'hello', protocol: PROTOCOL_VERSION, resume: null }))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#heard = true
      if (isBinary) this.#takeBytes(data)
      else this.#takeText(data.toString('utf8'))
    })
    socket.on('unexpected-response', (_request, { statusCode }) => this.#fail(`${server.href} answers ${statusCode}: it is no Glovebox.`))
    socket.on('error', fault => {
      this.#fault ??= new Failure(`${server.href} does not answer (${fault.message || (fault as NodeJS.ErrnoException).code}).`)
    })
    socket.on('close', (code, reason) => {
      clearInterval(this.#heartbeat)
      listener.onLost(this.#fault ?? closeFailure(code, reason.toString('utf8')))
    })
  }

  send(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  sendInput(run: number, bytes: Uint8Array): void {
    const most = STDIN_FRAME_BYTES - FRAME_HEADER_BYTES
    for (let at = 0; at < bytes.length; at += most)
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encodeFrame(Stream.stdin, run, bytes.subarray(at, at + most)))
  }

  /** Says that it is done, so that the server keeps nothing for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeat)
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const timer = setTimeout(() => this.#socket.terminate(), CLOSE_MS)
    await new Promise(resolve => this.#socket.removeAllListeners('close').once('close', resolve).close(Close.done))
    clearTimeout(timer)
  }

  #takeText(text: string): void {
    const parsed = readServerMessage(text)
    if (!parsed.success) return this.#fail(`${this.#server.href} sent a message that this command does not understand.`)
    this.#listener.onMessage(parsed.data)
  }

  #takeBytes(data: Uint8Array): void {
    const frame = decodeFrame(data)
    if (frame?.stream === Stream.terminal) this.#listener.onOutput(frame.run, frame.bytes)
  }

  /** A connection that has said nothing since the last ping is dead. */
  #beat(): void {
    if (!this.#heard) return this.#fail('The connection to the server was lost.')
    this.#heard = false
    this.send({ type: 'ping' })
  }

  #fail(why: string): void {
    this.#fault ??= new Failure(why)
    this.#socket.terminate()
  }
}

function closeFailure(code: number, reason: string): Failure {
  if (code === Close.versionMismatch) return new Failure(`This command and the server are of different versions: ${reason}.`)
  return new Failure(reason ? `The server has closed the connection: ${reason}` : 'The connection to the server was lost.')
}
