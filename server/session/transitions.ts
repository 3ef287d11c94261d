import { assertNever } from '../platform/app-error.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import type { ExitReport } from '../protocol/exit.ts'
import type { RunRequest, Work } from '../protocol/messages.ts'

/** The session's hold on a box. */
type Hold =
  | { readonly name: 'none' }
  /** Waiting for the pool. */
  | { readonly name: 'taking' }
  /** A run is live in it. */
  | { readonly name: 'busy'; readonly profile: string }
  /** Being made as new after a run. */
  | { readonly name: 'resetting'; readonly profile: string }
  /** Ready for the next run; given back at `untilMs`, or sooner when somebody waits. */
  | { readonly name: 'idle'; readonly profile: string; readonly untilMs: number }

/** What the page is told, with times as the server keeps them. */
export type SessionWork =
  | { readonly name: 'none' }
  | { readonly name: 'waiting'; readonly request: RunRequest; readonly position: number; readonly sinceMs: number }
  | { readonly name: 'starting'; readonly request: RunRequest; readonly sinceMs: number }
  | { readonly name: 'running'; readonly run: number; readonly sinceMs: number; readonly stopping: boolean }
  | { readonly name: 'finished'; readonly run: number; readonly report: ExitReport }

export type SessionState = {
  readonly link: { readonly name: 'attached' } | { readonly name: 'detached'; readonly resumeByMs: number }
  readonly work: SessionWork
  readonly hold: Hold
  readonly lastRun: number
  readonly ended: boolean
}

export type SessionEvent =
  | { readonly type: 'attached' }
  | { readonly type: 'detached' }
  | { readonly type: 'run'; readonly request: RunRequest }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'queued'; readonly position: number }
  | { readonly type: 'box_taken' }
  | { readonly type: 'box_refused'; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'started'; readonly run: number }
  | { readonly type: 'exited'; readonly run: number; readonly report: ExitReport; readonly boxUsable: boolean }
  | { readonly type: 'run_refused'; readonly run: number; readonly code: ErrorCode; readonly message: string; readonly boxUsable: boolean }
  | { readonly type: 'reset'; readonly clean: boolean }
  /** The idle box ended, or somebody else needs it. */
  | { readonly type: 'box_gone' }
  | { readonly type: 'tick' }
  | { readonly type: 'end' }

export type SessionEffect =
  | { readonly do: 'take_box'; readonly request: RunRequest }
  | { readonly do: 'cancel_take' }
  | { readonly do: 'start_run'; readonly request: RunRequest }
  | { readonly do: 'stop_run' }
  | { readonly do: 'reset_box' }
  | { readonly do: 'offer_box' }
  | { readonly do: 'drop_box' }
  | { readonly do: 'tell_work' }
  | { readonly do: 'tell_error'; readonly code: ErrorCode; readonly message: string; readonly run: number | null }
  | { readonly do: 'wake_at'; readonly ms: number }
  | { readonly do: 'forget' }

export type SessionTimes = { readonly graceMs: number; readonly boxIdleMs: number }

export function initialState(): SessionState {
  return { link: { name: 'attached' }, work: { name: 'none' }, hold: { name: 'none' }, lastRun: 0, ended: false }
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
    case 'stop':
      return onStop(state, event.run)
    case 'queued':
      if (state.work.name !== 'waiting') return [state, []]
      return [{ ...state, work: { ...state.work, position: event.position } }, [{ do: 'tell_work' }]]
    case 'box_taken':
      return onBoxTaken(state, nowMs)
    case 'box_refused':
      if (state.work.name !== 'waiting') return [{ ...state, hold: { name: 'none' } }, []]
      return [
        { ...state, hold: { name: 'none' }, work: { name: 'none' } },
        [{ do: 'tell_error', code: event.code, message: event.message, run: state.work.request.run }, { do: 'tell_work' }],
      ]
    case 'started':
      if (state.work.name !== 'starting') return [state, []]
      return [{ ...state, work: { name: 'running', run: event.run, sinceMs: nowMs, stopping: false } }, [{ do: 'tell_work' }]]
    case 'exited': {
      const work: SessionWork = { name: 'finished', run: event.run, report: event.report }
      return afterRun({ ...state, work }, event.boxUsable, [{ do: 'tell_work' }])
    }
    case 'run_refused':
      return afterRun({ ...state, work: { name: 'none' } }, event.boxUsable, [
        { do: 'tell_error', code: event.code, message: event.message, run: event.run },
        { do: 'tell_work' },
      ])
    case 'reset':
      return onReset(state, event.clean, nowMs, times)
    case 'box_gone':
      // Only an idle box can go without its run's end telling so.
      return state.hold.name === 'idle' ? [{ ...state, hold: { name: 'none' } }, [{ do: 'drop_box' }]] : [state, []]
    case 'tick':
      return onTick(state, nowMs)
    case 'end':
      return end(state)
    default:
      return assertNever(event)
  }
}

