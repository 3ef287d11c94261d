import type { Lease } from '../box/leases.ts'
import type { Pool } from '../box/pool.ts'
import { Run } from '../box/runner.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import { orAborted } from '../platform/or-aborted.ts'
import type { Profile } from '../profiles/profile.ts'
import { givenFault, sourcesFault } from '../profiles/sources.ts'
import type { ExitReport } from '../protocol/exit.ts'
import type { SourceFile, TerminalSize } from '../protocol/messages.ts'
import type { OnceLimits } from './asked-limits.ts'
import { Output } from './output.ts'

/** Nobody waits longer for a box. */
const WAIT_MS = 30_000

type Stage = ExitReport['stage']
type OutputStream = 'stdout' | 'stderr'

export type OnceRequest = {
  readonly profile: Profile
  /** The main file's name. */
  readonly main: string
  readonly files: readonly SourceFile[]
  readonly args: readonly string[]
  /** What it reads; undefined when that comes while it runs. */
  readonly stdin: string | undefined
  readonly limits: OnceLimits
  /** Of a terminal to run it in; null for pipes. */
  readonly size: TerminalSize | null
  /** What becomes of a program that writes more than it may: the rest is dropped, or the program ended. */
  readonly overflow: 'drop' | 'end'
  /** Whom it is for: fairness and bounds count by it. */
  readonly tenant: string
  /** Its runs, waiting or live, at the same time. */
  readonly atOnce: number
  /** Ends it, whatever it does; `once` then rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** When nothing is kept for the caller any more. Until then it counts as one that runs: an answer that nobody fetches takes room, too. */
  readonly delivered: Promise<unknown>
}

export type OnceEvents = {
  /** The place in the queue, from 1. */
  readonly onQueued?: (position: number) => void
  /** A box is there. */
  readonly onBox?: () => void
  /** The way to the program's input, from now on. */
  readonly onRun?: (run: Pick<Run, 'write' | 'eof' | 'signal' | 'resize'>) => void
  readonly onStage?: (stage: Stage) => void
  /** Text, within the bound. While the promise is pending not much more is written. */
  readonly onText?: (stage: Stage, stream: OutputStream, text: string) => Promise<void> | undefined
  readonly onStageEnd?: (stage: Stage, result: StageResult) => void
}

export type StageResult = Pick<ExitReport, 'reason' | 'code' | 'signal' | 'cpuMs' | 'wallMs' | 'peakBytes' | 'limit'> & {
  readonly stdout: Output
  readonly stderr: Output
  /** Text of both as it came. */
  readonly all: string
}

export type OnceResult = {
  /** From the request to the box. */
  readonly waitMs: number
  /** Null where nothing was compiled. */
  readonly compile: StageResult | null
  /** Null where the compiler has made no program. */
  readonly run: StageResult | null
}

export type OnceDeps = {
  readonly pool: Pool
  readonly profiles: ReadonlyMap<string, Profile>
  readonly log: Logger
  readonly metrics: Metrics
}

/**
 * Runs a program once, in a fresh box that is destroyed afterwards. Rejects with an AppError for what is refused; whatever the program does is a
 * result.
 */
export type Once = (request: OnceRequest, events?: OnceEvents) => Promise<OnceResult>

export function createOnce(deps: OnceDeps): Once {
  const live = new Map<string, number>()

  function enter({ tenant, atOnce }: OnceRequest): Disposable {
    const count = live.get(tenant) ?? 0
    if (count >= atOnce) {
      throw new AppError('too_busy', `${count} programs of yours are running or waiting, which is the limit. Try again in a moment.`)
    }
    live.set(tenant, count + 1)
    return {
      [Symbol.dispose]: () => {
        const left = (live.get(tenant) ?? 1) - 1
        if (left === 0) live.delete(tenant)
        else live.set(tenant, left)
      },
    }
  }

  return async (request, events = {}) => {
    const fault = givenFault(request) ?? sourcesFault({ ...request, profile: request.profile.id }, deps.profiles)
    if (fault) throw fault
    const place = enter(request)
    const startedMs = performance.now()
    try {
      const lease = await takeBox(deps.pool, request, events)
      try {
        request.signal.throwIfAborted()
        return { waitMs: Math.round(performance.now() - startedMs), ...(await runIn(lease, request, events, deps)) }
      } finally {
        // The answer does not wait for the engine.
        void lease[Symbol.asyncDispose]()
      }
    } finally {
      void request.delivered.then(() => place[Symbol.dispose]())
    }
  }
}

