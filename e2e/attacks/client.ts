import { WebSocket } from 'ws'
import type { ExitReport } from '../../server/protocol/exit.ts'
import { decodeFrame, Stream } from '../../server/protocol/frames.ts'
import { type ClientMessage, PROTOCOL_VERSION, ServerMessage, type SourceFile, type Work } from '../../server/protocol/messages.ts'

/** What is kept of a run's output: its end. Marks are looked for as it comes. */
const TAIL_BYTES = 32 * 1024
const SIZE = { cols: 80, rows: 24 }

export type End = {
  /** Null when it did not end in time, or the server refused it. */
  readonly report: ExitReport | null
  readonly refusal: string | null
  readonly breaches: readonly string[]
  readonly held: boolean
  readonly tail: string
}

/** One browser tab's connection, without the browser: says hello, runs programs, acknowledges what comes. */
export class Tab implements Disposable {
  readonly #socket: WebSocket
  readonly #messages: ServerMessage[] = []
  #run = 0
  #tail = ''
  #breaches: string[] = []
  #held = false
  #ready = false
  #received = 0
  #acknowledges = true
  #wake: () => void = () => {}

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('close', () => this.#wake())
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) this.#takeOutput(data)
      else this.#messages.push(ServerMessage.parse(JSON.parse(data.toString('utf8'))))
      this.#wake()
    })
  }

  static async open(url: string): Promise<Tab> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}/ws`, { headers: { origin: new URL(url).origin } })
    const tab = new Tab(socket)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    tab.send({ type: 'hello', protocol: PROTOCOL_VERSION, resume: null })
    await tab.#until(() => tab.#messages.find(message => message.type === 'welcome'), 10_000)
    return tab
  }

  /** What the server calls this language's boxes: "standard box". */
  get box(): string {
    const welcome = this.#messages.find(message => message.type === 'welcome')
    return welcome?.type === 'welcome' ? (welcome.profiles.find(profile => profile.id === 'python')?.box ?? '') : ''
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** Runs a program to its end, or until `withinMs`. */
  async run(
    files: readonly SourceFile[],
    options: { withinMs: number; stopAfterMs?: number | null; acknowledges?: boolean },
  ): Promise<End> {
    this.start(files, options.acknowledges ?? true)
    const run = this.#run
    const stop = options.stopAfterMs ? setTimeout(() => this.#stop(run), options.stopAfterMs) : undefined
    const end = await this.ended(options.withinMs)
    clearTimeout(stop)
    return end
  }

  /** As the Stop button does. What was held back is acknowledged from here on: the end comes after all output. */
  #stop(run: number): void {
    this.send({ type: 'stop', run })
    this.#acknowledges = true
    this.send({ type: 'ack', run, offset: this.#received })
  }

  start(files: readonly SourceFile[], acknowledges = true): void {
    this.#run += 1
    this.#tail = ''
    this.#breaches = []
    this.#held = this.#ready = false
    this.#received = 0
    this.#acknowledges = acknowledges
    this.send({ type: 'run', run: this.#run, profile: 'python', main: files[0]?.name ?? '', files: [...files], args: [], size: SIZE })
  }

  /** Resolves when the program has printed READY. */
  ready(withinMs: number): Promise<unknown> {
    return this.#until(() => this.#ready || this.#report(), withinMs)
  }

  /** Resolves with the end of the run, or with none when there is none in time. */
  async ended(withinMs: number): Promise<End> {
    const run = this.#run
    const refused = (): string | undefined => {
      const message = this.#messages.find(candidate => candidate.type === 'error' && (candidate.run === run || candidate.run === null))
      return message?.type === 'error' ? message.message : undefined
    }
    await this.#until(() => this.#report() ?? refused(), withinMs).catch(() => {})
    return { report: this.#report() ?? null, refusal: refused() ?? null, breaches: this.#breaches, held: this.#held, tail: this.#tail }
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }

  #report(): ExitReport | undefined {
    const over = (work: Work): boolean => work.phase === 'finished' && work.run === this.#run
    const message = this.#messages.find(candidate => candidate.type === 'work' && over(candidate.work))
    return message?.type === 'work' && message.work.phase === 'finished' ? message.work.report : undefined
  }

  #takeOutput(data: Buffer): void {
    const frame = decodeFrame(data)
    if (frame?.stream !== Stream.terminal) return
    this.#received += frame.bytes.length
    // Marks may be cut by frames: the end of what came before is looked at again.
    const text = this.#tail.slice(-200) + Buffer.from(frame.bytes).toString('latin1')
    for (const [line] of text.matchAll(/BREACH [^\r\n]{0,160}(?=\r?\n)/g)) if (!this.#breaches.includes(line)) this.#breaches.push(line)
    this.#held ||= /(^|\n)HELD\r?\n/.test(text)
    this.#ready ||= /(^|\n)READY\r?\n/.test(text)
    this.#tail = (this.#tail + text.slice(Math.min(200, this.#tail.length))).slice(-TAIL_BYTES)
    if (this.#acknowledges) this.send({ type: 'ack', run: this.#run, offset: this.#received })
  }

  async #until<T>(look: () => T | undefined | false, withinMs: number): Promise<T> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const found = look()
      if (found) return found
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error('the connection closed')
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) throw new Error('no answer in time')
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, leftMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}
