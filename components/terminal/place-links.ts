import type { IBufferLine, IBufferRange, ILink, Terminal } from '@xterm/xterm'
import type { Place, PlaceInLine } from '../../server/protocol/positions.ts'

/** Rows of the screen that one line of output may take and still have a link. */
const ROWS_MOST = 20

export type PlaceEvents = {
  /** The place in a file of the page that a line of output names, or null. */
  readonly placeIn: (line: string) => PlaceInLine | null
  readonly onPlace: (place: Place) => void
}

/** Makes links of what names a line in a file of the page, such as a trace of a program does. */
export function linkPlaces(terminal: Terminal, { placeIn, onPlace }: PlaceEvents): void {
  terminal.registerLinkProvider({
    provideLinks: (row, give) => {
      const line = wholeLine(terminal, row - 1)
      const place = line && placeIn(line.text)
      if (!line || !place) return give(undefined)
      const range = line.rangeOf(place.start, place.end)
      const link: ILink = {
        range,
        text: line.text.slice(place.start, place.end),
        activate: () => onPlace({ file: place.file, line: place.line, ...(place.column !== undefined && { column: place.column }) }),
      }
      give(range.start.y <= row && range.end.y >= row ? [link] : undefined)
    },
  })
}

type WholeLine = { readonly text: string; readonly rangeOf: (start: number, end: number) => IBufferRange }

/** A line of output that the screen has broken into rows, and where in them its characters are. */
function wholeLine(terminal: Terminal, row: number): WholeLine | null {
  const buffer = terminal.buffer.active
  let first = row
  while (first > 0 && buffer.getLine(first)?.isWrapped) first -= 1
  let last = row
  while (buffer.getLine(last + 1)?.isWrapped) last += 1
  if (last - first >= ROWS_MOST) return null
  let text = ''
  const cells: { readonly x: number; readonly y: number }[] = []
  for (let y = first; y <= last; y++) {
    for (const { chars, x } of cellsOf(buffer.getLine(y))) {
      for (let unit = 0; unit < chars.length; unit++) cells.push({ x: x + 1, y: y + 1 })
      text += chars
    }
  }
  const at = (index: number): { x: number; y: number } => cells[Math.max(0, Math.min(index, cells.length - 1))] ?? { x: 1, y: first + 1 }
  return { text: text.trimEnd(), rangeOf: (start, end) => ({ start: at(start), end: at(end - 1) }) }
}

/** Wide characters take two cells, the second of which is empty. */
function* cellsOf(line: IBufferLine | undefined): Generator<{ readonly chars: string; readonly x: number }> {
  for (let x = 0; line && x < line.length; x++) {
    const cell = line.getCell(x)
    if (cell && cell.getWidth() > 0) yield { chars: cell.getChars() || ' ', x }
  }
}
