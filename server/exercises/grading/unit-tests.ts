import { Gathered } from '../../box/gathered.ts'
import type { LiveEnd } from '../../box/live-command.ts'
import type { ApiLimits, ProfileTests } from '../../profiles/profile.ts'
import type { GradingBoxes } from './boxes.ts'
import { compileTests, startHarness, type UnitSources } from './harness.ts'
import { endOf, OUTPUT_CHARS, type Outcome, seconds } from './outcome.ts'
import type { UnitEvent } from './unit-stream.ts'

/** The harness and the program may take so long to load, before the first test. */
const LOAD_MS = 15_000
/** How much later than its limit a test is ended by the server: what a harness says takes its time to arrive. */
const LATER_MS = 300
/** Each test that does not end takes a new start; with more of them the grading is given up. */
const STARTS_MOST = 20
/** Longer than any grading takes: the server's own clocks end a harness. */
const HARNESS_MS = 900_000
/** Of what is said before the first test. */
const LOADING_BYTES = 16 * 1024

export type UnitTest = { readonly key: string; readonly name: string; readonly file: string; readonly code: string }

export type UnitRun = {
  readonly boxes: GradingBoxes
  readonly tests: ProfileTests
  readonly sources: UnitSources
  readonly limits: ApiLimits
  readonly signal: AbortSignal
  /** Whether the grading as a whole has taken so long that no further test is begun. */
  readonly isLate: () => boolean
  /** A test is over. */
  readonly onTest: (key: string, outcome: Outcome) => void
  readonly onCompiling?: (() => void) | undefined
}

export type UnitEnd = {
  /** What the compiler, or the tests as they were loaded, said, where no test was reached for it. */
  readonly fault: string | null
  readonly compiled: boolean
}

/** Runs all tests in the language's own framework. One that does not end, or ends its process, fails alone: the harness is started again for the others. */
export async function runUnitTests(run: UnitRun): Promise<UnitEnd> {
  const done = new Set<number>()
  for (let starts = 0; starts < STARTS_MOST; starts++) {
    const before = done.size
    const end = await startOnce(run, done)
    run.signal.throwIfAborted()
    if (run.isLate()) return { fault: null, compiled: true }
    if (end.name === 'fault') return { fault: end.said, compiled: end.compiled }
    // What was said while the tests were loaded tells why one is not among them.
    if (end.name === 'done') return { fault: end.said === '' ? null : end.said, compiled: true }
    if (end.name === 'forgiven') continue
    // Nothing has come of this start, and nothing would of another one.
    if (done.size === before) return { fault: end.said, compiled: true }
  }
  return { fault: null, compiled: true }
}

/** The tests as the harness names them, without running any. */
export async function planUnitTests(
  run: Omit<UnitRun, 'onTest'>,
): Promise<{ readonly tests: readonly UnitTest[] } | { readonly fault: string }> {
  let tests: readonly UnitTest[] = []
  const end = await startOnce({ ...run, onTest: () => {} }, new Set(), planned => {
    tests = planned
  })
  run.signal.throwIfAborted()
  if (tests.length > 0) return { tests }
  return { fault: end.said === '' ? 'The files of unit tests have no test.' : end.said }
}

type StartEnd = { readonly name: 'done' | 'again' | 'forgiven' | 'fault'; readonly said: string; readonly compiled: boolean }

/** @param onPlan where it is given, nothing is run: the harness is ended when it has told its plan. */
async function startOnce(run: UnitRun, done: Set<number>, onPlan?: (tests: readonly UnitTest[]) => void): Promise<StartEnd> {
  const { boxes, tests, sources, limits, signal } = run
  // What the compiler made may have been changed by the program that was tested: it is never used twice.
  const { box } = await boxes.take(false)
  if (tests.compile) {
    run.onCompiling?.()
    const { said, reason, code } = await compileTests(box, tests.compile, sources, signal)
    if (reason !== 'exited' || code !== 0) {
      boxes.used({ usable: reason !== 'lost' && reason !== 'overdue', built: false })
      const why = reason === 'exited' ? '' : 'The compiler was ended: it took too long, or too much memory.\n'
      return { name: reason === 'lost' && boxes.forgiveLoss() ? 'forgiven' : 'fault', said: why + said, compiled: false }
    }
  }
  const state = new Running(run, done, onPlan)
  const harness = startHarness(box, tests, sources, {
    stored: tests.compile !== null,
    skip: [...done].sort((one, other) => one - other),
    testMs: limits.wallMs,
    limits: { ...limits, wallMs: HARNESS_MS, cpuMs: HARNESS_MS, idleMs: 0 },
    signal,
    onEvent: event => state.take(event),
    onText: bytes => state.print(bytes),
  })
  state.begin(harness.stop)
  const end = await harness.end
  const outOfMemory = end.reason === 'lost' ? (await box.ending()).outOfMemory : end.reason === 'out_of_memory'
  boxes.used({ usable: end.reason !== 'lost' && end.reason !== 'overdue', built: false })
  return state.end(end, outOfMemory)
}

/** Why the server ended a harness. */
type Stopped = 'timeout' | 'output_limit' | 'planned'

