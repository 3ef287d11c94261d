import type { Profile } from '../../profiles/profile.ts'
import type { Grading, TestResult } from '../../protocol/exercise.ts'
import type { GradeEvents, GradeRequest, InLanguage } from '../exercise.ts'
import { BoxesSpent, type GradingBoxes } from './boxes.ts'
import { unitSources } from './harness.ts'
import { judge } from './io-tests.ts'
import { cut, type Outcome } from './outcome.ts'
import type { Patterns } from './patterns.ts'
import { type Planned, planTests, toPoints, toResult } from './planned.ts'
import { limitsOf, type Ran, runProgram } from './program.ts'
import type { Reference } from './reference.ts'
import { runUnitTests } from './unit-tests.ts'

/** No test is begun after that: with every test at its limit, a grading would keep others waiting. */
const GRADING_MS = 300_000
/** Tests that are tried once more. */
const SECOND_TRIES = 2
/** Of what a compiler says. */
const MESSAGE_CHARS = 16_000

export type GradingRunDeps = {
  /** Without files that are named as tests. */
  readonly request: GradeRequest & { readonly main: string }
  readonly inLanguage: InLanguage
  readonly profile: Profile
  readonly reference: Reference
  readonly boxes: GradingBoxes
  readonly patterns: Patterns
  readonly events: GradeEvents
}

/** One grading, from its box to its result. */
export class GradingRun {
  readonly #deps: GradingRunDeps
  readonly #planned: readonly Planned[]
  readonly #results = new Map<number, TestResult>()
  readonly #limits: ReturnType<typeof limitsOf>
  readonly #startedMs = performance.now()
  #compileMs: number | null = null
  #toldCompiling = false
  #secondTries = SECOND_TRIES
  /** Why no test, or no unit test, ran. */
  #fault: string | null = null

  constructor(deps: GradingRunDeps) {
    this.#deps = deps
    this.#planned = planTests(deps.request.exercise, deps.inLanguage, deps.reference)
    this.#limits = limitsOf(deps.profile, deps.request.exercise.limits)
  }

  async grade(): Promise<Grading> {
    const { events, reference } = this.#deps
    events.onTests?.(this.#planned.length)
    for (const half of ['visible', 'hidden'] as const)
      if (reference[half].units.empty.length > 0) events.onEmpty?.(half, reference[half].units.empty)
    const broken = this.#brokenTests()
    if (broken !== null) return this.#conclude(broken)
    try {
      const compiles = await this.#runIo()
      if (compiles) for (const half of ['visible', 'hidden'] as const) await this.#runUnits(half)
    } catch (fault) {
      if (!(fault instanceof BoxesSpent)) throw fault
      this.#fillUp('The program ended its box too often for this test to be reached.')
    }
    return this.#conclude(this.#fault)
  }

  get #isLate(): boolean {
    return performance.now() - this.#startedMs > GRADING_MS
  }

