import { Close } from '../../server/protocol/close-codes.ts'
import { encodeFrame, FRAME_HEADER_BYTES, Stream } from '../../server/protocol/frames.ts'
import { STDIN_FRAME_BYTES } from '../../server/protocol/limits.ts'
import { PROTOCOL_VERSION, type ServerMessage, type TerminalSize, type WelcomeMessage } from '../../server/protocol/messages.ts'
import type { ProfileInfo, Sample } from '../../server/protocol/profile-info.ts'
import type { Recorder } from '../share/recorder.ts'
import { Asks } from './asks.ts'
import { Connection } from './connection.ts'
import { type Display, RunOutput } from './run-output.ts'
import { savedSession, saveProfiles, saveSession } from './saved.ts'
import { type Sources, sizeFault } from './sources.ts'
import { chosenProfile, isLive, type WorkspaceStore } from './store.ts'

/** What to run, and how. */
export type RunOrder = {
  readonly profile: string
  readonly sources: Sources
  readonly args: readonly string[]
  /** What standard input is instead of the terminal. */
  readonly stdin: string | null
  readonly mode: 'program' | 'console'
}

/** What outlives the page: the session to take up again, and the languages to begin with. */
export type SessionKeeping = {
  readonly session: () => string | null
  readonly saveSession: (token: string) => void
  readonly saveProfiles: (profiles: readonly ProfileInfo[]) => void
}

/** @param mark of the task that the page is about, which has a session of its own. */
export function keptSession(mark?: string): SessionKeeping {
  return { session: () => savedSession(mark), saveSession: token => saveSession(token, mark), saveProfiles }
}

/** Keys typed while a box is being found; more is not meant. */
const TYPED_AHEAD_BYTES = 64 * 1024

/** This tab's end of the browser protocol (PROTOCOL.md): what is asked of the server, and what its messages come to in the store. */
export class SessionLink {
  readonly #store: WorkspaceStore
  readonly #keeping: SessionKeeping
  readonly #only: readonly string[] | null
  readonly #connection: Connection
  readonly #asks: Asks
  readonly #output = new RunOutput((run, offset) => this.#connection.send({ type: 'ack', run, offset }))
  #session: string | null = null
  #lastRun = 0
  #typedAhead: Uint8Array[] = []

