import type { Comparison } from '../../protocol/exercise.ts'

export type Verdict = {
  readonly pass: boolean /** Why it did not pass, in sentences for a person; empty when it did. */
  readonly message: string
}

/** Of a line that is told in a message. */
const LINE_CHARS = 120
/** Nothing in it can be read in two ways, so that a text of digits takes no longer than any other. */
const NUMBER = /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/g
const PASS: Verdict = { pass: true, message: '' }

export type Compared = {
  readonly comparison: Exclude<Comparison, 'pattern'>
  readonly expected: string
  readonly got: string
  /** Of `numbers`: how far off one may be, absolutely or as a part of the expected one. */
  readonly tolerance: number
  /** What it is that is compared, as a message begins: "The output". */
  readonly what?: string
}

/** Compares what a program printed with what is expected. Patterns are looked for elsewhere (patterns.ts), as these need a bound in time. */
export function compareText({ comparison, expected, got, tolerance, what = 'The output' }: Compared): Verdict {
  switch (comparison) {
    case 'exact':
      return expected === got ? PASS : fail(exactDifference(expected, got, what))
    case 'trimmed':
      return inOrder(linesOf(expected), linesOf(got), (one, other) => one === other, what)
    case 'numbers':
      return inOrder(linesOf(expected), linesOf(got), (one, other) => sameNumbers(one, other, tolerance), what)
    case 'unordered':
      return inAnyOrder(linesOf(expected), linesOf(got), what)
  }
}

/** The lines of a text without white space at their ends, and without empty lines at the end of all. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map(line => line.trimEnd())
  let end = lines.length
  while (end > 0 && lines[end - 1] === '') end -= 1
  return lines.slice(0, end)
}

function fail(message: string): Verdict {
  return { pass: false, message }
}

function inOrder(
  expected: readonly string[],
  got: readonly string[],
  same: (expected: string, got: string) => boolean,
  what: string,
): Verdict {
  const most = Math.max(expected.length, got.length)
  for (let at = 0; at < most; at++) {
    const [wanted, there] = [expected[at], got[at]]
    if (wanted !== undefined && there !== undefined && same(wanted, there)) continue
    if (got.length === 0) return fail(`${what} is empty. Expected is ${quote(expected[0] ?? '')}${expected.length > 1 ? ' and more' : ''}.`)
    if (wanted === undefined)
      return fail(
        `${what} goes on after its expected end: line ${at + 1} is ${quote(there ?? '')}${expected.length === 0 ? ', and nothing is expected' : ''}.`,
      )
    if (there === undefined) return fail(`${what} ends too early: line ${at + 1} is missing, which should be ${quote(wanted)}.`)
    return fail(`Line ${at + 1} of ${lower(what)} should be ${quote(wanted)} and is ${quote(there)}.${nearMiss(wanted, there)}`)
  }
  return PASS
}

/** What two lines that differ have in common after all. */
function nearMiss(expected: string, got: string): string {
  const squeezed = (text: string): string => text.replace(/\s+/g, '')
  if (squeezed(expected) === squeezed(got)) return ' Only white space differs.'
  if (expected.toLowerCase() === got.toLowerCase()) return ' Only upper and lower case differ.'
  return ''
}

function exactDifference(expected: string, got: string, what: string): string {
  const verdict = inOrder(linesOf(expected), linesOf(got), (one, other) => one === other, what)
  if (!verdict.pass) return verdict.message
  if (got.trimEnd() === expected.trimEnd()) {
    if (expected.endsWith('\n') && !got.endsWith('\n')) return `${what} should end with a line end.`
    if (!expected.endsWith('\n') && got.endsWith('\n')) return `${what} should not end with a line end.`
    return `${what} differs in white space at its end.`
  }
  return `${what} differs in white space at the ends of lines.`
}

function inAnyOrder(expected: readonly string[], got: readonly string[], what: string): Verdict {
  const [wanted, there] = [[...expected].sort(), [...got].sort()]
  let [at, other] = [0, 0]
  while (at < wanted.length || other < there.length) {
    const [one, two] = [wanted[at], there[other]]
    if (one === two) {
      at += 1
      other += 1
    } else if (two === undefined || (one !== undefined && one < two)) {
      const found = got.length === 0 ? ' It is empty.' : ''
      return fail(`${what} lacks the line ${quote(one ?? '')}, or has it too seldom.${found}`)
    } else return fail(`${what} has the line ${quote(two)}, which is not expected, or not so often.`)
  }
  return PASS
}

/** Whether two lines have the same numbers, within the tolerance, and the same text around them but for how much white space there is. */
function sameNumbers(expected: string, got: string, tolerance: number): boolean {
  const around = (text: string): string => text.replace(NUMBER, '\0').replace(/\s+/g, ' ').trim()
  if (around(expected) !== around(got)) return false
  const [wanted, there] = [expected.match(NUMBER) ?? [], got.match(NUMBER) ?? []]
  return (
    wanted.length === there.length && wanted.every((text, at) => text === there[at] || near(Number(text), Number(there[at]), tolerance))
  )
}

function near(expected: number, got: number, tolerance: number): boolean {
  if (expected === got) return true
  const off = Math.abs(expected - got)
  return off <= tolerance || off <= tolerance * Math.abs(expected)
}

/** A line as it may stand in a sentence: control characters and white space at its ends can be seen. */
function quote(line: string): string {
  return line.length > LINE_CHARS ? `${JSON.stringify(line.slice(0, LINE_CHARS))}…` : JSON.stringify(line)
}

function lower(what: string): string {
  return what.charAt(0).toLowerCase() + what.slice(1)
}
