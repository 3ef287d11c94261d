import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkInBox, formatInBox } from '../box/jobs.ts'
import type { Lease } from '../box/leases.ts'
import type { Pool } from '../box/pool.ts'
import { Run } from '../box/runner.ts'
import { AppError, assertNever, publicError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import { sourcesFault } from '../profiles/sources.ts'
import { Close, type CloseCode } from '../protocol/close-codes.ts'
import type { ClientMessage, HelloMessage, ServerMessage, WelcomeMessage } from '../protocol/messages.ts'
import { PROTOCOL_VERSION } from '../protocol/messages.ts'
import { BoxFiles } from './box-files.ts'
import { OutputGate } from './output-gate.ts'
import { runFault, withKey } from './run-request.ts'
import { initialState, type Job, type SessionEffect, type SessionEvent, type SessionState, step, toWork } from './transitions.ts'

/** One browser's end of a session. A session has at most one. */
export interface Connection {
  send(message: ServerMessage): void
  /** Sends all that `output` holds of a run; `done` is called when it is on its way, and more may follow, but never before that. */
  sendOutput(run: number, output: Pick<OutputGate, 'pending' | 'take'>, done: () => void): void
  close(code: CloseCode, why: string): void
}

export type SessionDeps = {
  readonly pool: Pool
  readonly profiles: ReadonlyMap<string, Profile>
  readonly log: Logger
  readonly metrics: Metrics
  readonly graceMs: number
  readonly boxIdleMs: number
}

/** 192 bits: the token is all it takes to take a session over. */
const TOKEN_BYTES = 24
/** A box that has not been made as new by then is given up: its agent bounds the time itself. */
const RESET_MS = 10_000
/** Messages that wait for output to be sent. Honest pages cause a handful. */
const MESSAGES_WAITING = 500

/**
 * One browser tab's hold on a box. Every cause — a message, the box, a timer, the connection — is an event; `step` decides, this class
 * carries out. What it carries out shares the lease, the run and the connection: in files of their own the effects would only hand these around.
 */
export class Session {
  readonly token = randomBytes(TOKEN_BYTES).toString('base64url')
  /** Where it came from: what fairness and bounds count by. */
  readonly tenant: string
  readonly #deps: SessionDeps
  readonly #onEnd: () => void
  #state: SessionState = initialState()
  #connection: Connection | null = null
  #lease: Lease | null = null
  #forgetBox: () => void = () => {}
  #take: AbortController | null = null
  /** While the session has not run anything, it will probably want a box. */
  #expected: Disposable | null = null
  /** When the last run was asked for. */
  #askedMs = 0
  #run: Run | null = null
  #job: AbortController | null = null
  readonly #files = new BoxFiles(message => this.send(message))
  /** The language that the page shows. */
  #chosen: string | null = null
  /** The current or last run's output. */
  #output: { readonly run: number; readonly gate: OutputGate } | null = null
  /** A frame of output is on its way to the connection. */
  #sending = false
  /** Messages that follow output which is not sent yet. */
  #afterOutput: ServerMessage[] = []
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #inbox: SessionEvent[] = []
  #stepping = false

  constructor(deps: SessionDeps, tenant: string, onEnd: () => void) {
    this.#deps = deps
    this.tenant = tenant
    this.#onEnd = onEnd
  }

  get state(): SessionState {
    return this.#state
  }

  /**
   * Makes a connection the session's own; one that was there before is closed. Sends the welcome and what output it lacks.
   * @param profiles what the page is told of the languages.
   */
  attach(connection: Connection, hello: HelloMessage, profiles: WelcomeMessage['profiles']): void {
    const resumed = hello.resume?.session === this.token
    this.#connection?.close(Close.replaced, 'the session was taken over by another connection')
    this.#connection = connection
    this.#dispatch({ type: 'attached' })
    const output = this.#output
    const received = hello.resume && output?.run === hello.resume.run ? hello.resume.received : 0
    this.#sending = false
    this.#afterOutput = []
    const from = resumed && output ? output.gate.rewind(received) : null
    connection.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      session: this.token,
      resumed,
      graceMs: this.#deps.graceMs,
      lastRun: this.#state.lastRun,
      profiles,
      work: toWork(this.#state.work, Date.now()),
      replay: from !== null && output ? { run: output.run, from } : null,
    })
    this.#flush()
    this.#files.welcome()
  }

  /** The connection has closed: its peer may come back, or is done. Late news of one that was replaced changes nothing. */
  detach(connection: Connection, done: boolean): void {
    if (this.#connection !== connection) return
    this.#connection = null
    this.#dispatch({ type: done ? 'end' : 'detached' })
  }

  /** Sends a message, after all output that came before it. */
  send(message: ServerMessage): void {
    if (!this.#sending) return this.#connection?.send(message)
    this.#afterOutput.push(message)
    if (this.#afterOutput.length > MESSAGES_WAITING) this.#connection?.close(Close.tooFast, 'messages are not being read')
  }

  /**
   * Sends output as fast as the connection takes it: one frame at a time, with all that has gathered meanwhile. However small the pieces are in which a
   * program writes, and however slow the browser is, no more waits here than the gate holds.
   */
  #flush(): void {
    const connection = this.#connection
    const output = this.#output
    if (!connection || this.#sending) return
    if (!output || output.gate.pending === 0) {
      for (const message of this.#afterOutput.splice(0)) connection.send(message)
      return
    }
    this.#sending = true
    connection.sendOutput(output.run, output.gate, () => {
      if (connection !== this.#connection) return
      this.#sending = false
      this.#flush()
    })
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
        return this.#files.fetch(this.#lease?.box.link ?? null, message.request, message.name)
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
        if (this.#output?.run === message.run) this.#output.gate.ack(message.offset)
        return
      case 'resize':
        return this.#liveRun(message.run)?.resize(message.size)
      case 'signal':
        return this.#liveRun(message.run)?.signal(message.signal)
      case 'eof':
        return this.#liveRun(message.run)?.eof()
      default:
        return assertNever(message)
    }
  }

  /** Input for a run. What is for another run than the live one is late and dropped. */
  input(run: number, bytes: Uint8Array): void {
    const live = this.#liveRun(run)
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

  #liveRun(run: number): Run | null {
    return this.#output?.run === run ? this.#run : null
  }

  /** Events that an effect causes wait until the event before is dealt with: states change one at a time. */
  #dispatch(event: SessionEvent): void {
    this.#inbox.push(event)
    if (this.#stepping) return
    this.#stepping = true
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) {
        const [state, effects] = step(this.#state, next, Date.now(), this.#deps)
        if (next.type === 'run' && state.lastRun !== this.#state.lastRun) this.#output = null
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
        return this.#takeBox(effect.profile, effect.ahead)
      case 'cancel_take':
        this.#take?.abort(new AppError('internal', 'The wait for a box was given up.'))
        this.#take = null
        return
      case 'start_run':
        return this.#startRun(effect)
      case 'stop_run':
        return this.#run?.stop()
      case 'start_job':
        return void this.#startJob(effect.job)
      case 'cancel_job':
        return this.#job?.abort()
      case 'refuse_job':
        return this.send({ type: 'refused', request: effect.job.request.request, message: effect.message })
      case 'reset_box':
        return void this.#resetBox()
      case 'offer_box':
        return this.#lease?.offer(() => this.#dispatch({ type: 'box_gone' }))
      case 'drop_box':
        return this.#dropBox()
      case 'tell_work':
        return this.send({ type: 'work', work: toWork(this.#state.work, Date.now()) })
      case 'tell_error':
        return this.send({ type: 'error', code: effect.code, message: effect.message, run: effect.run })
      case 'wake_at':
        return this.#wakeAt(effect.ms)
      case 'forget':
        for (const timer of this.#timers) clearTimeout(timer)
        this.#connection = null
        return this.#onEnd()
      default:
        return assertNever(effect)
    }
  }

  #takeBox(profileId: string, ahead: boolean): void {
    if (ahead && !this.#deps.pool.hasRoom(profileId)) {
      return this.#dispatch({ type: 'box_refused', code: 'too_busy', message: 'There is no free box right now. Try again in a moment.' })
    }
    const take = new AbortController()
    this.#take = take
    const profile = this.#deps.profiles.get(profileId) as Profile
    this.#deps.pool
      .take({
        profile,
        tenant: this.tenant,
        signal: take.signal,
        onPosition: position => this.#dispatch({ type: 'queued', position }),
      })
      .then(
        lease => {
          if (take.signal.aborted) return void lease[Symbol.asyncDispose]()
          this.#take = null
          this.#lease = lease
          this.#forgetBox = lease.box.link.onLost(() => this.#dispatch({ type: 'box_gone' }))
          this.#dispatch({ type: 'box_taken' })
        },
        fault => {
          if (take.signal.aborted) return
          this.#take = null
          this.#dispatch({ type: 'box_refused', ...this.#report(fault) })
        },
      )
  }

  #startRun({ request, compiled, waitMs }: Extract<SessionEffect, { do: 'start_run' }>): void {
    const lease = this.#lease
    if (!lease) throw new Error('a run starts in a box')
    lease.withdraw()
    const { run: number, profile } = request
    const { metrics, log } = this.#deps
    const gate = new OutputGate(bytes => run.credit(bytes))
    const [askedMs, orderedMs] = [this.#askedMs, performance.now()]
    this.#files.sent(request.files)
    const run = new Run(
      lease.box,
      { ...request, compiled },
      {
        onCompiling: () => this.#dispatch({ type: 'compiling', run: number }),
        onStarted: () => this.#dispatch({ type: 'started', run: number }),
        onOutput: bytes => {
          const first = gate.end === 0
          gate.push(bytes)
          this.#flush()
          if (!first) return
          const nowMs = performance.now()
          metrics.firstOutput.observe({ profile, since: 'request' }, (nowMs - askedMs) / 1000)
          metrics.firstOutput.observe({ profile, since: 'box' }, (nowMs - orderedMs) / 1000)
        },
      },
    )
    this.#run = run
    this.#output = { run: number, gate }
    run.outcome.then(
      ({ report, boxUsable, standby, compiled: made }) => {
        this.#run = null
        log.info({ profile, run: number, standby, waitMs, ...report }, 'run')
        metrics.runs.inc({ profile, reason: report.reason })
        metrics.runCpu.inc({ profile }, report.cpuMs / 1000)
        metrics.outputBytes.inc({ profile }, report.outputBytes)
        this.#dispatch({ type: 'exited', run: number, report, boxUsable, compiled: made })
      },
      fault => {
        this.#run = null
        const boxUsable = fault instanceof AppError && !lease.box.link.lost
        this.#dispatch({ type: 'run_refused', run: number, boxUsable, ...this.#report(fault) })
      },
    )
  }

  async #startJob(job: Job): Promise<void> {
    const lease = this.#lease
    if (!lease) throw new Error('a job is done in a box')
    lease.withdraw()
    const cancel = new AbortController()
    this.#job = cancel
    const { box } = lease
    const { request } = job.request
    if (job.kind === 'check') {
      this.#files.sent(job.request.files)
      const result = await checkInBox(box, job.request, cancel.signal)
      if (lease !== this.#lease) return
      if (result) this.send({ type: 'checked', request, ok: result.ok, output: result.output })
      return this.#jobDone(result?.compiled ?? false, result?.boxUsable ?? !box.link.lost)
    }
    const { content, message, boxUsable } = await formatInBox(box, job.request.name, job.request.content, cancel.signal)
    if (lease !== this.#lease) return
    this.send(content === null ? { type: 'refused', request, message } : { type: 'formatted', request, content })
    this.#jobDone(false, boxUsable)
  }

  #jobDone(compiled: boolean, boxUsable: boolean): void {
    this.#job = null
    this.#dispatch({ type: 'job_done', compiled, boxUsable })
  }

  /** Makes the box as new, but for what programs have written and compilers have made; tells the page of the files. */
  async #resetBox(): Promise<void> {
    const lease = this.#lease
    if (!lease) return this.#dispatch({ type: 'reset', clean: false })
    const { link, profile } = lease.box
    const took = this.#deps.metrics.boxReset.startTimer({ profile: profile.id })
    const reset = async (): Promise<boolean> => {
      const listed = await link.list()
      const kept = this.#files.choose(listed)
      const { clean, leftovers } = await link.reset(
        kept.map(file => file.name),
        profile.compile !== null,
      )
      if (!clean) this.#deps.log.warn({ leftovers }, 'a box could not be made as new and is destroyed')
      if (clean && lease === this.#lease) this.#files.keep(kept, listed.truncated)
      return clean
    }
    const clean = await Promise.race([reset(), sleep(RESET_MS, false, { ref: false })]).catch(() => false)
    took({ clean: String(clean) })
    if (lease === this.#lease) this.#dispatch({ type: 'reset', clean })
  }

  #dropBox(): void {
    this.#forgetBox()
    this.#forgetBox = () => {}
    this.#job?.abort()
    this.#job = null
    const lease = this.#lease
    this.#lease = null
    this.#files.forget()
    void lease?.[Symbol.asyncDispose]()
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

  /** Logs a fault that is ours, and says what the page is told of it. */
  #report(fault: unknown): ReturnType<typeof publicError> {
    const told = publicError(fault)
    if (told.code === 'internal') this.#deps.log.error({ err: fault }, 'a run could not be started')
    return told
  }
}
