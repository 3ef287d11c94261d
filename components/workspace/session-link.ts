import { Close } from '../../server/protocol/close-codes.ts'
import { Drawn } from '../../server/protocol/drawn.ts'
import { decodeFrame, encodeFrame, FRAME_HEADER_BYTES, Stream } from '../../server/protocol/frames.ts'
import { HEARTBEAT_MS, STDIN_FRAME_BYTES } from '../../server/protocol/limits.ts'
import {
  type ClientMessage,
  PROTOCOL_VERSION,
  ServerMessage,
  type TerminalSize,
  type WelcomeMessage,
} from '../../server/protocol/messages.ts'
import type { ProfileInfo, Sample } from '../../server/protocol/profile-info.ts'
import { type Recorded, Recorder } from '../share/recorder.ts'
import { Asks } from './asks.ts'
import { Backoff } from './backoff.ts'
import { savedSession, saveProfiles, saveSession } from './saved.ts'
import { type Sources, sizeFault } from './sources.ts'
import { chosenProfile, isLive, type WorkspaceStore } from './store.ts'

/** Where a run's output is shown. */
export interface Display {
  /** Makes the screen as new: modes that the program before has set are gone. */
  reset(): void
  /**
   * The program has ended: what it left on that changes keys, pointer or pasting is off. What it showed stays, but for the screen of a full-screen program
   * that was not let end by itself.
   */
  settle(byItself: boolean): void
  /** Shows bytes in order; `drawn` is called once they are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void
  size(): TerminalSize
}

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

const DEFAULT_SIZE: TerminalSize = { cols: 80, rows: 24 }
/** Keys typed while a box is being found; more is not meant. */
const TYPED_AHEAD_BYTES = 64 * 1024

/** This tab's end of the browser protocol (PROTOCOL.md): connects, stays connected, runs. */
export class SessionLink {
  readonly #store: WorkspaceStore
  readonly #url: string
  readonly #keeping: SessionKeeping
  readonly #only: readonly string[] | null
  readonly #backoff = new Backoff()
  readonly #asks: Asks
  /** What the terminal was given of the last program. */
  readonly recorder = new Recorder(() => performance.now())
  #socket: WebSocket | null = null
  #session: string | null = null
  #display: Display | null = null
  /** Output that came before there was a display. No more than a window of it, as it is not acknowledged. */
  #held: { readonly bytes: Uint8Array; readonly drawn: () => void }[] = []
  #output: Drawn | null = null
  #lastRun = 0
  #typedAhead: Uint8Array[] = []
  #retry: ReturnType<typeof setTimeout> | undefined
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #heard = true
  #stopped = false

  /** @param only the languages that the page is about; null: all. */
  constructor(store: WorkspaceStore, url: string, keeping: SessionKeeping = keptSession(), only: readonly string[] | null = null) {
    this.#store = store
    this.#url = url
    this.#keeping = keeping
    this.#only = only
    this.#asks = new Asks(store, message => this.#send(message))
  }

