import type { Place, PlaceInLine } from '../../server/protocol/positions.ts'

export type Places = {
  readonly placeIn: (line: string) => PlaceInLine | null
  readonly go: (place: Place) => void
}

/** Longer texts are shown from their beginning and their end. */
const LINES_MOST = 400

type Props = { readonly text: string; readonly places: Places | null }

/** Text of a program or a framework, whose lines lead to the places in the files that they name. */
export function LinkedText({ text, places }: Props) {
  const lines = text.replace(/\n$/, '').split('\n')
  const half = LINES_MOST / 2
  const shown =
    lines.length > LINES_MOST
      ? [...lines.slice(0, half), `… ${lines.length - LINES_MOST} lines are left out …`, ...lines.slice(-half)]
      : lines
  return shown.map((line, at) => {
    const place = places?.placeIn(line)
    const end = at < shown.length - 1 ? '\n' : ''
    if (!places || !place) return `${line}${end}`
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
      <span key={at}>
        {line.slice(0, place.start)}
        <button
          type="button"
          title={`Go to line ${place.line} of ${place.file}`}
          onClick={() => places.go({ file: place.file, line: place.line, ...(place.column !== undefined && { column: place.column }) })}
          className="rounded-sm text-left font-mono text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          {line.slice(place.start, place.end)}
        </button>
        {line.slice(place.end)}
        {end}
      </span>
    )
  })
}
