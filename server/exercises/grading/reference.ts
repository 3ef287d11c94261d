import type { Pool } from '../../box/pool.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Profile } from '../../profiles/profile.ts'
import type { SourceFile } from '../../protocol/messages.ts'
import type { Exercise, GeneratedTests, InLanguage, Tests } from '../exercise.ts'
import { BoxesSpent, GradingBoxes } from './boxes.ts'
import { unitSources } from './harness.ts'
import { cut, endOf, type IoCase } from './outcome.ts'
import { limitsOf, type Program, runProgram } from './program.ts'
import { planUnitTests, type UnitTest } from './unit-tests.ts'

/** Exercises whose references are kept, and how long making one may take. */
const KEPT = 500
const KEPT_CHARS = 64 * 1024 * 1024
const MAKING_MS = 300_000
const FAULT_CHARS = 2000
/** What is named as tests are and holds what they share: of pytest, and of Exercism's Go track. */
const SHARED = /(?:^|\/)(?:conftest\.py|cases_test\.go)$/

type Generated = { readonly cases: readonly IoCase[] | null; readonly fault: string | null }
type Units = {
  readonly tests: readonly UnitTest[]
  /** Files that are named as tests and hold none. */
  readonly empty: readonly string[]
  readonly fault: string | null
}
type Half = { readonly generated: readonly Generated[]; readonly units: Units }

/** What the author's own programs tell of an exercise in one language: generated cases, and which unit tests there are. */
export type Reference = { readonly visible: Half; readonly hidden: Half }

type Kept = { readonly made: Promise<Reference>; chars: number }

/**
 * Makes the references of exercises, each once for a version of it, and keeps the last of them. Generators and solutions run in a box of their own: nothing of them is
 * ever where something runs that was handed in.
 */
export class References {
  readonly #deps: { readonly pool: Pool; readonly log: Logger }
  /** The last one that was used is last. */
  readonly #kept = new Map<string, Kept>()
  readonly #closing = new AbortController()

  constructor(deps: { readonly pool: Pool; readonly log: Logger }) {
    this.#deps = deps
  }

  /** Rejects with an AppError when no box is to be had. What the author's programs do is told in the reference. */
  get(exercise: Exercise, inLanguage: InLanguage, profile: Profile): Promise<Reference> {
    const key = `${exercise.version} ${profile.id}`
    const there = this.#kept.get(key)
    if (there) {
      this.#kept.delete(key)
      this.#kept.set(key, there)
      return there.made
    }
    const made = this.#make(exercise, inLanguage, profile)
    const kept: Kept = { made, chars: 0 }
    this.#kept.set(key, kept)
    made.then(
      reference => {
        // What did not work may work on a machine that is less busy.
        if (hasFault(reference)) this.#kept.delete(key)
        kept.chars = JSON.stringify(reference).length
        this.#trim()
      },
      () => this.#kept.delete(key),
    )
    return made
  }

  close(reason: unknown): void {
    this.#closing.abort(reason)
  }

  #trim(): void {
    let chars = 0
    for (const kept of this.#kept.values()) chars += kept.chars
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= KEPT && chars <= KEPT_CHARS) return
      this.#kept.delete(key)
      chars -= kept.chars
    }
  }

  async #make(exercise: Exercise, inLanguage: InLanguage, profile: Profile): Promise<Reference> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(MAKING_MS)])
    await using boxes = new GradingBoxes({ ...this.#deps, profile, signal })
    const maker = new Maker(exercise, inLanguage, profile, boxes, signal)
    return { visible: await maker.make(inLanguage.visible), hidden: await maker.make(inLanguage.hidden) }
  }
}

function hasFault({ visible, hidden }: Reference): boolean {
  return [visible, hidden].some(({ generated, units }) => units.fault !== null || generated.some(({ fault }) => fault !== null))
}

class Maker {
  readonly #inLanguage: InLanguage
  readonly #profile: Profile
  readonly #boxes: GradingBoxes
  readonly #signal: AbortSignal
  readonly #limits: ReturnType<typeof limitsOf>

