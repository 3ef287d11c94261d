/** What is shown of a table. */
export const ROWS_MOST = 5000
export const COLUMNS_MOST = 200
const CELL_CHARS = 2000
const GUESS_CHARS = 16 * 1024
const DELIMITERS = [',', ';', '\t', '|']

export type Table = {
  /** The first row. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns whose cells are numbers, but for empty ones. */
  readonly numeric: readonly boolean[]
  /** There are more rows, or columns, than are here. */
  readonly moreRows: boolean
  readonly moreColumns: boolean
}

/** Reads a table as RFC 4180 has it, with another delimiter where another one fits better, and whatever line ends. */
export function readTable(text: string): Table {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const { rows, moreRows, moreColumns } = readRows(source, guessDelimiter(source))
  const head = rows[0] ?? []
  const width = Math.min(COLUMNS_MOST, Math.max(0, ...rows.map(row => row.length)))
  const body = rows.slice(1)
  const numeric = Array.from({ length: width }, (_, column) => isNumeric(body, column))
  const names = Array.from({ length: width }, (_, column) => head[column]?.trim() || `Column ${column + 1}`)
  return { head: names, rows: body, numeric, moreRows, moreColumns }
}

/** The delimiter with which the first lines have the most columns, and the same number of them. */
export function guessDelimiter(text: string): string {
  let best = ','
  let score = 0
  for (const delimiter of DELIMITERS) {
    // The last line may be cut off.
    const rows = readRows(text.slice(0, GUESS_CHARS), delimiter).rows.slice(0, 20)
    const widths = rows.map(row => row.length)
    const width = widths[0] ?? 1
    const same = widths.filter(each => each === width).length / widths.length
    if (width > 1 && same * Math.min(width, 20) > score) {
      best = delimiter
      score = same * Math.min(width, 20)
    }
  }
  return best
}

function readRows(
  text: string,
  delimiter: string,
): { readonly rows: string[][]; readonly moreRows: boolean; readonly moreColumns: boolean } {
  const rows: string[][] = []
  let moreColumns = false
  let row: string[] = []
  let at = 0
  const put = (cell: string): void => {
    if (row.length < COLUMNS_MOST) row.push(cell.slice(0, CELL_CHARS))
    else moreColumns = true
  }
  while (at < text.length) {
    // One more than is shown, as the first is the head.
    if (rows.length > ROWS_MOST) return { rows: rows.slice(0, ROWS_MOST + 1), moreRows: true, moreColumns }
    const cell = text[at] === '"' ? quoted(text, at) : { text: '', end: at }
    let end = cell.end
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1
    put(cell.text + text.slice(cell.end, end))
    at = end + 1
    if (text[end] === delimiter) {
      if (at >= text.length) put('')
      else continue
    }
    if (text[end] === '\r' && text[at] === '\n') at += 1
    // An empty line is no row.
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  if (row.length > 0) rows.push(row)
  return { rows, moreRows: false, moreColumns }
}

/** A quoted cell from its first quote on; two quotes are one. One that is never closed goes to the end. */
function quoted(text: string, from: number): { readonly text: string; readonly end: number } {
  const parts: string[] = []
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { text: [...parts, text.slice(at)].join(''), end: text.length }
    parts.push(text.slice(at, quote))
    if (text[quote + 1] !== '"') return { text: parts.join(''), end: quote + 1 }
    parts.push('"')
    at = quote + 2
  }
}

const NUMBER = /^[-+]?(?:\d[\d',]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*%?$/

function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  let some = false
  for (const row of rows) {
    const cell = row[column]?.trim()
    if (!cell || /^(?:nan|na|null|none|-)$/i.test(cell)) continue
    if (!NUMBER.test(cell)) return false
    some = true
  }
  return some
}

export type Order = { readonly column: number; readonly descending: boolean }

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The rows in another order. Cells that are empty come last. */
export function sortRows(
  { rows, numeric }: Pick<Table, 'rows' | 'numeric'>,
  { column, descending }: Order,
): readonly (readonly string[])[] {
  const value = (cell: string): number => Number.parseFloat(cell.replace(/[',%\s]/g, ''))
  const sign = descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [one[column]?.trim() ?? '', other[column]?.trim() ?? '']
    if (numeric[column]) {
      const [x, y] = [value(a), value(b)]
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
      return sign * (x - y)
    }
    if (!a || !b) return Number(!a) - Number(!b)
    return sign * collator.compare(a, b)
  })
}
