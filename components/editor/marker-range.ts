import type { Marker } from './editor-props.ts'

/** Columns, from 1, of what is marked in a line: the word at the place, or all that is in the line where the place is the line. */
export function markerRange(text: string, { column }: Pick<Marker, 'column'>): { readonly from: number; readonly to: number } {
  const trimmed = text.trimEnd().length
  if (column === undefined || column > trimmed) {
    const lead = text.length - text.trimStart().length
    return trimmed > lead ? { from: lead + 1, to: trimmed + 1 } : { from: 1, to: text.length + 1 }
  }
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(column - 1))?.[0].length ?? 1
  return { from: column, to: column + word }
}
