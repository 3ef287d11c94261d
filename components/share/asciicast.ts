import type { Recording } from '../../server/protocol/snippet.ts'

/** A recording as a file of asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/), which asciinema and others play. */
export function asciicast(recording: Recording, about: { readonly title: string; readonly createdMs: number }): string {
  const header = {
    version: 2,
    width: recording.cols,
    height: recording.rows,
    timestamp: Math.floor(about.createdMs / 1000),
    ...(about.title === '' ? {} : { title: about.title }),
    env: { TERM: 'xterm-256color' },
  }
  const events = recording.events.map(([atMs, text]) => [atMs / 1000, 'o', text])
  return `${[header, ...events].map(line => JSON.stringify(line)).join('\n')}\n`
}
