import { assertNever } from '../platform/app-error.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import type { ExitReport } from '../protocol/exit.ts'
import type { CheckRequest, FormatRequest, RunRequest, Work } from '../protocol/messages.ts'

/** Sources, and what tells them from all others: a box that holds the program of a key need not compile these again. Empty where nothing is compiled. */
export type Keyed<T> = T & { readonly key: string }

/** Something that is done in the box between runs. */
export type Job =
  | { readonly kind: 'check'; readonly request: Keyed<CheckRequest> }
  | { readonly kind: 'format'; readonly request: FormatRequest }

/** Jobs that wait for the box: the latest of each kind. */
type Jobs = { readonly check?: Job; readonly format?: Job }

/** The session's hold on a box. */
type Hold =
  | { readonly name: 'none' }
  /** Waiting for the pool. */
  | { readonly name: 'taking'; readonly profile: string }
  /** A run is live in it. */
  | { readonly name: 'busy'; readonly profile: string; readonly key: string }
  /** A job is done in it. */
  | { readonly name: 'working'; readonly profile: string; readonly job: Job }
  /** Being made as new after a run. */
  | { readonly name: 'resetting'; readonly profile: string }
  /** Ready for the next run; given back at `untilMs`, or sooner when somebody waits. */
  | { readonly name: 'idle'; readonly profile: string; readonly untilMs: number }

/** What the page is told, with times as the server keeps them. */
export type SessionWork =
  | { readonly name: 'none' }
  | { readonly name: 'waiting'; readonly request: Keyed<RunRequest>; readonly position: number; readonly sinceMs: number }
  | { readonly name: 'starting'; readonly request: Keyed<RunRequest> }
  | { readonly name: 'compiling'; readonly run: number; readonly stopping: boolean }
  | { readonly name: 'running'; readonly run: number; readonly sinceMs: number; readonly stopping: boolean }
  | { readonly name: 'finished'; readonly run: number; readonly report: ExitReport }

export type SessionState = {
  readonly link: { readonly name: 'attached' } | { readonly name: 'detached'; readonly resumeByMs: number }
  readonly work: SessionWork
  readonly hold: Hold
  /** Key of the sources whose program the box holds. */
  readonly compiled: string | null
  readonly jobs: Jobs
  readonly lastRun: number
  readonly ended: boolean
}

export type SessionEvent =
  | { readonly type: 'attached' }
  | { readonly type: 'detached' }
  | { readonly type: 'run'; readonly request: Keyed<RunRequest> }
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'queued'; readonly position: number }
  | { readonly type: 'box_taken' }
  | { readonly type: 'box_refused'; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'compiling'; readonly run: number }
  | { readonly type: 'started'; readonly run: number }
  | {
      readonly type: 'exited'
      readonly run: number
      readonly report: ExitReport
      readonly boxUsable: boolean
      readonly compiled: boolean
    }
  | { readonly type: 'run_refused'; readonly run: number; readonly code: ErrorCode; readonly message: string; readonly boxUsable: boolean }
  | { readonly type: 'job_done'; readonly compiled: boolean; readonly boxUsable: boolean }
  /** A file of the box is to go. */
  | { readonly type: 'tidy' }
  | { readonly type: 'reset'; readonly clean: boolean }
  /** The idle box ended, or somebody else needs it. */
  | { readonly type: 'box_gone' }
  | { readonly type: 'tick' }
  | { readonly type: 'end' }

export type SessionEffect =
  /** `ahead`: for a job, not for a run; only where nobody is kept waiting by it. */
  | { readonly do: 'take_box'; readonly profile: string; readonly ahead: boolean }
  | { readonly do: 'cancel_take' }
  /** `compiled`: the box holds the program already. `waitMs`: how long there was no box for the run. */
  | { readonly do: 'start_run'; readonly request: RunRequest; readonly compiled: boolean; readonly waitMs: number }
  | { readonly do: 'start_job'; readonly job: Job }
  | { readonly do: 'cancel_job' }
  | { readonly do: 'refuse_job'; readonly job: Job; readonly message: string }
  | { readonly do: 'stop_run' }
  | { readonly do: 'reset_box' }
  | { readonly do: 'offer_box' }
  | { readonly do: 'drop_box' }
  | { readonly do: 'tell_work' }
  | { readonly do: 'tell_error'; readonly code: ErrorCode; readonly message: string; readonly run: number | null }
  | { readonly do: 'wake_at'; readonly ms: number }
  | { readonly do: 'forget' }

export type SessionTimes = { readonly graceMs: number; readonly boxIdleMs: number }

/** What is known of a box that is not there. */
const NO_BOX = { hold: { name: 'none' }, compiled: null } as const

