import type { ExitReport } from '../../server/protocol/exit.ts'
import type { SourceFile, TerminalSize } from '../../server/protocol/messages.ts'
import { RECORDING_BYTES, RECORDING_EVENTS, type Recording } from '../../server/protocol/snippet.ts'

/** What comes within this time of the last piece belongs to it: nobody sees the difference, and pieces are counted. */
const TOGETHER_MS = 8

/** What is run: nothing is known of it where a page that was loaded again takes up a run. */
export type Recorded = { readonly profile?: string; readonly files?: readonly SourceFile[] }

const encoder = new TextEncoder()

/** Keeps what the terminal was given of the last run, and when, within the bounds of a recording. */
export class Recorder {
  readonly #nowMs: () => number
  #run: (Recorded & { readonly size: TerminalSize }) | null = null
  #events: [number, string][] = []
  #bytes = 0
  #startMs: number | null = null
  #decoder = new TextDecoder()
  #truncated = false
  #report: ExitReport | null = null

  /** @param nowMs any clock that only goes forward. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Another run's output follows. `null`: one that is not recorded. */
  begin(run: (Recorded & { readonly size: TerminalSize }) | null): void {
    this.#run = run
    this.#events = []
    this.#bytes = 0
    this.#startMs = null
    this.#decoder = new TextDecoder()
    this.#truncated = false
    this.#report = null
  }

  /** The program has started; what the compiler said before is at its beginning. */
  started(): void {
    this.#startMs ??= this.#nowMs()
  }

  take(bytes: Uint8Array): void {
    if (!this.#run || this.#truncated) return
    const text = this.#decoder.decode(bytes, { stream: true })
    if (text !== '') this.#add(this.#startMs === null ? 0 : Math.round(this.#nowMs() - this.#startMs), text)
  }

  /** The run is over. Its output may come after that: it is repeated to a page that was loaded again. */
  end(report: ExitReport): void {
    this.#report = report
  }

  /** What the last run was of. */
  get of(): Recorded {
    return this.#run ?? {}
  }

  /** The last run, once it is over; null where there was none, or not all of it came. */
  get recording(): Recording | null {
    if (!this.#run || !this.#report || this.#events.length === 0) return null
    return {
      ...this.#run.size,
      events: this.#events.map(([atMs, text]) => [atMs, text]),
      truncated: this.#truncated,
      report: this.#report,
    }
  }

  #add(atMs: number, text: string): void {
    const room = RECORDING_BYTES - this.#bytes
    // A character has at most three bytes for each of its units. It is never cut.
    const fits = text.length * 3 <= room
    const { read, written } = fits
      ? { read: text.length, written: encoder.encode(text).length }
      : encoder.encodeInto(text, new Uint8Array(room))
    const last = this.#events.at(-1)
    if (last && atMs - last[0] < TOGETHER_MS) last[1] += text.slice(0, read)
    else if (this.#events.length === RECORDING_EVENTS) this.#truncated = true
    else if (read > 0) this.#events.push([atMs, text.slice(0, read)])
    this.#bytes += written
    if (read < text.length) this.#truncated = true
  }
}