  start(): void {
    this.#stopped = false
    this.#session = this.#keeping.session()
    addEventListener('online', this.#hurry)
    document.addEventListener('visibilitychange', this.#hurry)
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    removeEventListener('online', this.#hurry)
    document.removeEventListener('visibilitychange', this.#hurry)
    clearTimeout(this.#retry)
    clearInterval(this.#heartbeat)
    this.#socket?.close()
    this.#socket = null
  }

  /** Gives the link a display; returns how to take it away. */
  attach(display: Display): () => void {
    this.#display = display
    for (const { bytes, drawn } of this.#held.splice(0)) display.write(bytes, drawn)
    return () => {
      if (this.#display === display) this.#display = null
    }
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
    this.#begin(new Drawn(run, 0), mode === 'program' ? { profile, files: sources.files } : null)
    this.#asks.begin(profile, sources.files)
    this.#store.setState({ work: { phase: 'preparing', run }, workAtMs: performance.now(), notice: null })
    this.#send({
      type: 'run',
      run,
      profile,
      main: sources.main,
      files: [...sources.files],
      mode,
      args: [...args],
      ...(stdin === null ? {} : { stdin }),
      size: this.#display?.size() ?? DEFAULT_SIZE,
    })
    return true
  }

  /** The language that the page shows now. */
  choose(profile: string): void {
    this.#send({ type: 'choose', profile })
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
    if (isLive(work) && 'run' in work) this.#send({ type: 'stop', run: work.run })
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
    if (isLive(work) && 'run' in work && work.phase !== 'queued') this.#send({ type: 'resize', run: work.run, size })
  }

  /** Takes a session back that went on in another tab. */
  takeBack(): void {
    this.#store.setState({ connection: 'connecting' })
    this.#connect()
  }

  #tell(text: string): false {
    this.#store.setState({ notice: { tone: 'warning', text } })
    return false
  }

  #connect(): void {
    clearTimeout(this.#retry)
    if (this.#stopped) return
    const socket = new WebSocket(this.#url)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.#heard = true
    socket.onopen = () => {
      const resume = this.#session ? { session: this.#session, run: this.#output?.run ?? 0, received: this.#output?.received ?? 0 } : null
      this.#send({ type: 'hello', protocol: PROTOCOL_VERSION, resume })
      clearInterval(this.#heartbeat)
      this.#heartbeat = setInterval(() => this.#beat(socket), HEARTBEAT_MS)
    }
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return
      this.#heard = true
      if (typeof data === 'string') this.#takeText(data)
      else this.#takeBytes(new Uint8Array(data as ArrayBuffer))
    }
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return
      this.#socket = null
      clearInterval(this.#heartbeat)
      this.#closed(code, reason)
    }
  }

  #closed(code: number, reason: string): void {
    this.#asks.lost()
    if (this.#stopped) return
    if (code === Close.replaced) return this.#store.setState({ connection: 'replaced' })
    if (code === Close.versionMismatch) return this.#store.setState({ connection: 'outdated' })
    const notice = code === Close.tooManySessions ? { tone: 'warning' as const, text: `${reason} Trying again…` } : undefined
    this.#store.setState({ connection: 'lost', ...(notice ? { notice } : {}) })
    this.#retry = setTimeout(() => this.#connect(), this.#backoff.next())
  }

  /** The network is back, or somebody looks again: no reason to wait any longer. */
  readonly #hurry = (): void => {
    if (this.#store.getState().connection === 'lost' && document.visibilityState === 'visible' && !this.#socket) this.#connect()
  }

  /** A connection that has said nothing since the last ping is dead, though the browser may not know for minutes. */
  #beat(socket: WebSocket): void {
    if (!this.#heard) {
      socket.onclose = null
      socket.close()
      if (socket === this.#socket) {
        this.#socket = null
        clearInterval(this.#heartbeat)
        this.#closed(1006, '')
      }
      return
    }
    this.#heard = false
    this.#send({ type: 'ping' })
  }

  #takeText(text: string): void {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = null
    }
    const parsed = ServerMessage.safeParse(json)
    if (!parsed.success) {
      console.error('The server sent a message that this page does not understand.', parsed.error.issues)
      return this.#socket?.close()
    }
    const message = parsed.data
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message)
      case 'work':
        this.#store.setState({ work: message.work, workAtMs: performance.now() })
        if (message.work.phase === 'finished') {
          this.recorder.end(message.work.report)
          this.#display?.settle(message.work.report.reason === 'exited')
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
    this.#backoff.reset()
    const before = this.#store.getState().work
    this.#session = message.session
    this.#keeping.saveSession(message.session)
    this.#keeping.saveProfiles(message.profiles)
    this.#lastRun = Math.max(message.resumed ? this.#lastRun : 0, message.lastRun)
    const { replay } = message
    if (replay && (this.#output?.run !== replay.run || this.#output.received !== replay.from))
      this.#begin(new Drawn(replay.run, replay.from), replay.from === 0 ? {} : null)
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
    if (this.#display) this.resize(this.#display.size())
    this.#asks.welcome()
    const chosen = chosenProfile(this.#store.getState())
    if (chosen) this.choose(chosen.id)
  }

  #offered(profiles: readonly ProfileInfo[]): readonly ProfileInfo[] {
    const only = this.#only
    return only ? profiles.filter(({ id }) => only.includes(id)) : profiles
  }

  #takeBytes(data: Uint8Array): void {
    const frame = decodeFrame(data)
    const output = this.#output
    if (frame?.stream !== Stream.terminal || frame.run !== output?.run) return
    const offset = output.receive(frame.bytes.length)
    this.recorder.take(frame.bytes)
    const drawn = (): void => {
      if (output !== this.#output) return
      const due = output.draw(offset)
      if (due !== null) this.#send({ type: 'ack', run: output.run, offset: due })
    }
    if (this.#display) this.#display.write(frame.bytes, drawn)
    else this.#held.push({ bytes: frame.bytes, drawn })
  }

  /** Another run's output follows. One that did not come whole, or is no program's, is not recorded. */
  #begin(output: Drawn, recorded: Recorded | null): void {
    this.#output = output
    this.recorder.begin(recorded && { ...recorded, size: this.#display?.size() ?? DEFAULT_SIZE })
    this.#held = []
    this.#display?.reset()
  }

  #sendTypedAhead(run: number): void {
    for (const part of this.#typedAhead.splice(0)) this.#sendInput(run, part)
  }

  #sendInput(run: number, bytes: Uint8Array): void {
    const most = STDIN_FRAME_BYTES - FRAME_HEADER_BYTES
    for (let at = 0; at < bytes.length; at += most) this.#sendRaw(encodeFrame(Stream.stdin, run, bytes.subarray(at, at + most)))
  }

  #send(message: ClientMessage): boolean {
    return this.#sendRaw(JSON.stringify(message))
  }

  /** False when there is no connection. */
  #sendRaw(data: string | Uint8Array): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(data as string | Uint8Array<ArrayBuffer>)
    return true
  }
}