export function initialState(): SessionState {
  return { link: { name: 'attached' }, work: { name: 'none' }, ...NO_BOX, jobs: {}, lastRun: 0, ended: false }
}

type Step = readonly [SessionState, readonly SessionEffect[]]

/** What a run is told when it was stopped before it began. */
const NEVER_RAN: ExitReport = {
  reason: 'stopped',
  code: null,
  signal: null,
  cpuMs: 0,
  wallMs: 0,
  peakBytes: 0,
  outputBytes: 0,
  stage: 'run',
  compileMs: null,
  limit: null,
}

/** The session's whole logic: what an event makes of a state, and what is to be done. Pure. Effects are carried out in order. */
export function step(state: SessionState, event: SessionEvent, nowMs: number, times: SessionTimes): Step {
  if (state.ended) return [state, []]
  switch (event.type) {
    case 'attached':
      return [{ ...state, link: { name: 'attached' } }, []]
    case 'detached': {
      const resumeByMs = nowMs + times.graceMs
      return [{ ...state, link: { name: 'detached', resumeByMs } }, [{ do: 'wake_at', ms: resumeByMs }]]
    }
    case 'run':
      return onRun(state, event.request, nowMs)
    case 'job':
      return onJob(state, event.job)
    case 'stop':
      return onStop(state, event.run)
    case 'queued':
      if (state.work.name !== 'waiting') return [state, []]
      return [{ ...state, work: { ...state.work, position: event.position } }, [{ do: 'tell_work' }]]
    case 'box_taken':
      return onBoxTaken(state, nowMs)
    case 'box_refused':
      return onBoxRefused(state, event.code, event.message)
    case 'compiling':
      if (state.work.name !== 'starting') return [state, []]
      return [{ ...state, work: { name: 'compiling', run: event.run, stopping: false } }, [{ do: 'tell_work' }]]
    case 'started':
      if (state.work.name !== 'starting' && state.work.name !== 'compiling') return [state, []]
      return [{ ...state, work: { name: 'running', run: event.run, sinceMs: nowMs, stopping: false } }, [{ do: 'tell_work' }]]
    case 'exited': {
      const work: SessionWork = { name: 'finished', run: event.run, report: event.report }
      const compiled = event.compiled && state.hold.name === 'busy' ? state.hold.key : null
      return afterRun({ ...state, work, compiled }, event.boxUsable, [{ do: 'tell_work' }])
    }
    case 'run_refused':
      return afterRun({ ...state, work: { name: 'none' }, compiled: null }, event.boxUsable, [
        { do: 'tell_error', code: event.code, message: event.message, run: event.run },
        { do: 'tell_work' },
      ])
    case 'job_done':
      return onJobDone(state, event.compiled, event.boxUsable, nowMs)
    case 'tidy':
      if (state.hold.name !== 'idle') return [state, []]
      return [{ ...state, hold: { name: 'resetting', profile: state.hold.profile } }, [{ do: 'reset_box' }]]
    case 'reset':
      return onReset(state, event.clean, nowMs, times)
    case 'box_gone':
      // Only an idle box can go without its run's end telling so.
      return state.hold.name === 'idle' ? [{ ...state, ...NO_BOX }, [{ do: 'drop_box' }]] : [state, []]
    case 'tick':
      return onTick(state, nowMs)
    case 'end':
      return end(state)
    default:
      return assertNever(event)
  }
}

function onRun(state: SessionState, request: Keyed<RunRequest>, nowMs: number): Step {
  const refuse = (code: ErrorCode, message: string): Step => [state, [{ do: 'tell_error', code, message, run: request.run }]]
  if (request.run <= state.lastRun) return refuse('stale_run', `Run ${request.run} is not above run ${state.lastRun}.`)
  if (isLive(state)) return refuse('already_running', 'A program is running. Stop it first.')
  // What waits to be checked is checked by the run itself.
  const { check: _, ...jobs } = state.jobs
  const next: SessionState = { ...state, jobs, lastRun: request.run }
  switch (state.hold.name) {
    case 'idle':
      // A box serves one language: another one's is exchanged.
      return state.hold.profile === request.profile ? start(next, request, nowMs) : take(next, request, nowMs, [{ do: 'drop_box' }])
    case 'none':
      return take(next, request, nowMs)
    case 'resetting':
      // Done in a moment; its end starts the run.
      return [wait(next, request, nowMs), []]
    case 'taking':
      // For a job. The box it gets serves the run, if it is of that language.
      if (state.hold.profile === request.profile) return [wait(next, request, nowMs), []]
      return take(next, request, nowMs, [{ do: 'cancel_take' }])
    case 'working': {
      // The program that is being compiled may be the one to be run.
      const { job } = state.hold
      const same = job.kind === 'check' && request.key !== '' && job.request.key === request.key
      return [wait(next, request, nowMs), same ? [] : [{ do: 'cancel_job' }]]
    }
    case 'busy':
      return refuse('already_running', 'A program is running. Stop it first.')
    default:
      return assertNever(state.hold)
  }
}