  constructor(exercise: Exercise, inLanguage: InLanguage, profile: Profile, boxes: GradingBoxes, signal: AbortSignal) {
    this.#inLanguage = inLanguage
    this.#profile = profile
    this.#boxes = boxes
    this.#signal = signal
    this.#limits = limitsOf(profile, exercise.limits)
  }

  async make(half: Tests): Promise<Half> {
    const generated: Generated[] = []
    for (const tests of half.generated) generated.push(await this.#generate(tests))
    return { generated, units: await this.#plan(half.files) }
  }

  /** First every input, then what the solution makes of each: what was compiled serves for all of them. */
  async #generate({ generator, seed, count, compare, tolerance }: GeneratedTests): Promise<Generated> {
    const { main, solution } = this.#inLanguage
    const numbers = Array.from({ length: count }, (_, number) => number)
    const made = await this.#runAll(
      numbers.map(number => ({ main: generator.name, files: [generator], args: [`${seed}`, `${number}`], stdin: '' })),
      'The generator',
    )
    if (!made.outputs) return { cases: null, fault: made.fault }
    const inputs = made.outputs
    const expected = await this.#runAll(
      inputs.map(stdin => ({ main, files: solution, args: [], stdin })),
      'The solution',
    )
    if (!expected.outputs) return { cases: null, fault: expected.fault }
    const cases = expected.outputs.map((stdout, at) => ({
      stdin: inputs[at] ?? '',
      args: [],
      stdout,
      stderr: null,
      exit: 0,
      compare,
      tolerance,
    }))
    return { cases, fault: null }
  }

  async #runAll(
    programs: readonly Program[],
    who: string,
  ): Promise<{ readonly outputs: readonly string[] | null; readonly fault: string | null }> {
    // Another program was compiled in this box before.
    await this.#boxes.take(false)
    const outputs: string[] = []
    for (const [number, program] of programs.entries()) {
      let what = ''
      try {
        const { report, stdout, stderr, compiler } = await runProgram(this.#boxes, program, this.#limits, { signal: this.#signal })
        if (report.stage === 'compile') what = `does not compile: ${compiler}`
        else if (report.reason !== 'exited' || report.code !== 0)
          what = `${endOf(report)?.message ?? `ended with the status ${report.code ?? report.signal}.`} ${stderr}`
        outputs.push(stdout)
      } catch (fault) {
        if (!(fault instanceof BoxesSpent)) throw fault
        what = 'cost too many boxes.'
      }
      if (what !== '') return { outputs: null, fault: cut(`${who} failed for case ${number + 1}: ${what}`.trim(), FAULT_CHARS) }
    }
    return { outputs, fault: null }
  }

  async #plan(files: readonly SourceFile[]): Promise<Units> {
    const { tests } = this.#profile
    if (files.length === 0) return { tests: [], empty: [], fault: null }
    if (!tests) return { tests: [], empty: [], fault: `There are no unit tests for ${this.#profile.title} on this server.` }
    const { main, solution } = this.#inLanguage
    const sources = unitSources(tests, main, solution, files)
    try {
      const planned = await planUnitTests({
        boxes: this.#boxes,
        tests,
        sources,
        limits: this.#limits.run,
        signal: this.#signal,
        isLate: () => false,
      })
      if ('fault' in planned) return { tests: [], empty: [], fault: cut(planned.fault, FAULT_CHARS) }
      return { tests: planned.tests, empty: emptyFiles(sources.tests, planned.tests), fault: null }
    } catch (fault) {
      if (!(fault instanceof BoxesSpent)) throw fault
      return { tests: [], empty: [], fault: 'The tests cost too many boxes.' }
    }
  }
}

/** Some harnesses name a file without its folder. */
function emptyFiles(files: readonly SourceFile[], tests: readonly UnitTest[]): readonly string[] {
  const planned = [...new Set(tests.map(({ file }) => file))]
  return files
    .map(({ name }) => name)
    .filter(name => !SHARED.test(name) && !planned.some(file => file === name || name.endsWith(`/${file}`)))
}
