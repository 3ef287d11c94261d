import type { TestResult } from '../../protocol/exercise.ts'
import type { Exercise, InLanguage } from '../exercise.ts'
import { cut, type IoCase, OUTPUT_CHARS, type Outcome } from './outcome.ts'
import type { Reference } from './reference.ts'
import { hintIn } from './unit-hints.ts'

/** One test of all, with its place and what it is worth. */
export type Planned = {
  readonly index: number
  readonly name: string
  readonly hidden: boolean
  readonly hint: string | null
  readonly maxPoints: number
  readonly what:
    | { readonly kind: 'io'; readonly io: IoCase }
    /** A case that could not be made. */
    | { readonly kind: 'broken'; readonly fault: string }
    /** `key` names it among all unit tests of its half. */
    | { readonly kind: 'unit'; readonly key: string; readonly code: string }
}

/** Of each text that a result carries. */
const SHOWN_CHARS = 4000
/** Of a unit test's source. */
const CODE_CHARS = 4000
/** Points are told with so many digits after the point. */
const POINT_DIGITS = 4

/** All tests of an exercise in their order: input/output, generated, unit tests; those that may be looked at first. */
export function planTests(exercise: Exercise, inLanguage: InLanguage, reference: Reference): readonly Planned[] {
  const drafts = [...draftsOf(inLanguage, reference, false), ...draftsOf(inLanguage, reference, true)]
  const weights = drafts.reduce((sum, { weight }) => sum + weight, 0)
  return drafts.map(({ weight, ...test }, index) => ({
    ...test,
    index,
    maxPoints: weights > 0 ? toPoints((exercise.points * weight) / weights) : 0,
  }))
}

type Draft = Omit<Planned, 'index' | 'maxPoints'> & { readonly weight: number }

function* draftsOf(inLanguage: InLanguage, reference: Reference, hidden: boolean): Generator<Draft> {
  const half = hidden ? 'hidden' : 'visible'
  for (const { name, hint, points, ...io } of inLanguage[half].io) yield { name, hidden, hint, weight: points, what: { kind: 'io', io } }
  for (const [at, { name, count, hint, points }] of inLanguage[half].generated.entries()) {
    const made = reference[half].generated[at]
    for (let number = 0; number < count; number++) {
      const io = made?.cases?.[number]
      const fault = made?.fault ?? 'was not made'
      yield { name: `${name} ${number + 1}`, hidden, hint, weight: points, what: io ? { kind: 'io', io } : { kind: 'broken', fault } }
    }
  }
  for (const { key, name, code } of reference[half].units.tests)
    yield { name, hidden, hint: hintIn(code), weight: 1, what: { kind: 'unit', key, code } }
}

/** Of a hidden test nothing is told but how it ended. */
export function toResult({ index, name, hidden, hint, maxPoints, what }: Planned, outcome: Outcome): TestResult {
  const { status, reason, message, wallMs, expected = null, got = null, output = '' } = outcome
  const passed = status === 'pass'
  const io = what.kind === 'io' && !hidden ? what.io : null
  return {
    index,
    name,
    kind: what.kind === 'unit' ? 'unit' : 'io',
    hidden,
    status,
    reason,
    message: hidden && !passed ? hiddenMessage(outcome) : cut(message, SHOWN_CHARS),
    expected: hidden || expected === null ? null : cut(expected, SHOWN_CHARS),
    got: hidden || got === null ? null : cut(got, SHOWN_CHARS),
    comparison: io?.compare ?? null,
    stdin: io ? cut(io.stdin, SHOWN_CHARS) : null,
    args: io ? [...io.args] : null,
    output: hidden ? '' : cut(output, OUTPUT_CHARS),
    code: what.kind === 'unit' && !hidden ? cut(what.code, CODE_CHARS) : null,
    hint: passed ? null : hint,
    points: passed ? maxPoints : 0,
    maxPoints,
    wallMs: Math.round(wallMs),
  }
}

function hiddenMessage({ status, reason, message }: Outcome): string {
  // What a limit says does not tell of the test.
  if (reason === 'timeout' || reason === 'cpu_limit' || reason === 'out_of_memory' || reason === 'output_limit') return message
  return status === 'error' ? 'This hidden test could not be carried out.' : 'This hidden test did not pass.'
}

export function toPoints(points: number): number {
  return Number(points.toFixed(POINT_DIGITS))
}