function onJob(state: SessionState, job: Job): Step {
  // A run compiles for itself, and what is asked meanwhile is asked of sources that may change: the page asks again.
  if (isLive(state)) return [state, job.kind === 'format' ? [refuseJob(job, 'A program is running. Stop it first.')] : []]
  const before = state.jobs[job.kind]
  const refused = before?.kind === 'format' ? [refuseJob(before, 'Another request to format came first.')] : []
  const next: SessionState = { ...state, jobs: { ...state.jobs, [job.kind]: job } }
  switch (state.hold.name) {
    case 'idle':
    case 'none':
      return nextJob(next, refused)
    case 'working':
      // Newer sources: nobody needs to know what is wrong with the older ones.
      return [next, job.kind === 'check' && state.hold.job.kind === 'check' ? [...refused, { do: 'cancel_job' }] : refused]
    case 'taking': {
      const { profile } = (next.jobs.format ?? job).request
      return state.hold.profile === profile ? [next, refused] : takeAhead(next, profile, [...refused, { do: 'cancel_take' }])
    }
    case 'resetting':
    case 'busy':
      return [next, refused]
    default:
      return assertNever(state.hold)
  }
}

function refuseJob(job: Job, message: string): SessionEffect {
  return { do: 'refuse_job', job, message }
}

/** Begins the next job, if there is one: in the box that is held and idle, or in one that is to be taken. */
function nextJob(state: SessionState, first: readonly SessionEffect[]): Step {
  const job = state.jobs.format ?? state.jobs.check
  if (!job) return [state, first]
  const { profile } = job.request
  if (state.hold.name !== 'idle') return takeAhead(state, profile, first)
  if (state.hold.profile !== profile) return takeAhead(state, profile, [...first, { do: 'drop_box' }])
  return startJob(state, job, first)
}

function startJob(state: SessionState, job: Job, first: readonly SessionEffect[]): Step {
  const { [job.kind]: _, ...jobs } = state.jobs
  // A check writes over what is compiled.
  const compiled = job.kind === 'check' ? null : state.compiled
  return [{ ...state, jobs, compiled, hold: { name: 'working', profile: job.request.profile, job } }, [...first, { do: 'start_job', job }]]
}

function takeAhead(state: SessionState, profile: string, first: readonly SessionEffect[]): Step {
  return [{ ...state, compiled: null, hold: { name: 'taking', profile } }, [...first, { do: 'take_box', profile, ahead: true }]]
}

function onJobDone(state: SessionState, compiled: boolean, boxUsable: boolean, nowMs: number): Step {
  if (state.hold.name !== 'working') return [state, []]
  const { job, profile } = state.hold
  const key = job.kind === 'check' ? (compiled ? job.request.key : null) : state.compiled
  const waiting = state.work.name === 'waiting' ? state.work.request : null
  if (!boxUsable) {
    const next: SessionState = { ...state, ...NO_BOX }
    return waiting ? take(next, waiting, nowMs, [{ do: 'drop_box' }]) : nextJob(next, [{ do: 'drop_box' }])
  }
  const next: SessionState = { ...state, compiled: key }
  // Nothing of the job is alive, and what it made is the person's own: the run need not wait for the box to be made as new.
  if (waiting && waiting.profile === profile) return start(next, waiting, nowMs)
  return [{ ...next, hold: { name: 'resetting', profile } }, [{ do: 'reset_box' }]]
}

function onBoxRefused(state: SessionState, code: ErrorCode, message: string): Step {
  const { format } = state.jobs
  const refused = format ? [refuseJob(format, message)] : []
  const next: SessionState = { ...state, ...NO_BOX, jobs: {} }
  if (state.work.name !== 'waiting') return [next, refused]
  const { run } = state.work.request
  return [{ ...next, work: { name: 'none' } }, [...refused, { do: 'tell_error', code, message, run }, { do: 'tell_work' }]]
}

function onStop(state: SessionState, run: number): Step {
  const { work } = state
  if (work.name === 'waiting' && work.request.run === run) {
    const stopped: SessionState = { ...state, work: { name: 'finished', run, report: NEVER_RAN } }
    if (state.hold.name !== 'taking') return [stopped, [{ do: 'tell_work' }]]
    return nextJob({ ...stopped, ...NO_BOX }, [{ do: 'cancel_take' }, { do: 'tell_work' }])
  }
  if (work.name === 'starting' && work.request.run === run) return [state, [{ do: 'stop_run' }]]
  if ((work.name === 'running' || work.name === 'compiling') && work.run === run && !work.stopping) {
    return [{ ...state, work: { ...work, stopping: true } }, [{ do: 'stop_run' }]]
  }
  return [state, []]
}

