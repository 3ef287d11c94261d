import { diffArrays, diffChars, diffWordsWithSpace } from 'diff'
import type { Comparison } from '../../server/protocol/exercise.ts'

/** Of each text. What is longer is compared up to here. */
const LINES_MOST = 400
const CHARS_MOST = 40_000
/** Longer lines are shown without marks in them. */
const LINE_CHARS = 600
/** Texts that have nothing to do with each other are not worth more of the browser's time. */
const PATIENCE_MS = 300

/** Part of a line. `differs`: the other side does not have it. */
export type Piece = { readonly text: string; readonly differs: boolean }

/** A line that both have, or one of them. */
export type DiffRow = { readonly side: 'both' | 'expected' | 'got'; readonly pieces: readonly Piece[] }

export type OutputDiff = {
  readonly rows: readonly DiffRow[]
  /** There is more than is compared. */
  readonly cut: boolean
}

/** Whether two texts can be set against each other line by line. A pattern is not what is to be printed. */
export function hasDiff(comparison: Comparison | null): boolean {
  return comparison !== 'pattern'
}

/** Sets what was printed against what was to be printed, with the eyes of the comparison: what does not count for it is no difference. */
export function outputDiff(expected: string, got: string, comparison: Comparison | null): OutputDiff {
  const exact = comparison === 'exact' || comparison === null
  const [wanted, printed] = [linesOf(expected, exact), linesOf(got, exact)]
  const cut = wanted.cut || printed.cut
  if (comparison === 'unordered') return { rows: unordered(wanted.lines, printed.lines), cut }
  const changes = diffArrays([...wanted.lines], [...printed.lines], { timeout: PATIENCE_MS })
  if (!changes) return { rows: [...all(wanted.lines, 'expected'), ...all(printed.lines, 'got')], cut }
  const rows: DiffRow[] = []
  for (const [at, change] of changes.entries()) {
    const after = changes[at + 1]
    if (!change.added && !change.removed) rows.push(...all(change.value, 'both'))
    else if (change.removed && after?.added) rows.push(...pairs(change.value, after.value))
    else if (change.removed) rows.push(...all(change.value, 'expected'))
    // What was added in the place of others is with them.
    else if (!changes[at - 1]?.removed) rows.push(...all(change.value, 'got'))
  }
  return { rows, cut }
}

/** Where every character counts, a line has its end with it. */
function linesOf(text: string, exact: boolean): { readonly lines: readonly string[]; readonly cut: boolean } {
  const part = text.slice(0, CHARS_MOST)
  const split = exact
    ? part.split(/(?<=\n)/)
    : part
        .trimEnd()
        .split('\n')
        .map(line => line.trimEnd())
  const lines = split.length === 1 && split[0] === '' ? [] : split
  return { lines: lines.slice(0, LINES_MOST), cut: part.length < text.length || lines.length > LINES_MOST }
}

function all(lines: readonly string[], side: DiffRow['side']): DiffRow[] {
  return lines.map(text => ({ side, pieces: [{ text, differs: false }] }))
}

/** Lines that stand in the place of others: each is set against the one that stands where it should. */
function pairs(wanted: readonly string[], printed: readonly string[]): DiffRow[] {
  const rows: DiffRow[] = []
  for (let at = 0; at < Math.max(wanted.length, printed.length); at++) {
    const [want, got] = [wanted[at], printed[at]]
    if (want === undefined || got === undefined) {
      if (want !== undefined) rows.push(...all([want], 'expected'))
      if (got !== undefined) rows.push(...all([got], 'got'))
      continue
    }
    const marked = within(want, got)
    rows.push({ side: 'expected', pieces: marked.want }, { side: 'got', pieces: marked.got })
  }
  return rows
}

/** What differs within two lines: words, and within a word that is nearly the same, letters. */
function within(want: string, got: string): { readonly want: readonly Piece[]; readonly got: readonly Piece[] } {
  const plain = { want: [{ text: want, differs: false }], got: [{ text: got, differs: false }] }
  if (want.length > LINE_CHARS || got.length > LINE_CHARS) return plain
  const sides = { want: [] as Piece[], got: [] as Piece[] }
  const changes = diffWordsWithSpace(want, got)
  for (const [at, { value, added, removed }] of changes.entries()) {
    const after = changes[at + 1]
    if (!added && !removed) {
      sides.want.push({ text: value, differs: false })
      sides.got.push({ text: value, differs: false })
    } else if (removed && after?.added) {
      const letters = similar(value, after.value)
      sides.want.push(...(letters?.want ?? [{ text: value, differs: true }]))
      sides.got.push(...(letters?.got ?? [{ text: after.value, differs: true }]))
    } else if (removed) sides.want.push({ text: value, differs: true })
    else if (!changes[at - 1]?.removed) sides.got.push({ text: value, differs: true })
  }
  const same = sides.want.filter(({ differs }) => !differs).reduce((sum, { text }) => sum + text.trim().length, 0)
  // Marks all over say less than none.
  return same === 0 ? plain : sides
}

function similar(want: string, got: string): { readonly want: readonly Piece[]; readonly got: readonly Piece[] } | null {
  const changes = diffChars(want, got)
  const same = changes.filter(({ added, removed }) => !added && !removed).reduce((sum, { value }) => sum + value.length, 0)
  if (same * 2 < Math.max(want.length, got.length)) return null
  const side = (other: 'added' | 'removed'): Piece[] =>
    changes.filter(change => !change[other]).map(({ value, added, removed }) => ({ text: value, differs: added || removed }))
  return { want: side('added'), got: side('removed') }
}

/** Lines that are missing and lines that are too many, whatever their order. */
function unordered(wanted: readonly string[], printed: readonly string[]): DiffRow[] {
  const missing = new Map<string, number>()
  for (const line of wanted) missing.set(line, (missing.get(line) ?? 0) + 1)
  const rows: DiffRow[] = []
  for (const line of printed) {
    const left = missing.get(line) ?? 0
    if (left > 0) missing.set(line, left - 1)
    rows.push(...all([line], left > 0 ? 'both' : 'got'))
  }
  for (const [line, count] of missing)
    rows.push(
      ...all(
        Array.from({ length: count }, () => line),
        'expected',
      ),
    )
  return rows
}
