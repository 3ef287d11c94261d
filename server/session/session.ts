import { randomBytes } from 'node:crypto'
import { AppError, assertNever } from '../platform/app-error.ts'
import { sourcesFault } from '../profiles/sources.ts'
import type { ClientMessage, HelloMessage, ServerMessage, WelcomeMessage } from '../protocol/messages.ts'
import { PROTOCOL_VERSION } from '../protocol/messages.ts'
import { BoxFiles } from './box-files.ts'
import { type Connection, Outbox } from './outbox.ts'
import { runFault, withKey } from './run-request.ts'
import { SessionBox, type SessionBoxDeps } from './session-box.ts'
import { initialState, type SessionEffect, type SessionEvent, type SessionState, type SessionTimes, step, toWork } from './transitions.ts'

export type SessionDeps = SessionBoxDeps & SessionTimes

/** 192 bits: the token is all it takes to take a session over. */
const TOKEN_BYTES = 24

/**
 * One browser tab's hold on a box. Every cause — a message, the box, a timer, the connection — is an event; `step` decides, and this class has it
 * carried out: the outbox sends what is for the page, the session's box does what is done in a box.
 */
export class Session {
  readonly token = randomBytes(TOKEN_BYTES).toString('base64url')
  /** Where it came from: what fairness and bounds count by. */
  readonly tenant: string
  readonly #deps: SessionDeps
  readonly #onEnd: () => void
  #state: SessionState = initialState()
  readonly #outbox = new Outbox()
  readonly #files = new BoxFiles(message => this.send(message))
  readonly #box: SessionBox
  /** While the session has not run anything, it will probably want a box. */
  #expected: Disposable | null = null
  /** When the last run was asked for, by `performance.now()`. */
  #askedMs = 0
  /** The language that the page shows. */
  #chosen: string | null = null
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #inbox: SessionEvent[] = []
  #stepping = false

  constructor(deps: SessionDeps, tenant: string, onEnd: () => void) {
    this.#deps = deps
    this.tenant = tenant
    this.#onEnd = onEnd
    this.#box = new SessionBox(deps, tenant, this.#files, this.#outbox, event => this.#dispatch(event))
  }

