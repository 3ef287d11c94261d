import { Drawn } from '../../server/protocol/drawn.ts'
import { decodeFrame, Stream } from '../../server/protocol/frames.ts'
import type { TerminalSize } from '../../server/protocol/messages.ts'
import { type Recorded, Recorder } from '../share/recorder.ts'

/** Where a run's output is shown. */
export interface Display {
  /** Makes the screen as new: modes that the program before has set are gone. */
  reset(): void
  /**
   * The program has ended: what it left on that changes keys, pointer or pasting is off. What it showed stays, but for the screen of a full-screen program
   * that was not let end by itself.
   */
  settle(byItself: boolean): void
  /** Shows bytes in order; `drawn` is called once they are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void
  size(): TerminalSize
}

const DEFAULT_SIZE: TerminalSize = { cols: 80, rows: 24 }

/** The output of the current or last run, on its way to the display and the recorder. */
export class RunOutput {
  /** What the terminal was given of the last program. */
  readonly recorder = new Recorder(() => performance.now())
  readonly #acknowledge: (run: number, offset: number) => void
  #display: Display | null = null
  /** Output that came before there was a display. No more than a window of it, as it is not acknowledged. */
  #held: { readonly bytes: Uint8Array; readonly drawn: () => void }[] = []
  #drawn: Drawn | null = null

  /** @param acknowledge tells the server that everything up to an offset is drawn. */
  constructor(acknowledge: (run: number, offset: number) => void) {
    this.#acknowledge = acknowledge
  }

  /** Gives the output a display; returns how to take it away. */
  attach(display: Display): () => void {
    this.#display = display
    for (const { bytes, drawn } of this.#held.splice(0)) display.write(bytes, drawn)
    return () => {
      if (this.#display === display) this.#display = null
    }
  }

  get display(): Display | null {
    return this.#display
  }

  get size(): TerminalSize {
    return this.#display?.size() ?? DEFAULT_SIZE
  }

  /** How much there is, of which run; run 0 is none. */
  get position(): { readonly run: number; readonly received: number } {
    return { run: this.#drawn?.run ?? 0, received: this.#drawn?.received ?? 0 }
  }

  /** A run's output follows, from an offset on. @param recorded null: it did not come whole, or is no program's, and is not recorded. */
  begin(run: number, from: number, recorded: Recorded | null): void {
    this.#drawn = new Drawn(run, from)
    this.recorder.begin(recorded && { ...recorded, size: this.size })
    this.#held = []
    this.#display?.reset()
  }

  /** The server sends a run's output from an offset on, to a page that may have been loaded again: what stands there goes on only if it fits. */
  resume(run: number, from: number): void {
    if (this.#drawn?.run !== run || this.#drawn.received !== from) this.begin(run, from, from === 0 ? {} : null)
  }

  /** Takes a frame in. One of another run is late, and dropped. */
  take(data: Uint8Array): void {
    const frame = decodeFrame(data)
    const output = this.#drawn
    if (frame?.stream !== Stream.terminal || frame.run !== output?.run) return
    const offset = output.receive(frame.bytes.length)
    this.recorder.take(frame.bytes)
    const drawn = (): void => {
      if (output !== this.#drawn) return
      const due = output.draw(offset)
      if (due !== null) this.#acknowledge(output.run, due)
    }
    if (this.#display) this.#display.write(frame.bytes, drawn)
    else this.#held.push({ bytes: frame.bytes, drawn })
  }
}
