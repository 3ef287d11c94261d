import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Files } from '../box/agent-frames.ts'
import { AgentFault } from '../box/agent-link.ts'
import { checkInBox, formatInBox } from '../box/jobs.ts'
import type { Lease } from '../box/leases.ts'
import type { Pool } from '../box/pool.ts'
import { Run } from '../box/runner.ts'
import { AppError, assertNever, publicError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import { Close, type CloseCode } from '../protocol/close-codes.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { ARGUMENT_BYTES, FETCH_BYTES, FILES_BYTES, PRESET_INPUT_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../protocol/limits.ts'
import type { BoxFile, ClientMessage, HelloMessage, RunRequest, ServerMessage, SourceFile, WelcomeMessage } from '../protocol/messages.ts'
import { PROTOCOL_VERSION } from '../protocol/messages.ts'
import { OutputGate } from './output-gate.ts'
import {
  initialState,
  type Job,
  type Keyed,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
  step,
  toWork,
} from './transitions.ts'

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
/** Files that are being read out of the box for one session, and names that are to go with the next reset. */
const FETCHES = 4
const REMOVALS = 256
/** A box that has not been made as new by then is given up: its agent bounds the time itself. */
const RESET_MS = 10_000
/** Messages that wait for output to be sent. Honest pages cause a handful. */
const MESSAGES_WAITING = 500

/**
 * One browser tab's hold on a box. Every cause — a message, the box, a timer, the connection — is an event; `step` decides, this class
 * carries out.
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
  /** Names of the files that the page has sent for the last run or job. */
  #sent = new Set<string>()
  /** Files of the box that are to go with the next reset. */
  #removed = new Set<string>()
  #files: readonly BoxFile[] = []
  #truncated = false
  #fetching = 0
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
    if (this.#files.length > 0) this.#tellFiles()
  }

  /** The connection has closed. Late news of one that was replaced changes nothing. */
  detach(connection: Connection): void {
    if (this.#connection !== connection) return
    this.#connection = null
    this.#dispatch({ type: 'detached' })
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
        const fault = this.#refusal(message)
        if (fault) return this.send({ type: 'error', code: fault.code, message: fault.message, run: message.run })
        this.#askedMs = performance.now()
        return this.#dispatch({ type: 'run', request: this.#keyed(message) })
      }
      case 'check': {
        // Sources that cannot be run are refused when they are: nobody has asked for that yet.
        if (this.#sourcesFault(message)) return
        return this.#dispatch({ type: 'job', job: { kind: 'check', request: this.#keyed(message) } })
      }
      case 'format': {
        const fault = this.#sourcesFault({ ...message, files: [message], main: message.name })
        if (fault) return this.send({ type: 'refused', request: message.request, message: fault.message })
        return this.#dispatch({ type: 'job', job: { kind: 'format', request: message } })
      }
      case 'fetch':
        return this.#fetch(message.request, message.name)
      case 'remove':
        if (this.#removed.size < REMOVALS) this.#removed.add(message.name)
        return this.#dispatch({ type: 'tidy' })
      case 'choose':
        this.#chosen = this.#deps.profiles.has(message.profile) ? message.profile : null
        this.#expected?.[Symbol.dispose]()
        this.#expected = null
        return this.#expectRun()
      case 'samples':
        return this.send({
          type: 'samples',
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

  /** Why this is not run, or null. */
  #refusal(request: RunRequest): AppError | null {
    if (request.args.some(arg => Buffer.byteLength(arg) > ARGUMENT_BYTES || arg.includes('\0'))) {
      return new AppError('bad_message', `A program argument may have ${ARGUMENT_BYTES / 1024} KB, and no zero byte.`)
    }
    if (request.stdin !== undefined && Buffer.byteLength(request.stdin) > PRESET_INPUT_BYTES) {
      return new AppError('source_too_large', `The input set beforehand may have ${PRESET_INPUT_BYTES / 1024} KB.`)
    }
    return this.#sourcesFault(request) ?? this.#consoleFault(request)
  }

  #consoleFault({ mode, profile }: RunRequest): AppError | null {
    const { console, title } = this.#deps.profiles.get(profile) as Profile
    return mode === 'console' && !console ? new AppError('bad_message', `${title} has no console.`) : null
  }

  /** Why these sources are not taken, or null. */
  #sourcesFault(request: { readonly profile: string; readonly main: string; readonly files: readonly SourceFile[] }): AppError | null {
    if (!this.#deps.profiles.has(request.profile)) return new AppError('bad_profile', 'This language is not installed on this server.')
    if (request.files.length > SOURCE_FILES) {
      return new AppError('source_too_large', `A run may have ${SOURCE_FILES} files; these are ${request.files.length}.`)
    }
    let [bytes, others] = [0, 0]
    for (const file of request.files) {
      const fault = fileNameFault(file.name)
      if (fault) return new AppError('bad_name', fault)
      if (file.encoding) others += Buffer.byteLength(file.content, file.encoding)
      else bytes += Buffer.byteLength(file.content)
    }
    const names = new Set(request.files.map(file => file.name))
    if (names.size < request.files.length) return new AppError('bad_name', 'Two files have the same name.')
    if (!names.has(request.main)) return new AppError('bad_name', 'The main file is not among the files.')
    if (bytes > SOURCE_BYTES) {
      return new AppError('source_too_large', `The source is ${megabytes(bytes)} MB; the limit is ${megabytes(SOURCE_BYTES)} MB.`)
    }
    if (bytes + others > FILES_BYTES) {
      const limit = megabytes(FILES_BYTES)
      return new AppError('source_too_large', `The files are ${megabytes(bytes + others)} MB together; the limit is ${limit} MB.`)
    }
    return null
  }

  /** The sources' key, for languages that are compiled. */
  #keyed<T extends { readonly profile: string; readonly main: string; readonly files: readonly SourceFile[] }>(request: T): Keyed<T> {
    if (!this.#deps.profiles.get(request.profile)?.compile) return { ...request, key: '' }
    const hash = createHash('sha256').update(JSON.stringify([request.profile, request.main]))
    for (const { name, content, encoding } of request.files) hash.update(JSON.stringify([name, content, encoding]))
    return { ...request, key: hash.digest('base64') }
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
        return this.#startRun(effect.request, effect.compiled)
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

  #startRun(request: RunRequest, compiled: boolean): void {
    const lease = this.#lease
    if (!lease) throw new Error('a run starts in a box')
    lease.withdraw()
    const { run: number, profile } = request
    const waitMs = this.#state.work.name === 'starting' ? Date.now() - this.#state.work.sinceMs : 0
    const { metrics, log } = this.#deps
    const gate = new OutputGate(bytes => run.credit(bytes))
    const [askedMs, orderedMs] = [this.#askedMs, performance.now()]
    this.#sent = new Set(request.files.map(file => file.name))
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
      this.#sent = new Set(job.request.files.map(file => file.name))
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
      const { files, truncated } = await link.list()
      // What the page has sent comes again with the next run.
      const kept = files.filter(file => !file.asPut && !isHidden(file.name) && !this.#removed.has(file.name))
      this.#removed.clear()
      const { clean, leftovers } = await link.reset(
        kept.map(file => file.name),
        profile.compile !== null,
      )
      if (!clean) this.#deps.log.warn({ leftovers }, 'a box could not be made as new and is destroyed')
      if (clean && lease === this.#lease)
        this.#keepFiles(
          kept.map(file => this.#toBoxFile(file)),
          truncated,
        )
      return clean
    }
    const clean = await Promise.race([reset(), sleep(RESET_MS, false, { ref: false })]).catch(() => false)
    took({ clean: String(clean) })
    if (lease === this.#lease) this.#dispatch({ type: 'reset', clean })
  }

  #toBoxFile({ name, size, modifiedMs }: Files['files'][number]): BoxFile {
    return { name, bytes: size, modifiedMs, state: this.#sent.has(name) ? 'changed' : 'written' }
  }

  /** Remembers the files of the box, and tells the page when they are others than before. */
  #keepFiles(files: readonly BoxFile[], truncated: boolean): void {
    const same = JSON.stringify(files) === JSON.stringify(this.#files)
    this.#files = files
    this.#truncated = truncated
    if (!same) this.#tellFiles()
  }

  #tellFiles(): void {
    this.send({ type: 'files', files: [...this.#files], truncated: this.#truncated })
  }

  #fetch(request: number, name: string): void {
    const refuse = (message: string): void => this.send({ type: 'refused', request, message })
    if (fileNameFault(name)) return refuse('That is not the name of a file.')
    const link = this.#lease?.box.link
    if (!link) return refuse('The file went with its box. Run the program again to make it anew.')
    if (this.#fetching >= FETCHES) return refuse('Too many files are asked for at once. Try again in a moment.')
    this.#fetching += 1
    link
      .get(name, FETCH_BYTES)
      .then(
        bytes => this.send({ type: 'file', request, name, content: bytes.toString('base64') }),
        fault => refuse(fetchRefusal(fault)),
      )
      .finally(() => {
        this.#fetching -= 1
      })
  }

  #dropBox(): void {
    this.#forgetBox()
    this.#forgetBox = () => {}
    this.#job?.abort()
    this.#job = null
    const lease = this.#lease
    this.#lease = null
    this.#removed.clear()
    this.#keepFiles([], false)
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

/** Megabytes with two digits after the point, where there are any. */
function megabytes(bytes: number): string {
  return String(Number((bytes / 1_048_576).toFixed(2)))
}

/** Whether a list of files does not show it: start-up files of shells and interpreters above all, of which the next run must not find any. */
function isHidden(name: string): boolean {
  return name.split('/').some(part => part.startsWith('.') || part === '__pycache__')
}

function fetchRefusal(fault: unknown): string {
  if (!(fault instanceof AgentFault)) return 'The file went with its box. Run the program again to make it anew.'
  if (fault.code === 'too_large') return `The file is too large to be opened here: the limit is ${megabytes(FETCH_BYTES)} MB.`
  if (fault.code === 'not_found') return 'The file is not there any more.'
  return 'The file cannot be read.'
}