  /** Why nothing can be graded: the tests themselves are at fault. */
  #brokenTests(): string | null {
    const { visible, hidden } = this.#deps.reference
    // What is said of hidden tests may tell of them.
    if (visible.units.fault !== null) return `The tests of this exercise are at fault.\n${visible.units.fault}`
    if (hidden.units.fault !== null) return 'The hidden tests of this exercise are at fault. Please tell whoever looks after them.'
    return this.#planned.length === 0 ? 'This exercise has no tests.' : null
  }

  /** False when the program does not compile. */
  async #runIo(): Promise<boolean> {
    const { request, boxes, patterns } = this.#deps
    const { main, files, signal } = request
    for (const test of this.#planned) {
      if (test.what.kind === 'unit') continue
      if (test.what.kind === 'broken') {
        this.#note(test, { status: 'error', reason: null, message: `This case could not be made. ${test.what.fault}`, wallMs: 0 })
        continue
      }
      if (this.#isLate) {
        this.#note(test, LATE)
        continue
      }
      const { io } = test.what
      const program = { main, files, args: io.args, stdin: io.stdin }
      const options = { signal, onCompiling: () => this.#tellCompiling() }
      let ran = await runProgram(boxes, program, this.#limits, options)
      if (this.#wasKeptWaiting(ran)) ran = await runProgram(boxes, program, this.#limits, options)
      if (ran.report.stage === 'compile') {
        this.#fault = compileFault(ran.compiler, ran.report.reason !== 'exited')
        return false
      }
      this.#compileMs ??= ran.report.compileMs
      this.#note(test, await judge(io, ran, patterns))
    }
    return true
  }

  async #runUnits(half: 'visible' | 'hidden'): Promise<void> {
    const { request, inLanguage, profile, boxes } = this.#deps
    const tests = new Map<string, Planned>()
    for (const test of this.#planned) if (test.what.kind === 'unit' && test.hidden === (half === 'hidden')) tests.set(test.what.key, test)
    if (tests.size === 0 || !profile.tests || this.#isLate) return
    // What the tests that may be looked at need beside them, the hidden ones may need, too.
    const { pattern } = profile.tests
    const beside = half === 'hidden' ? inLanguage.visible.files.filter(file => !pattern.test(file.name)) : []
    const own = inLanguage[half].files
    const ofTests = [...beside.filter(file => !own.some(({ name }) => name === file.name)), ...own]
    const end = await runUnitTests({
      boxes,
      tests: profile.tests,
      sources: unitSources(profile.tests, request.main, request.files, ofTests),
      limits: this.#limits.run,
      signal: request.signal,
      isLate: () => this.#isLate,
      onCompiling: () => this.#tellCompiling(),
      onTest: (key, outcome) => {
        const test = tests.get(key)
        if (test && !this.#results.has(test.index)) this.#note(test, outcome)
      },
    })
    const missing = [...tests.values()].filter(({ index }) => !this.#results.has(index))
    if (end.fault === null || missing.length === 0) return
    const said = end.compiled ? end.fault : compileFault(end.fault, false)
    if (half === 'visible') this.#fault ??= said
    else this.#fault ??= 'The program cannot be used by the hidden tests: does it have everything that the task asks for?'
    for (const test of missing) this.#note(test, { status: 'error', reason: 'not_reached', message: said, wallMs: 0 })
  }

  /**
   * Whether a program that took too long has hardly computed: then the machine may have been too busy for it in that moment, and it is tried once more, with the
   * same limits: more time would be a gift to programs that sleep. Waiting keeps others from being graded: so it is done for a few tests.
   */
  #wasKeptWaiting({ report }: Ran): boolean {
    if (report.reason !== 'timeout' || report.cpuMs * 4 > this.#limits.run.wallMs || this.#secondTries === 0) return false
    this.#secondTries -= 1
    return true
  }

  #tellCompiling(): void {
    if (this.#toldCompiling) return
    this.#toldCompiling = true
    this.#deps.events.onCompiling?.()
  }

  #note(test: Planned, outcome: Outcome): void {
    const result = toResult(test, outcome)
    this.#results.set(test.index, result)
    this.#deps.events.onTest?.(result)
  }

  #fillUp(message: string, status: 'fail' | 'error' = 'fail'): void {
    for (const test of this.#planned)
      if (!this.#results.has(test.index)) this.#note(test, { status, reason: 'not_reached', message, wallMs: 0 })
  }

  #conclude(fault: string | null): Grading {
    const ran = [...this.#results.values()].some(({ status }) => status !== 'error')
    if (fault !== null) this.#fillUp(ran ? cut(fault, MESSAGE_CHARS) : 'This test did not run.', 'error')
    else this.#fillUp(this.#isLate ? LATE.message : 'This test was not reached: the program, or the tests before it, ended too early.')
    const tests = [...this.#results.values()].sort((one, other) => one.index - other.index)
    const passed = tests.length > 0 && tests.every(({ status }) => status === 'pass')
    const { points: maxPoints } = this.#deps.request.exercise
    return {
      status: passed ? 'pass' : ran || fault === null ? 'fail' : 'error',
      message: ran ? '' : cut(fault ?? '', MESSAGE_CHARS),
      points: passed ? maxPoints : toPoints(tests.reduce((sum, { points }) => sum + points, 0)),
      maxPoints,
      tests,
      compileMs: this.#compileMs,
      wallMs: Math.round(performance.now() - this.#startedMs),
    }
  }
}

const LATE: Outcome = {
  status: 'fail',
  reason: 'not_reached',
  message: 'The tests before this one took so long that it was not reached.',
  wallMs: 0,
}

function compileFault(said: string, ended: boolean): string {
  const why = ended ? 'The compiler was ended: it took too long, or too much memory.\n' : ''
  return `${why}${said.trim() === '' ? 'The program does not compile.' : said}`
}