/** What is known of a harness while it runs. */
class Running {
  readonly #run: UnitRun
  readonly #done: Set<number>
  readonly #onPlan: ((tests: readonly UnitTest[]) => void) | undefined
  readonly #loading = new Gathered(LOADING_BYTES)
  #plan: readonly UnitTest[] | null = null
  #current: { readonly index: number; readonly sinceMs: number; readonly output: Gathered; bytes: number } | null = null
  #stop = (): void => {}
  #clock: NodeJS.Timeout | null = null
  #stopped: Stopped | null = null
  #finished = false

  constructor(run: UnitRun, done: Set<number>, onPlan?: (tests: readonly UnitTest[]) => void) {
    this.#run = run
    this.#done = done
    this.#onPlan = onPlan
  }

  begin(stop: () => void): void {
    this.#stop = stop
    this.#wait(LOAD_MS)
  }

  take(event: UnitEvent): void {
    if (this.#stopped || this.#finished) return
    switch (event.type) {
      case 'plan':
        if (this.#plan) return
        this.#plan = withKeys(event.tests)
        if (!this.#onPlan) return
        this.#onPlan(this.#plan)
        return this.#halt('planned')
      case 'start':
        if (this.#current || this.#done.has(event.test) || !this.#plan?.[event.test]) return
        this.#current = { index: event.test, sinceMs: performance.now(), output: new Gathered(4 * OUTPUT_CHARS), bytes: 0 }
        return this.#wait(this.#run.limits.wallMs + LATER_MS)
      case 'end': {
        if (this.#current?.index !== event.test) return
        const { status, reason = null, message, expected, got } = event
        if (reason === 'timeout') return this.#settle({ status: 'fail', reason, message: this.#tooLong })
        const passed = status === 'pass'
        const said = message !== '' ? message : status === 'skip' ? 'The test was skipped.' : passed ? '' : 'The test did not pass.'
        const told = status === 'skip' ? 'fail' : status
        return this.#settle({ status: told, reason, message: said, expected: expected ?? null, got: got ?? null })
      }
      case 'done':
        this.#finished = this.#current === null && this.#plan !== null
        return this.#wait(LOAD_MS)
    }
  }

  print(bytes: Buffer): void {
    if (!this.#current) return this.#plan ? undefined : this.#loading.add(bytes)
    this.#current.output.add(bytes)
    this.#current.bytes += bytes.length
    if (this.#current.bytes > this.#run.limits.outputBytes) this.#halt('output_limit')
  }

  /** The harness has ended. */
  end(end: LiveEnd, outOfMemory: boolean): StartEnd {
    if (this.#clock) clearTimeout(this.#clock)
    const said = `${this.#loading}`.trim()
    if (this.#finished || this.#stopped === 'planned') return { name: 'done', said, compiled: true }
    if (end.reason === 'lost' && !outOfMemory && this.#run.boxes.forgiveLoss()) return { name: 'forgiven', said, compiled: true }
    if (this.#current) this.#settle(this.#outcome(end, outOfMemory))
    else if (!this.#plan) return { name: 'fault', said: this.#whyNot(said), compiled: true }
    return { name: 'again', said, compiled: true }
  }

  #whyNot(said: string): string {
    if (this.#stopped === 'timeout') return `The program could not be loaded within ${seconds(LOAD_MS)}.\n${said}`.trim()
    return said === '' ? 'The tests ended while they were loaded.' : said
  }

  /** Of a test in whose midst the harness ended. */
  #outcome(end: LiveEnd, outOfMemory: boolean): Omit<Outcome, 'wallMs' | 'output'> {
    const failed = { status: 'fail' } as const
    if (outOfMemory) return { ...failed, reason: 'out_of_memory', message: 'It needed more memory than there is.' }
    if (this.#stopped === 'timeout' || end.reason === 'timeout' || end.reason === 'overdue' || end.reason === 'cpu_limit')
      return { ...failed, reason: 'timeout', message: this.#tooLong }
    if (this.#stopped === 'output_limit')
      return { ...failed, reason: 'output_limit', message: endOf({ reason: 'output_limit', limit: null })?.message ?? '' }
    return { ...failed, reason: 'ended_early', message: 'The program ended while this test ran.' }
  }

  get #tooLong(): string {
    return endOf({ reason: 'timeout', limit: this.#run.limits.wallMs })?.message ?? ''
  }

  #settle(outcome: Omit<Outcome, 'wallMs' | 'output'>): void {
    const current = this.#current
    if (!current) return
    this.#current = null
    this.#done.add(current.index)
    this.#wait(LOAD_MS)
    const key = this.#plan?.[current.index]?.key
    if (key !== undefined) this.#run.onTest(key, { ...outcome, output: `${current.output}`, wallMs: performance.now() - current.sinceMs })
    if (this.#run.isLate()) this.#halt('timeout')
  }

  #halt(why: Stopped): void {
    this.#stopped ??= why
    this.#stop()
  }

  #wait(ms: number): void {
    if (this.#clock) clearTimeout(this.#clock)
    this.#clock = setTimeout(() => this.#halt('timeout'), ms)
  }
}

/** Tests of one file may share a name, as parametrized ones do: the second one is told from the first by its number. */
function withKeys(tests: readonly { readonly name: string; readonly file: string; readonly code: string }[]): readonly UnitTest[] {
  const seen = new Map<string, number>()
  return tests.map(({ name, file, code }) => {
    const plain = `${file}\n${name}`
    const count = (seen.get(plain) ?? 0) + 1
    seen.set(plain, count)
    return { key: `${plain}\n${count}`, name, file, code }
  })
}
