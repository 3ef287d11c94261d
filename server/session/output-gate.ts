import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'

/**
 * What stands between a run's output and a browser that may be slow, or away for a moment. Keeps the last 256 KiB for a browser that
 * comes back, and lets the agent send only as much as the browser has drawn plus one window. Offsets count the run's output bytes from 0.
 */
export class OutputGate {
  /** Chunks in order; the first one starts at `#start`. */
  readonly #chunks: Buffer[] = []
  #start = 0
  #end = 0
  #acked = 0
  readonly #grant: (bytes: number) => void

  /** @param grant allows the agent so many more bytes; the first window is the agent's from the start. */
  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  /** Offset of the next byte. */
  get end(): number {
    return this.#end
  }

  /** Takes output into the ring. The chunk must be the gate's to keep. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#end += chunk.length
    while (this.#end - this.#start > OUTPUT_WINDOW_BYTES) {
      const first = this.#chunks[0] as Buffer
      const excess = this.#end - this.#start - OUTPUT_WINDOW_BYTES
      if (first.length <= excess) this.#chunks.shift()
      else this.#chunks[0] = first.subarray(excess)
      this.#start += Math.min(first.length, excess)
    }
  }

  /** The browser has drawn everything up to `offset`. An offset that goes back or past the end is ignored. */
  ack(offset: number): void {
    if (offset <= this.#acked || offset > this.#end) return
    this.#grant(offset - this.#acked)
    this.#acked = offset
  }

  /**
   * What a browser that has everything up to `received` still needs: where it starts, and the bytes. When the ring no longer reaches back that far,
   * the replay starts after the next line end, so that it does not begin in the middle of an escape sequence or a character.
   */
  replay(received: number): { readonly from: number; readonly bytes: Buffer } {
    const all = Buffer.concat(this.#chunks)
    if (received >= this.#start && received <= this.#end) return { from: received, bytes: all.subarray(received - this.#start) }
    if (this.#start === 0) return { from: 0, bytes: all }
    const skip = all.indexOf(0x0a) + 1
    return { from: this.#start + skip, bytes: all.subarray(skip) }
  }
}
