import { Drawn } from '../protocol/drawn.ts'
import type { ExitReport } from '../protocol/exit.ts'
import type { ServerMessage, Work } from '../protocol/messages.ts'
import type { ProfileInfo } from '../protocol/profile-info.ts'
import { Connection } from './connection.ts'
import { Failure } from './failure.ts'
import { findProfile } from './find-profile.ts'
import type { Sources } from './gather.ts'
import type { OwnTerminal } from './own-terminal.ts'

/** The only run of its session. */
const RUN = 1
/** Keys typed while a box is being found; more is not meant. */
const TYPED_AHEAD_BYTES = 64 * 1024
const CTRL_C = 3
/** Ctrl-C so often within this time ends the run, whatever the program makes of it. */
const INSISTENT = { times: 3, ms: 1000 }
/** A box that comes sooner is not worth a word. */
const PATIENT_MS = 1000
/** A run that was stopped has ended by then, or the server does not hear. */
const STOP_MS = 5000

export type Order = {
  readonly server: URL
  readonly sources: Sources
  /** Null: by the main file's name. */
  readonly language: string | null
  readonly args: readonly string[]
  /** What the program reads instead of the terminal. */
  readonly stdin: string | undefined
}

/** A program that is run once, in this terminal. */
export class ProgramRun implements AsyncDisposable {
  /** How it ended; rejects with a Failure where that is not known, or it never began. */
  readonly outcome: Promise<ExitReport>
  readonly #order: Order
  readonly #terminal: OwnTerminal
  readonly #connection: Connection
  readonly #drawn = new Drawn(RUN, 0)
  #phase: Work['phase'] = 'none'
  #typedAhead: Buffer[] = []
  #ended = false
  #interrupts: number[] = []
  #waiting: ReturnType<typeof setTimeout> | undefined
  #giveUp: ReturnType<typeof setTimeout> | undefined
  #settle: { readonly resolve: (report: ExitReport) => void; readonly reject: (fault: Failure) => void }

  constructor(order: Order, terminal: OwnTerminal) {
    this.#order = order
    this.#terminal = terminal
    const { promise, ...settle } = withResolvers<ExitReport>()
    this.outcome = promise
    this.#settle = settle
    this.#connection = new Connection(order.server, {
      onMessage: message => this.#take(message),
      onOutput: (run, bytes) => this.#show(run, bytes),
      onLost: settle.reject,
    })
  }

  /** As Ctrl-C does. */
  interrupt(): void {
    this.#interrupts = [...this.#interrupts, performance.now()].slice(-INSISTENT.times)
    const [first = 0, last = 0] = [this.#interrupts[0], this.#interrupts.at(-1)]
    if (this.#phase !== 'running' || (this.#interrupts.length === INSISTENT.times && last - first < INSISTENT.ms)) this.stop()
  }

  /** Sends the interrupt that a terminal would. */
  signalInterrupt(): void {
    if (this.#phase === 'running') this.#connection.send({ type: 'signal', run: RUN, signal: 'SIGINT' })
    this.interrupt()
  }

  /** Ends it, whatever it does. */
  stop(): void {
    if (this.#phase === 'none') return this.#settle.reject(new Failure('Stopped before it began.'))
    this.#connection.send({ type: 'stop', run: RUN })
    this.#giveUp ??= setTimeout(() => this.#settle.reject(new Failure('The server does not answer any more.')), STOP_MS)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#giveUp)
    clearTimeout(this.#waiting)
    await this.#connection[Symbol.asyncDispose]()
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#begin(message.profiles)
      case 'work':
        return this.#follow(message.work)
      case 'error': {
        const live = this.#phase === 'running' || this.#phase === 'compiling'
        if (live || message.run !== RUN) return this.#terminal.say(message.message)
        return this.#settle.reject(new Failure(message.message))
      }
      default:
      // What is for editors.
    }
  }

  #begin(profiles: readonly ProfileInfo[]): void {
    const { sources, language, args, stdin } = this.#order
    let profile: ProfileInfo
    try {
      profile = findProfile(profiles, language, sources.main)
    } catch (fault) {
      return this.#settle.reject(fault as Failure)
    }
    this.#phase = 'preparing'
    this.#terminal.open({
      onInput: bytes => this.#type(bytes),
      onEnd: () => this.#end(),
      onResize: size => this.#connection.send({ type: 'resize', run: RUN, size }),
    })
    this.#connection.send({
      type: 'run',
      run: RUN,
      profile: profile.id,
      main: sources.main,
      files: [...sources.files],
      args: [...args],
      ...(stdin === undefined ? {} : { stdin }),
      size: this.#terminal.size,
    })
  }

  #follow(work: Work): void {
    if (!('run' in work) || work.run !== RUN) return
    this.#phase = work.phase
    clearTimeout(this.#waiting)
    if (work.phase === 'queued') {
      const words = `Waiting for a box: place ${work.position} in the queue`
      this.#waiting = setTimeout(() => this.#terminal.say(words), PATIENT_MS)
    }
    if (work.phase === 'running') {
      // The window may have changed since the run was asked for.
      this.#connection.send({ type: 'resize', run: RUN, size: this.#terminal.size })
      for (const bytes of this.#typedAhead.splice(0)) this.#connection.sendInput(RUN, bytes)
      if (this.#ended) this.#connection.send({ type: 'eof', run: RUN })
    }
    if (work.phase === 'finished') this.#settle.resolve(work.report)
  }

  #type(bytes: Buffer): void {
    const interrupts = bytes.includes(CTRL_C)
    if (!interrupts) this.#interrupts = []
    for (const byte of bytes) if (byte === CTRL_C) this.interrupt()
    if (this.#phase === 'running') return this.#connection.sendInput(RUN, bytes)
    const waiting = this.#typedAhead.reduce((sum, part) => sum + part.length, 0)
    if (!interrupts && waiting + bytes.length <= TYPED_AHEAD_BYTES) this.#typedAhead.push(bytes)
  }

  #end(): void {
    this.#ended = true
    if (this.#phase === 'running') this.#connection.send({ type: 'eof', run: RUN })
  }

  /** The server sends more when what it has sent is shown: a program waits for a terminal that is slow. */
  #show(run: number, bytes: Uint8Array): void {
    if (run !== RUN) return
    const offset = this.#drawn.receive(bytes.length)
    this.#terminal.write(bytes, () => {
      const due = this.#drawn.draw(offset)
      if (due !== null) this.#connection.send({ type: 'ack', run: RUN, offset: due })
    })
  }
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (fault: Failure) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