function onBoxTaken(state: SessionState, nowMs: number): Step {
  if (state.work.name === 'waiting') return start(state, state.work.request, nowMs)
  const { hold } = state
  const job = state.jobs.format ?? state.jobs.check
  if (hold.name === 'taking' && job?.request.profile === hold.profile) return startJob(state, job, [])
  return nextJob({ ...state, ...NO_BOX }, [{ do: 'drop_box' }])
}

function start(state: SessionState, request: Keyed<RunRequest>, nowMs: number): Step {
  const { profile, key } = request
  const compiled = key !== '' && state.compiled === key
  // Another program takes its place, or this one stays.
  const next: SessionState = { ...state, compiled: compiled ? key : null, hold: { name: 'busy', profile, key } }
  const waitMs = state.work.name === 'waiting' ? nowMs - state.work.sinceMs : 0
  return [{ ...next, work: { name: 'starting', request } }, [{ do: 'start_run', request, compiled, waitMs }]]
}

function take(state: SessionState, request: Keyed<RunRequest>, nowMs: number, first: readonly SessionEffect[] = []): Step {
  const { profile } = request
  const taking: SessionState = { ...state, compiled: null, hold: { name: 'taking', profile } }
  return [wait(taking, request, nowMs), [...first, { do: 'take_box', profile, ahead: false }]]
}

/** The run begins when its box is there, or free. */
function wait(state: SessionState, request: Keyed<RunRequest>, nowMs: number): SessionState {
  return { ...state, work: { name: 'waiting', request, position: 0, sinceMs: nowMs } }
}

/** A box that has served is made as new before anything else; one that cannot be is destroyed. */
function afterRun(state: SessionState, boxUsable: boolean, effects: readonly SessionEffect[]): Step {
  return boxUsable && state.hold.name === 'busy'
    ? [{ ...state, hold: { name: 'resetting', profile: state.hold.profile } }, [...effects, { do: 'reset_box' }]]
    : nextJob({ ...state, ...NO_BOX }, [...effects, { do: 'drop_box' }])
}

function onReset(state: SessionState, clean: boolean, nowMs: number, times: SessionTimes): Step {
  if (state.hold.name !== 'resetting') return [state, []]
  const { profile } = state.hold
  const waiting = state.work.name === 'waiting' ? state.work.request : null
  if (waiting) {
    return clean && waiting.profile === profile ? start(state, waiting, nowMs) : take(state, waiting, nowMs, [{ do: 'drop_box' }])
  }
  if (!clean) return nextJob({ ...state, ...NO_BOX }, [{ do: 'drop_box' }])
  const untilMs = nowMs + times.boxIdleMs
  const idle: SessionState = { ...state, hold: { name: 'idle', profile, untilMs } }
  if (state.jobs.format || state.jobs.check) return nextJob(idle, [])
  return [idle, [{ do: 'offer_box' }, { do: 'wake_at', ms: untilMs }]]
}

function onTick(state: SessionState, nowMs: number): Step {
  if (state.link.name === 'detached' && nowMs >= state.link.resumeByMs) return end(state)
  if (state.hold.name === 'idle' && nowMs >= state.hold.untilMs) {
    return [{ ...state, ...NO_BOX }, [{ do: 'drop_box' }]]
  }
  return [state, []]
}

function end(state: SessionState): Step {
  const effects: SessionEffect[] = state.hold.name === 'taking' ? [{ do: 'cancel_take' }] : []
  return [{ ...state, ...NO_BOX, ended: true }, [...effects, { do: 'drop_box' }, { do: 'forget' }]]
}

/** Whether a run waits, starts or runs. */
function isLive(state: SessionState): boolean {
  const { name } = state.work
  return name === 'waiting' || name === 'starting' || name === 'compiling' || name === 'running'
}

/** The state in the protocol's words. */
export function toWork(work: SessionWork, nowMs: number): Work {
  switch (work.name) {
    case 'none':
      return { phase: 'none' }
    case 'waiting':
      return work.position > 0
        ? { phase: 'queued', run: work.request.run, position: work.position }
        : { phase: 'preparing', run: work.request.run }
    case 'starting':
      return { phase: 'preparing', run: work.request.run }
    case 'compiling':
      return { phase: 'compiling', run: work.run }
    case 'running':
      return { phase: 'running', run: work.run, elapsedMs: Math.max(0, nowMs - work.sinceMs) }
    case 'finished':
      return { phase: 'finished', run: work.run, report: work.report }
    default:
      return assertNever(work)
  }
}
