import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentLink } from '../box/agent-link.ts'
import { checkInBox, formatInBox } from '../box/jobs.ts'
import type { Lease } from '../box/leases.ts'
import type { Pool } from '../box/pool.ts'
import { Run } from '../box/runner.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import type { BoxFiles } from './box-files.ts'
import type { Outbox } from './outbox.ts'
import { OutputGate } from './output-gate.ts'
import type { Job, SessionEffect, SessionEvent } from './transitions.ts'

/** A box that has not been made as new by then is given up: its agent bounds the time itself. */
const RESET_MS = 10_000

export type SessionBoxDeps = {
  readonly pool: Pool
  readonly profiles: ReadonlyMap<string, Profile>
  readonly log: Logger
  readonly metrics: Metrics
}

type StartRun = Extract<SessionEffect, { do: 'start_run' }>

/**
 * The box that a session holds, and what is done in it: runs, jobs, resets. Each is begun by an effect and ends in an event. The transitions see to it that
 * one thing is done at a time; what ends after its box was dropped is nobody's news.
 */
export class SessionBox {
  readonly #deps: SessionBoxDeps
  readonly #tenant: string
  readonly #files: BoxFiles
  readonly #outbox: Outbox
  readonly #dispatch: (event: SessionEvent) => void
  #lease: Lease | null = null
  #forgetLost: () => void = () => {}
  #take: AbortController | null = null
  #run: { readonly number: number; readonly run: Run } | null = null
  #job: AbortController | null = null

  constructor(deps: SessionBoxDeps, tenant: string, files: BoxFiles, outbox: Outbox, dispatch: (event: SessionEvent) => void) {
    this.#deps = deps
    this.#tenant = tenant
    this.#files = files
    this.#outbox = outbox
    this.#dispatch = dispatch
  }

  /** To the box's agent; null when no box is held. */
  get link(): AgentLink | null {
    return this.#lease?.box.link ?? null
  }

  /** The run of this number, while it is live. */
  liveRun(number: number): Run | null {
    return this.#run?.number === number ? this.#run.run : null
  }

  /** @param ahead only where nobody is kept waiting by it. */
  take(profileId: string, ahead: boolean): void {
    if (ahead && !this.#deps.pool.hasRoom(profileId)) {
      return this.#dispatch({ type: 'box_refused', code: 'too_busy', message: 'There is no free box right now. Try again in a moment.' })
    }
    const take = new AbortController()
    this.#take = take
    const profile = this.#deps.profiles.get(profileId) as Profile
    this.#deps.pool
      .take({
        profile,
        tenant: this.#tenant,
        signal: take.signal,
        onPosition: position => this.#dispatch({ type: 'queued', position }),
      })
      .then(
        lease => {
          if (take.signal.aborted) return void lease[Symbol.asyncDispose]()
          this.#take = null
          this.#lease = lease
          this.#forgetLost = lease.box.link.onLost(() => this.#dispatch({ type: 'box_gone' }))
          this.#dispatch({ type: 'box_taken' })
        },
        fault => {
          if (take.signal.aborted) return
          this.#take = null
          this.#dispatch({ type: 'box_refused', ...this.#report(fault) })
        },
      )
  }

  cancelTake(): void {
    this.#take?.abort(new AppError('internal', 'The wait for a box was given up.'))
    this.#take = null
  }

  /** @param askedMs when the run was asked for, by `performance.now()`. */
  startRun({ request, compiled, waitMs }: StartRun, askedMs: number): void {
    const { box } = this.#use()
    const { run: number, profile } = request
    const { metrics, log } = this.#deps
    const gate = new OutputGate(bytes => run.credit(bytes))
    const orderedMs = performance.now()
    this.#files.sent(request.files)
    const run = new Run(
      box,
      { ...request, compiled },
      {
        onCompiling: () => this.#dispatch({ type: 'compiling', run: number }),
        onStarted: () => this.#dispatch({ type: 'started', run: number }),
        onOutput: bytes => {
          const first = gate.end === 0
          gate.push(bytes)
          this.#outbox.flush()
          if (!first) return
          const nowMs = performance.now()
          metrics.firstOutput.observe({ profile, since: 'request' }, (nowMs - askedMs) / 1000)
          metrics.firstOutput.observe({ profile, since: 'box' }, (nowMs - orderedMs) / 1000)
        },
      },
    )
    this.#run = { number, run }
    this.#outbox.begin(number, gate)
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
        const boxUsable = fault instanceof AppError && !box.link.lost
        this.#dispatch({ type: 'run_refused', run: number, boxUsable, ...this.#report(fault) })
      },
    )
  }

  stopRun(): void {
    this.#run?.run.stop()
  }

  async startJob(job: Job): Promise<void> {
    const lease = this.#use()
    const { box } = lease
    const cancel = new AbortController()
    this.#job = cancel
    const { request } = job.request
    if (job.kind === 'check') {
      this.#files.sent(job.request.files)
      const result = await checkInBox(box, job.request, cancel.signal)
      if (lease !== this.#lease) return
      if (result) this.#outbox.send({ type: 'checked', request, ok: result.ok, output: result.output })
      return this.#jobDone(result?.compiled ?? false, result?.boxUsable ?? !box.link.lost)
    }
    const { content, message, boxUsable } = await formatInBox(box, job.request.name, job.request.content, cancel.signal)
    if (lease !== this.#lease) return
    this.#outbox.send(content === null ? { type: 'refused', request, message } : { type: 'formatted', request, content })
    this.#jobDone(false, boxUsable)
  }

  #jobDone(compiled: boolean, boxUsable: boolean): void {
    this.#job = null
    this.#dispatch({ type: 'job_done', compiled, boxUsable })
  }

  cancelJob(): void {
    this.#job?.abort()
  }

  /** Makes the box as new, but for what programs have written and compilers have made; tells the page of the files. */
  async reset(): Promise<void> {
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

  /** Lets the box go to somebody who waits for one, until it is used again. */
  offer(): void {
    this.#lease?.offer(() => this.#dispatch({ type: 'box_gone' }))
  }

  /** Gives the box up, with all that is done in it. */
  drop(): void {
    this.#forgetLost()
    this.#forgetLost = () => {}
    this.#job?.abort()
    this.#job = null
    const lease = this.#lease
    this.#lease = null
    this.#files.forget()
    void lease?.[Symbol.asyncDispose]()
  }

  /** The lease on the box that is to be worked in, which is not offered to others any more. */
  #use(): Lease {
    if (!this.#lease) throw new Error('runs and jobs are done in a box')
    this.#lease.withdraw()
    return this.#lease
  }

  /** Logs a fault that is ours, and says what the page is told of it. */
  #report(fault: unknown): ReturnType<typeof publicError> {
    const told = publicError(fault)
    if (told.code === 'internal') this.#deps.log.error({ err: fault }, 'a run could not be started')
    return told
  }
}
