import type { Piece } from './highlight.ts'

const TAB = 4
/** More of a line is never in sight; longer ones would not be coloured (highlight.ts). */
const LINE_CHARS = 200

/**
 * What the picture's fonts have (picture-worker.mjs): Latin, Greek, Cyrillic, and the signs of mathematics, arrows and boxes that programs print. Other
 * writing takes fonts of many megabytes.
 */
export const DRAWN =
  /^[ -~\u00a0-\u00ac\u00ae-\u017f\u0250-\u02af\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2070\u2074-\u208e\u20ac\u2122\u2190-\u2213\u2215\u2217-\u2220\u2227-\u222d\u2241-\u2269\u2282-\u228b\u2500-\u25ff]$/u
/** What takes the place of two in a terminal. */
const WIDE =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u
/** What turns text round, joins it or sounds bells: nothing to see. */
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Mn}\u2028\u2029]/u

const ADORNED = /(?<=.)[\p{Mn}\p{Me}\p{Cf}]+$/u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Neighbours of one colour, in the cells of a terminal; null where the fonts have no such writing: a bar stands for it. */
export type Segment = { readonly column: number; readonly cells: number; readonly text: string | null; readonly look: string | undefined }

/** How a program begins: so many lines, without empty ones before them. */
export function firstLines(code: string, most: number): { readonly lines: readonly string[]; readonly more: boolean } {
  const text = code.replace(/^\ufeff/, '').replace(/^(?:[^\S\n]*\n)+/, '')
  const lines = text.trimEnd().split('\n', most + 1)
  return { lines: lines.slice(0, most).map(line => line.trimEnd().slice(0, LINE_CHARS)), more: lines.length > most }
}

/** A line as it is drawn, in so many columns at most. What does not fit ends in an ellipsis. */
export function lineSegments(line: readonly Piece[], columns: number): readonly Segment[] {
  const cells = lineCells(line)
  const cut = endOf(cells) > columns
  while (cut && endOf(cells) > columns - 1) cells.pop()
  if (cut) cells.push({ column: columns - 1, cells: 1, text: '…', look: 'code-comment' })
  const segments: Segment[] = []
  for (const cell of cells) {
    const before = segments.at(-1)
    const goesOn = before && before.look === cell.look && (before.text === null) === (cell.text === null)
    if (goesOn && before.column + before.cells === cell.column)
      segments[segments.length - 1] = {
        ...before,
        cells: before.cells + cell.cells,
        text: before.text === null ? null : before.text + cell.text,
      }
    else if (cell.text !== ' ') segments.push(cell)
  }
  return segments
}

/** How many columns a line takes. */
export function lineColumns(line: readonly Piece[]): number {
  return endOf(lineCells(line))
}

/** What can be shown of a title: without signs that the fonts lack. Null where they lack letters of it. */
export function drawnTitle(title: string): string | null {
  let drawn = ''
  for (const { segment } of graphemes.segment(title.normalize('NFC'))) {
    const sign = signOf(segment)
    if (sign !== null) drawn += sign
    else if (/[\p{L}\p{N}]/u.test(segment)) return null
  }
  return drawn.replace(/\s+/g, ' ').trim() || null
}

function lineCells(line: readonly Piece[]): Segment[] {
  const cells: Segment[] = []
  let column = 0
  for (const { text, look } of line)
    for (const { segment } of graphemes.segment(text.normalize('NFC'))) {
      const sign = signOf(segment)
      if (segment === '\t') column += TAB - (column % TAB)
      else if (sign !== null) cells.push({ column: column++, cells: 1, text: sign, look })
      else if (!UNSEEN.test(segment)) {
        const width = WIDE.test(segment) ? 2 : 1
        cells.push({ column, cells: width, text: null, look })
        column += width
      }
    }
  return cells
}

/** A grapheme as it is drawn, without what joins or adorns it; null where the fonts lack it. */
function signOf(grapheme: string): string | null {
  const sign = grapheme.replace(ADORNED, '')
  return DRAWN.test(sign) ? sign : null
}

function endOf(cells: readonly Segment[]): number {
  const last = cells.at(-1)
  return last ? last.column + last.cells : 0
}
