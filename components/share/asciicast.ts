import { CleanOutput } from '../../server/protocol/clean-output.ts'
import type { Recording } from '../../server/protocol/snippet.ts'

/**
 * A recording as a file of asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/), which asciinema and others play. A player writes it to a
 * terminal as it is, and whoever shared it may have written it by hand: only what is harmless to any terminal is in the file.
 */
export function asciicast(recording: Recording, about: { readonly title: string; readonly createdMs: number }): string {
  const header = {
    version: 2,
    width: recording.cols,
    height: recording.rows,
    timestamp: Math.floor(about.createdMs / 1000),
    ...(about.title === '' ? {} : { title: about.title }),
    env: { TERM: 'xterm-256color' },
  }
  const encoder = new TextEncoder()
  const output = new CleanOutput(null)
  const events = recording.events.map(([atMs, text]) => [atMs / 1000, 'o', output.clean(encoder.encode(text))])
  return `${[header, ...events].map(line => JSON.stringify(line)).join('\n')}\n`
}
