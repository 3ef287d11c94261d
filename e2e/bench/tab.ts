import { WebSocket } from 'ws'
import type { ExitReport } from '../../server/protocol/exit.ts'
import { decodeFrame, encodeFrame, Stream } from '../../server/protocol/frames.ts'
import { ACK_EVERY_BYTES } from '../../server/protocol/limits.ts'
import { type ClientMessage, PROTOCOL_VERSION, type RunRequest, type ServerMessage } from '../../server/protocol/messages.ts'

const SIZE = { cols: 80, rows: 24 }

export type Timed = {
  /** Milliseconds from the request to the first byte of output, and to the news of the end. */
  readonly firstMs: number
  readonly endMs: number
  readonly report: ExitReport
  /** The places in the queue that it was told. */
  readonly positions: readonly number[]
}

/** What a page sends of a program. */
export type Sources = {
  readonly profile: string
  readonly main: string
  readonly files: readonly { readonly name: string; readonly content: string }[]
}

function withCopy(sources: Sources): Pick<RunRequest, 'profile' | 'main' | 'files'> {
  return { ...sources, files: [...sources.files] }
}

type Live = {
  readonly atMs: number
  firstMs: number
  readonly positions: number[]
  readonly resolve: (timed: Timed) => void
  readonly reject: (fault: Error) => void
}

/**
 * A browser tab's connection that only takes times: it reads what it must and acknowledges as the page does, and costs as little as it can, for it
 * shares the machine with what it measures.
 */
export class BenchTab implements Disposable {
  readonly #socket: WebSocket
  #run = 0
  #live: Live | null = null
  #onOutput: ((bytes: Uint8Array) => void) | null = null
  #request = 0
  #onChecked: { readonly resolve: () => void; readonly reject: (fault: Error) => void } | null = null
  #received = 0
  #acked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) this.#takeOutput(data)
      else this.#takeMessage(JSON.parse(data.toString('utf8')) as ServerMessage)
    })
    socket.on('close', () => this.#live?.reject(new Error('the connection closed')))
    socket.on('error', () => {})
  }

  static async open(url: string): Promise<BenchTab> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
      headers: { origin: new URL(url).origin },
      perMessageDeflate: false,
    })
    const tab = new BenchTab(socket)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const welcome = new Promise(resolve => socket.once('message', resolve))
    tab.#send({ type: 'hello', protocol: PROTOCOL_VERSION, resume: null })
    await welcome
    return tab
  }

  /** Runs a Python program to its end. `onOutput` is told all that comes. Rejects when the server refuses. */
  run(source: string, onOutput: ((bytes: Uint8Array) => void) | null = null): Promise<Timed> {
    return this.runSources({ profile: 'python', main: 'main.py', files: [{ name: 'main.py', content: source }] }, onOutput)
  }

  /** Has sources compiled ahead of a Run. Resolves when that is done; rejects where they have a fault. */
  check(sources: Sources): Promise<void> {
    this.#request += 1
    return new Promise((resolve, reject) => {
      this.#onChecked = { resolve, reject }
      this.#send({ type: 'check', request: this.#request, ...withCopy(sources) })
    })
  }

  /** Runs a program to its end, as `run` does. */
  runSources(sources: Sources, onOutput: ((bytes: Uint8Array) => void) | null = null): Promise<Timed> {
    this.#run += 1
    this.#received = this.#acked = 0
    this.#onOutput = onOutput
    return new Promise((resolve, reject) => {
      this.#live = { atMs: performance.now(), firstMs: Number.NaN, positions: [], resolve, reject }
      this.#send({
        type: 'run',
        run: this.#run,
        ...withCopy(sources),
        args: [],
        size: SIZE,
      })
    })
  }

  type(text: string): void {
    this.#socket.send(encodeFrame(Stream.stdin, this.#run, Buffer.from(text)))
  }

  stop(): void {
    this.#send({ type: 'stop', run: this.#run })
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }

  #send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  #takeOutput(data: Buffer): void {
    const frame = decodeFrame(data)
    if (!frame || frame.run !== this.#run) return
    const live = this.#live
    if (live && Number.isNaN(live.firstMs)) live.firstMs = performance.now() - live.atMs
    this.#received += frame.bytes.length
    // As the page does: at once when it has drawn everything, else every 32 KiB. Drawing takes no time here.
    if (this.#received - this.#acked >= ACK_EVERY_BYTES || frame.bytes.length < ACK_EVERY_BYTES) {
      this.#acked = this.#received
      this.#send({ type: 'ack', run: this.#run, offset: this.#acked })
    }
    this.#onOutput?.(frame.bytes)
  }

  #takeMessage(message: ServerMessage): void {
    if (message.type === 'checked' && message.request === this.#request) {
      if (message.ok) this.#onChecked?.resolve()
      else this.#onChecked?.reject(new Error(message.output))
    }
    const live = this.#live
    if (!live) return
    if (message.type === 'error') {
      this.#live = null
      return live.reject(new Error(message.message))
    }
    if (message.type !== 'work') return
    const { work } = message
    if (work.phase === 'queued' && work.run === this.#run) live.positions.push(work.position)
    if (work.phase !== 'finished' || work.run !== this.#run) return
    this.#live = null
    live.resolve({ firstMs: live.firstMs, endMs: performance.now() - live.atMs, report: work.report, positions: live.positions })
  }
}