  /** @param only the languages that the page is about; null: all. */
  constructor(store: WorkspaceStore, url: string, keeping: SessionKeeping = keptSession(), only: readonly string[] | null = null) {
    this.#store = store
    this.#keeping = keeping
    this.#only = only
    this.#connection = new Connection(url, {
      onOpen: () => this.#hello(),
      onMessage: message => this.#take(message),
      onBytes: bytes => this.#output.take(bytes),
      onLost: (code, reason) => this.#lost(code, reason),
    })
    this.#asks = new Asks(store, message => this.#connection.send(message))
  }

  start(): void {
    this.#session = this.#keeping.session()
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
  }

  /** Gives the link a display; returns how to take it away. */
  attach(display: Display): () => void {
    return this.#output.attach(display)
  }

  get recorder(): Recorder {
    return this.#output.recorder
  }

  /** Runs a program. What cannot be run is said in a notice; what was typed stays as it is. */
  run({ profile, sources, args, stdin, mode }: RunOrder): boolean {
    const { connection, work } = this.#store.getState()
    if (isLive(work)) return false
    if (connection !== 'open')
      return this.#tell('The server cannot be reached right now. Your text is safe; Run works again once the connection is back.')
    const fault = sizeFault(sources)
    if (fault) return this.#tell(fault)
    const run = this.#lastRun + 1
    this.#lastRun = run
    this.#typedAhead = []
    this.#output.begin(run, 0, mode === 'program' ? { profile, files: sources.files } : null)
    this.#asks.begin(profile, sources.files)
    this.#store.setState({ work: { phase: 'preparing', run }, workAtMs: performance.now(), notice: null })
    this.#connection.send({
      type: 'run',
      run,
      profile,
      main: sources.main,
      files: [...sources.files],
      mode,
      args: [...args],
      ...(stdin === null ? {} : { stdin }),
      size: this.#output.size,
    })
    return true
  }

  /** The language that the page shows now. */
  choose(profile: string): void {
    this.#connection.send({ type: 'choose', profile })
  }

  /** Compiles ahead, or looks for faults. The answer comes to the store, as `checked`. */
  check(profile: string, sources: Sources): void {
    this.#asks.check(profile, sources)
  }

  /** Lays out a file of the language on the page. Rejects with a sentence for a person. */
  format(name: string, content: string): Promise<string> {
    return this.#asks.format(chosenProfile(this.#store.getState())?.id ?? '', name, content)
  }

  /** Reads a file of the box. Rejects with a sentence for a person. */
  fetchFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#asks.fetchFile(name)
  }

  /** Removes a file that a program has written. */
  removeFile(name: string): boolean {
    return this.#asks.removeFile(name) || this.#tell('The server cannot be reached right now. Please try again in a moment.')
  }

  askSamples(profile: string): Promise<readonly Sample[]> {
    return this.#asks.askSamples(profile)
  }

  /** Whether a program runs, or is about to. */
  get isLive(): boolean {
    return isLive(this.#store.getState().work)
  }

  stopRun(): void {
    const { work } = this.#store.getState()
    if (isLive(work) && 'run' in work) this.#connection.send({ type: 'stop', run: work.run })
  }

  /** Passes on what was typed or pasted. What is typed before the program has started waits for it; after its end it goes nowhere. */
  type(bytes: Uint8Array): void {
    const { work } = this.#store.getState()
    if (work.phase === 'running') return this.#sendInput(work.run, bytes)
    if (!isLive(work)) return
    const waiting = this.#typedAhead.reduce((sum, part) => sum + part.length, 0)
    if (waiting + bytes.length <= TYPED_AHEAD_BYTES) this.#typedAhead.push(bytes)
  }

  resize(size: TerminalSize): void {
    const { work } = this.#store.getState()
    if (isLive(work) && 'run' in work && work.phase !== 'queued') this.#connection.send({ type: 'resize', run: work.run, size })
  }

  /** Takes a session back that went on in another tab. */
  takeBack(): void {
    this.#store.setState({ connection: 'connecting' })
    this.#connection.connect()
  }

  #tell(text: string): false {
    this.#store.setState({ notice: { tone: 'warning', text } })
    return false
  }

  #hello(): void {
    const resume = this.#session ? { session: this.#session, ...this.#output.position } : null
    this.#connection.send({ type: 'hello', protocol: PROTOCOL_VERSION, resume })
  }

  /** Whether to connect again. */
  #lost(code: number, reason: string): boolean {
    this.#asks.lost()
    const last = code === Close.replaced ? 'replaced' : code === Close.versionMismatch ? 'outdated' : null
    if (last) {
      this.#store.setState({ connection: last })
      return false
    }
    const notice = code === Close.tooManySessions ? { tone: 'warning' as const, text: `${reason} Trying again…` } : undefined
    this.#store.setState({ connection: 'lost', ...(notice ? { notice } : {}) })
    return true
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message)
      case 'work':
        this.#store.setState({ work: message.work, workAtMs: performance.now() })
        if (message.work.phase === 'finished') {
          this.recorder.end(message.work.report)
          this.#output.display?.settle(message.work.report.reason === 'exited')
        }
        if (message.work.phase === 'running') {
          this.recorder.started()
          this.#sendTypedAhead(message.work.run)
        }
        return
      case 'profiles':
        this.#keeping.saveProfiles(message.profiles)
        return this.#store.setState({ profiles: this.#offered(message.profiles) })
      case 'error': {
        const { work } = this.#store.getState()
        // A refused run leaves none behind.
        const refused = message.run !== null && work.phase === 'preparing' && work.run === message.run
        return this.#store.setState({
          notice: { tone: message.code === 'internal' || message.code === 'engine_down' ? 'bad' : 'warning', text: message.message },
          ...(refused ? { work: { phase: 'none' } } : {}),
        })
      }
      case 'pong':
        return
      default:
        return this.#asks.take(message)
    }
  }

  #welcome(message: WelcomeMessage): void {
    this.#connection.welcomed()
    const before = this.#store.getState().work
    this.#session = message.session
    this.#keeping.saveSession(message.session)
    this.#keeping.saveProfiles(message.profiles)
    this.#lastRun = Math.max(message.resumed ? this.#lastRun : 0, message.lastRun)
    const { replay } = message
    if (replay) this.#output.resume(replay.run, replay.from)
    if (message.work.phase === 'finished') this.recorder.end(message.work.report)
    const lost = !message.resumed && isLive(before)
    this.#store.setState({
      connection: 'open',
      profiles: this.#offered(message.profiles),
      // What the last run came to stays on the status line, even where the server has forgotten it.
      work: message.work.phase === 'none' && before.phase === 'finished' ? before : message.work,
      workAtMs: performance.now(),
      ...(lost
        ? {
            notice: {
              tone: 'warning' as const,
              text: 'The connection was lost for too long, and the program was stopped. Your text is safe.',
            },
          }
        : {}),
    })
    if (this.#output.display) this.resize(this.#output.size)
    this.#asks.welcome()
    const chosen = chosenProfile(this.#store.getState())
    if (chosen) this.choose(chosen.id)
  }

  #offered(profiles: readonly ProfileInfo[]): readonly ProfileInfo[] {
    const only = this.#only
    return only ? profiles.filter(({ id }) => only.includes(id)) : profiles
  }

  #sendTypedAhead(run: number): void {
    for (const part of this.#typedAhead.splice(0)) this.#sendInput(run, part)
  }

  #sendInput(run: number, bytes: Uint8Array): void {
    const most = STDIN_FRAME_BYTES - FRAME_HEADER_BYTES
    for (let at = 0; at < bytes.length; at += most)
      this.#connection.sendBytes(encodeFrame(Stream.stdin, run, bytes.subarray(at, at + most)))
  }
}