async function takeBox(pool: Pool, { profile, tenant, signal }: OnceRequest, { onQueued }: OnceEvents): Promise<Lease> {
  const late = AbortSignal.timeout(WAIT_MS)
  try {
    return await pool.take({
      profile,
      tenant,
      signal: AbortSignal.any([signal, late]),
      ...(onQueued ? { onPosition: onQueued } : {}),
    })
  } catch (thrown) {
    if (!late.aborted || signal.aborted) throw thrown
    throw new AppError('too_busy', `No box was free within ${WAIT_MS / 1000} seconds. Try again in a moment.`)
  }
}

async function runIn(
  lease: Lease,
  request: OnceRequest,
  events: OnceEvents,
  { log, metrics }: OnceDeps,
): Promise<Omit<OnceResult, 'waitMs'>> {
  const { profile, main, files, args, stdin, limits, size, overflow, signal } = request
  const kept = (): StageOutput => new StageOutput(limits.run.outputBytes)
  const outputs = { compile: kept(), run: kept() }
  let stage: Stage = 'run'
  let compile: StageResult | null = null
  const finish = (ended: Stage, figures: Omit<StageResult, 'stdout' | 'stderr' | 'all'>): StageResult => {
    for (const stream of ['stdout', 'stderr'] as const) tell(ended, stream, outputs[ended].end(stream))
    const { reason, code, signal: signalName, cpuMs, wallMs, peakBytes, limit } = figures
    const { stdout, stderr, all } = outputs[ended]
    const result = { reason, code, signal: signalName, cpuMs, wallMs, peakBytes, limit, stdout, stderr, all }
    events.onStageEnd?.(ended, result)
    return result
  }
  const tell = (of: Stage, stream: OutputStream, text: string): Promise<void> | undefined =>
    text === '' ? undefined : events.onText?.(of, stream, text)

  events.onBox?.()
  const run = new Run(
    lease.box,
    { main, files, args, stdin, size, limits },
    {
      onCompiling: () => {
        stage = 'compile'
        events.onStage?.('compile')
      },
      onCompiled: end => {
        compile = finish('compile', { ...end, limit: null })
        stage = 'run'
      },
      onStarted: () => events.onStage?.('run'),
      onOutput: (bytes, stream) => {
        const output = outputs[stage]
        const told = tell(stage, stream, output.add(stream, bytes))
        if (overflow === 'end' && output[stream].truncated) run.stop('output_limit')
        if (told) void told.then(() => run.credit(bytes.length))
        else run.credit(bytes.length)
      },
    },
  )
  events.onRun?.(run)
  const { report, standby } = await orAborted(run.outcome, signal)
  log.info({ profile: profile.id, api: true, standby, ...report }, 'run')
  metrics.runs.inc({ profile: profile.id, reason: report.reason })
  metrics.runCpu.inc({ profile: profile.id }, report.cpuMs / 1000)
  metrics.outputBytes.inc({ profile: profile.id }, report.outputBytes)
  const last = finish(report.stage, report)
  return report.stage === 'compile' ? { compile: last, run: null } : { compile, run: last }
}

/** Both streams of one stage. */
class StageOutput {
  readonly stdout: Output
  readonly stderr: Output
  all = ''

  constructor(most: number) {
    this.stdout = new Output(most)
    this.stderr = new Output(most)
  }

  add(stream: OutputStream, bytes: Buffer): string {
    return this.#keep(this[stream].add(bytes))
  }

  end(stream: OutputStream): string {
    return this.#keep(this[stream].end())
  }

  #keep(text: string): string {
    this.all += text
    return text
  }
}