  /**
   * Makes a connection the session's own; one that was there before is closed. Sends the welcome and what output it lacks.
   * @param profiles what the page is told of the languages.
   */
  attach(connection: Connection, hello: HelloMessage, profiles: WelcomeMessage['profiles']): void {
    const resumed = hello.resume?.session === this.token
    this.#outbox.connect(connection)
    this.#dispatch({ type: 'attached' })
    const replay = hello.resume && resumed ? this.#outbox.rewind(hello.resume.run, hello.resume.received) : null
    connection.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      session: this.token,
      resumed,
      graceMs: this.#deps.graceMs,
      lastRun: this.#state.lastRun,
      profiles,
      work: toWork(this.#state.work, Date.now()),
      replay,
    })
    this.#outbox.flush()
    this.#files.welcome()
  }

  /** The connection has closed: its peer may come back, or is done. Late news of one that was replaced changes nothing. */
  detach(connection: Connection, done: boolean): void {
    if (this.#outbox.disconnect(connection)) this.#dispatch({ type: done ? 'end' : 'detached' })
  }

  /** Sends a message, after all output that came before it. */
  send(message: ServerMessage): void {
    this.#outbox.send(message)
  }

  handle(message: Exclude<ClientMessage, { type: 'hello' | 'ping' }>): void {
    switch (message.type) {
      case 'run': {
        const fault = runFault(message, this.#deps.profiles)
        if (fault) return this.send({ type: 'error', code: fault.code, message: fault.message, run: message.run })
        this.#askedMs = performance.now()
        return this.#dispatch({ type: 'run', request: withKey(message, this.#deps.profiles) })
      }
      case 'check': {
        // Sources that cannot be run are refused when they are: nobody has asked for that yet.
        if (sourcesFault(message, this.#deps.profiles)) return
        return this.#dispatch({ type: 'job', job: { kind: 'check', request: withKey(message, this.#deps.profiles) } })
      }
      case 'format': {
        const fault = sourcesFault({ ...message, files: [message], main: message.name }, this.#deps.profiles)
        if (fault) return this.send({ type: 'refused', request: message.request, message: fault.message })
        return this.#dispatch({ type: 'job', job: { kind: 'format', request: message } })
      }
      case 'fetch':
        return this.#files.fetch(this.#box.link, message.request, message.name)
      case 'remove':
        this.#files.remove(message.name)
        return this.#dispatch({ type: 'tidy' })
      case 'choose':
        this.#chosen = this.#deps.profiles.has(message.profile) ? message.profile : null
        this.#expected?.[Symbol.dispose]()
        this.#expected = null
        return this.#expectRun()
      case 'samples':
        return this.send({
          type: 'samples',
          request: message.request,
          profile: message.profile,
          samples: [...(this.#deps.profiles.get(message.profile)?.samples ?? [])],
        })
      case 'stop':
        return this.#dispatch({ type: 'stop', run: message.run })
      case 'ack':
        return this.#outbox.ack(message.run, message.offset)
      case 'resize':
        return this.#box.liveRun(message.run)?.resize(message.size)
      case 'signal':
        return this.#box.liveRun(message.run)?.signal(message.signal)
      case 'eof':
        return this.#box.liveRun(message.run)?.eof()
      default:
        return assertNever(message)
    }
  }

  /** Input for a run. What is for another run than the live one is late and dropped. */
  input(run: number, bytes: Uint8Array): void {
    const live = this.#box.liveRun(run)
    if (!live) return
    try {
      live.write(bytes)
      this.#deps.metrics.inputBytes.inc({ profile: live.profile.id }, bytes.length)
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      this.send({ type: 'error', code: fault.code, message: fault.message, run })
    }
  }

  /** Ends the session: its run is killed, its box destroyed. */
  end(): void {
    this.#dispatch({ type: 'end' })
  }

  /** Events that an effect causes wait until the event before is dealt with: states change one at a time. */
  #dispatch(event: SessionEvent): void {
    this.#inbox.push(event)
    if (this.#stepping) return
    this.#stepping = true
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) {
        const [state, effects] = step(this.#state, next, Date.now(), this.#deps)
        if (next.type === 'run' && state.lastRun !== this.#state.lastRun) this.#outbox.forgetOutput()
        this.#state = state
        for (const effect of effects) this.#perform(effect)
      }
      this.#expectRun()
    } finally {
      this.#stepping = false
    }
  }

  #expectRun(): void {
    const { link, hold, lastRun, ended } = this.#state
    const expected = !ended && link.name === 'attached' && hold.name === 'none' && lastRun === 0
    if (expected) this.#expected ??= this.#deps.pool.expect(this.#chosen)
    else {
      this.#expected?.[Symbol.dispose]()
      this.#expected = null
    }
  }

  #perform(effect: SessionEffect): void {
    switch (effect.do) {
      case 'take_box':
        return this.#box.take(effect.profile, effect.ahead)
      case 'cancel_take':
        return this.#box.cancelTake()
      case 'start_run':
        return this.#box.startRun(effect, this.#askedMs)
      case 'stop_run':
        return this.#box.stopRun()
      case 'start_job':
        return void this.#box.startJob(effect.job)
      case 'cancel_job':
        return this.#box.cancelJob()
      case 'refuse_job':
        return this.send({ type: 'refused', request: effect.job.request.request, message: effect.message })
      case 'reset_box':
        return void this.#box.reset()
      case 'offer_box':
        return this.#box.offer()
      case 'drop_box':
        return this.#box.drop()
      case 'tell_work':
        return this.send({ type: 'work', work: toWork(this.#state.work, Date.now()) })
      case 'tell_error':
        return this.send({ type: 'error', code: effect.code, message: effect.message, run: effect.run })
      case 'wake_at':
        return this.#wakeAt(effect.ms)
      case 'forget':
        for (const timer of this.#timers) clearTimeout(timer)
        this.#outbox.close()
        return this.#onEnd()
      default:
        return assertNever(effect)
    }
  }

  #wakeAt(ms: number): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        this.#dispatch({ type: 'tick' })
      },
      Math.max(0, ms - Date.now()) + 1,
    ).unref()
    this.#timers.add(timer)
  }
}
