import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds: from what a person cannot notice to what nobody waits for. */
const WAIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What the rest of the server counts and times. Names and units follow Prometheus: base units, `_total` on counters. */
export type Metrics = ReturnType<typeof createMetrics>

/** A fresh set of metrics; nothing is shared between two. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    /** Boxes that were handed out: `warm` was ready, for `made` somebody waited. */
    takes: new Counter({
      name: 'glovebox_pool_takes_total',
      help: 'Boxes handed out, by whether one was ready (warm) or had to be waited for (made).',
      labelNames: ['profile', 'from'],
      registers,
    }),
    takeRefusals: new Counter({
      name: 'glovebox_pool_refusals_total',
      help: 'Requests for a box that ended without one, by error code.',
      labelNames: ['profile', 'code'],
      registers,
    }),
    takeWait: new Histogram({
      name: 'glovebox_pool_wait_seconds',
      help: 'Time from asking for a box to having it.',
      labelNames: ['profile'],
      buckets: WAIT_SECONDS,
      registers,
    }),
    boxOpen: new Histogram({
      name: 'glovebox_box_open_seconds',
      help: 'Time to make a box, until its agent is ready.',
      labelNames: ['profile'],
      buckets: WAIT_SECONDS,
      registers,
    }),
    boxOpenFailures: new Counter({
      name: 'glovebox_box_open_failures_total',
      help: 'Boxes that could not be made.',
      labelNames: ['profile'],
      registers,
    }),
    boxRemove: new Histogram({
      name: 'glovebox_box_remove_seconds',
      help: 'Time until the engine has removed a box.',
      labelNames: ['profile'],
      buckets: WAIT_SECONDS,
      registers,
    }),
    boxReset: new Histogram({
      name: 'glovebox_box_reset_seconds',
      help: 'Time to make a box as new between two runs of a session, by whether that could be shown complete.',
      labelNames: ['profile', 'clean'],
      buckets: WAIT_SECONDS,
      registers,
    }),
    runs: new Counter({
      name: 'glovebox_runs_total',
      help: 'Runs that have ended, by reason.',
      labelNames: ['profile', 'reason'],
      registers,
    }),
    runCpu: new Counter({
      name: 'glovebox_run_cpu_seconds_total',
      help: 'Processor time of runs.',
      labelNames: ['profile'],
      registers,
    }),
    /** `request`: since the message came in. `box`: since the order left for the agent. */
    firstOutput: new Histogram({
      name: 'glovebox_run_first_output_seconds',
      help: 'Time to the first byte of a run’s output, since the request came in or since the order went to the box.',
      labelNames: ['profile', 'since'],
      buckets: WAIT_SECONDS,
      registers,
    }),
    gradings: new Counter({
      name: 'glovebox_gradings_total',
      help: 'Submissions that were graded, by what came of them (pass, fail, error), and those that were not, by error code.',
      labelNames: ['profile', 'result'],
      registers,
    }),
    gradingTime: new Histogram({
      name: 'glovebox_grading_seconds',
      help: 'Time from handing in to having the result, queue included.',
      labelNames: ['profile'],
      buckets: [...WAIT_SECONDS, 60, 120],
      registers,
    }),
    outputBytes: new Counter({
      name: 'glovebox_run_output_bytes_total',
      help: 'Bytes that programs have written.',
      labelNames: ['profile'],
      registers,
    }),
    inputBytes: new Counter({
      name: 'glovebox_run_input_bytes_total',
      help: 'Bytes that were typed or sent to programs.',
      labelNames: ['profile'],
      registers,
    }),
  }
}

/** The process itself: memory, processor time, delays of the event loop, garbage collection. */
export function watchProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry })
}

/** What is asked for whenever somebody collects. */
export type Levels = {
  readonly sessions: () => number
  readonly connections: () => number
  /** Submissions that are being graded, or wait for it. */
  readonly gradings: () => number
  readonly gradingsWaiting: () => number
  readonly pool: () => {
    readonly boxes: number
    readonly maxBoxes: number
    readonly waiting: number
    readonly profiles: readonly { readonly profile: string; readonly warm: number; readonly starting: number; readonly target: number }[]
  }
}

export function watchLevels({ registry }: Metrics, levels: Levels): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  gauge('glovebox_sessions', 'Sessions, connected or within their grace time.', levels.sessions)
  gauge('glovebox_connections', 'Open WebSockets.', levels.connections)
  gauge('glovebox_gradings', 'Submissions that are being graded, or wait for it.', levels.gradings)
  gauge('glovebox_gradings_waiting', 'Submissions that wait for their grading to begin.', levels.gradingsWaiting)
  gauge('glovebox_boxes', 'Boxes there are, from before they are made until they are removed.', () => levels.pool().boxes)
  gauge('glovebox_boxes_max', 'Boxes there may be.', () => levels.pool().maxBoxes)
  gauge('glovebox_pool_waiting', 'Requests that wait for a box.', () => levels.pool().waiting)
  for (const kind of ['warm', 'starting', 'target'] as const) {
    const helps = {
      warm: 'Boxes that stand ready.',
      starting: 'Boxes that are being made.',
      target: 'Boxes that should stand ready, as learnt from demand.',
    }
    new Gauge({
      name: `glovebox_pool_${kind}`,
      help: helps[kind],
      labelNames: ['profile'],
      registers: [registry],
      collect() {
        for (const entry of levels.pool().profiles) this.set({ profile: entry.profile }, entry[kind])
      },
    })
  }
}