function onRun(state: SessionState, request: RunRequest, nowMs: number): Step {
  const refuse = (code: ErrorCode, message: string): Step => [state, [{ do: 'tell_error', code, message, run: request.run }]]
  if (request.run <= state.lastRun) return refuse('stale_run', `Run ${request.run} is not above run ${state.lastRun}.`)
  if (isLive(state)) return refuse('already_running', 'A program is running. Stop it first.')
  const next: SessionState = { ...state, lastRun: request.run }
  switch (state.hold.name) {
    case 'idle':
      // A box serves one language: another one's is exchanged.
      return state.hold.profile === request.profile ? start(next, request, nowMs) : take(next, request, nowMs, [{ do: 'drop_box' }])
    case 'none':
      return take(next, request, nowMs)
    case 'resetting':
      // Done in a moment; its end starts the run.
      return [{ ...next, work: { name: 'waiting', request, position: 0, sinceMs: nowMs } }, []]
    case 'taking':
    case 'busy':
      return refuse('already_running', 'A program is running. Stop it first.')
    default:
      return assertNever(state.hold)
  }
}

function onStop(state: SessionState, run: number): Step {
  const { work } = state
  if (work.name === 'waiting' && work.request.run === run) {
    const effects: SessionEffect[] = state.hold.name === 'taking' ? [{ do: 'cancel_take' }] : []
    const hold: Hold = state.hold.name === 'taking' ? { name: 'none' } : state.hold
    return [{ ...state, hold, work: { name: 'finished', run, report: NEVER_RAN } }, [...effects, { do: 'tell_work' }]]
  }
  if (work.name === 'starting' && work.request.run === run) return [state, [{ do: 'stop_run' }]]
  if (work.name === 'running' && work.run === run && !work.stopping) {
    return [{ ...state, work: { ...work, stopping: true } }, [{ do: 'stop_run' }]]
  }
  return [state, []]
}

function onBoxTaken(state: SessionState, nowMs: number): Step {
  if (state.work.name !== 'waiting') return [{ ...state, hold: { name: 'none' } }, [{ do: 'drop_box' }]]
  return start(state, state.work.request, nowMs)
}

function start(state: SessionState, request: RunRequest, nowMs: number): Step {
  const hold: Hold = { name: 'busy', profile: request.profile }
  return [{ ...state, hold, work: { name: 'starting', request, sinceMs: nowMs } }, [{ do: 'start_run', request }]]
}

function take(state: SessionState, request: RunRequest, nowMs: number, first: readonly SessionEffect[] = []): Step {
  const work: SessionWork = { name: 'waiting', request, position: 0, sinceMs: nowMs }
  return [{ ...state, hold: { name: 'taking' }, work }, [...first, { do: 'take_box', request }]]
}

/** A box that has served is made as new before anything else; one that cannot be is destroyed. */
function afterRun(state: SessionState, boxUsable: boolean, effects: readonly SessionEffect[]): Step {
  return boxUsable && state.hold.name === 'busy'
    ? [{ ...state, hold: { name: 'resetting', profile: state.hold.profile } }, [...effects, { do: 'reset_box' }]]
    : [{ ...state, hold: { name: 'none' } }, [...effects, { do: 'drop_box' }]]
}

function onReset(state: SessionState, clean: boolean, nowMs: number, times: SessionTimes): Step {
  if (state.hold.name !== 'resetting') return [state, []]
  const { profile } = state.hold
  const waiting = state.work.name === 'waiting' ? state.work.request : null
  if (waiting) {
    return clean && waiting.profile === profile ? start(state, waiting, nowMs) : take(state, waiting, nowMs, [{ do: 'drop_box' }])
  }
  if (!clean) return [{ ...state, hold: { name: 'none' } }, [{ do: 'drop_box' }]]
  const untilMs = nowMs + times.boxIdleMs
  return [{ ...state, hold: { name: 'idle', profile, untilMs } }, [{ do: 'offer_box' }, { do: 'wake_at', ms: untilMs }]]
}

function onTick(state: SessionState, nowMs: number): Step {
  if (state.link.name === 'detached' && nowMs >= state.link.resumeByMs) return end(state)
  if (state.hold.name === 'idle' && nowMs >= state.hold.untilMs) {
    return [{ ...state, hold: { name: 'none' } }, [{ do: 'drop_box' }]]
  }
  return [state, []]
}

function end(state: SessionState): Step {
  const effects: SessionEffect[] = state.hold.name === 'taking' ? [{ do: 'cancel_take' }] : []
  return [{ ...state, hold: { name: 'none' }, ended: true }, [...effects, { do: 'drop_box' }, { do: 'forget' }]]
}

/** Whether a run waits, starts or runs. */
function isLive(state: SessionState): boolean {
  return state.work.name === 'waiting' || state.work.name === 'starting' || state.work.name === 'running'
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
    case 'running':
      return { phase: 'running', run: work.run, elapsedMs: Math.max(0, nowMs - work.sinceMs) }
    case 'finished':
      return { phase: 'finished', run: work.run, report: work.report }
    default:
      return assertNever(work)
  }
}
