import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'

const FIRST_BYTES = 4096
const GRANT_BYTES = OUTPUT_WINDOW_BYTES / 2

/**
 * What stands between a run's output and a browser that may be slow, or away for a moment. Keeps the last 256 KiB, however small the pieces in which
 * they came, and lets the agent send only as much as the browser has drawn plus one window: so what has not been sent yet is always
 * still here. Offsets count the run's output bytes from 0.
 */
export class OutputGate {
  /** The byte at offset n lies at n modulo the length. */
  #ring = Buffer.alloc(FIRST_BYTES)
  #end = 0
  #sent = 0
  #acked = 0
  #granted = 0
  readonly #grant: (bytes: number) => void

  /** @param grant allows the agent so many more bytes; the first window is the agent's from the start. */
  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  /** Offset of the next byte. */
  get end(): number {
    return this.#end
  }

  /** How many bytes `take` would hand out. */
  get pending(): number {
    return this.#end - Math.max(this.#sent, this.#start)
  }

  /** Takes output in. The bytes are copied. */
  push(bytes: Buffer): void {
    this.#grow(this.#end + bytes.length)
    const kept = bytes.subarray(Math.max(0, bytes.length - this.#ring.length))
    const at = (this.#end + bytes.length - kept.length) % this.#ring.length
    const first = kept.copy(this.#ring, at)
    kept.copy(this.#ring, 0, first)
    this.#end += bytes.length
  }

  /** Writes all that has not been sent, `pending` bytes, into `target` at `at`. */
  take(target: Buffer, at: number): void {
    this.#copy(Math.max(this.#sent, this.#start), target, at)
    this.#sent = this.#end
  }

  /** The browser has drawn everything up to `offset`. An offset that goes back or past the end is ignored. */
  ack(offset: number): void {
    if (offset <= this.#acked || offset > this.#end) return
    this.#acked = offset
    // In large pieces: a program that prints little never costs its agent a message.
    if (offset - this.#granted < GRANT_BYTES) return
    this.#grant(offset - this.#granted)
    this.#granted = offset
  }

  /**
   * A browser came that has everything up to `received`: from where `take` goes on for it. When the ring no longer reaches back that far, that is after
   * the next line end, so that it does not begin in the middle of an escape sequence or a character.
   */
  rewind(received: number): number {
    if (received >= this.#start && received <= this.#end) this.#sent = received
    else if (this.#start === 0) this.#sent = 0
    else this.#sent = this.#start + this.#read(this.#start).indexOf(0x0a) + 1
    return this.#sent
  }

  /** Offset of the oldest byte that is still here. */
  get #start(): number {
    return Math.max(0, this.#end - this.#ring.length)
  }

  /** Most runs print little: the ring has its full size only where it is needed. */
  #grow(end: number): void {
    let size = this.#ring.length
    while (size < OUTPUT_WINDOW_BYTES && size < end) size *= 2
    if (size === this.#ring.length) return
    const all = this.#read(this.#start)
    const start = this.#start
    this.#ring = Buffer.alloc(size)
    const first = all.copy(this.#ring, start % size)
    all.copy(this.#ring, 0, first)
  }

  /** Copies everything from an offset on. */
  #copy(from: number, target: Buffer, at: number): void {
    const start = from % this.#ring.length
    const length = this.#end - from
    const first = this.#ring.copy(target, at, start, Math.min(start + length, this.#ring.length))
    this.#ring.copy(target, at + first, 0, length - first)
  }

  /** A copy of everything from an offset on. */
  #read(from: number): Buffer {
    const bytes = Buffer.allocUnsafe(this.#end - from)
    this.#copy(from, bytes, 0)
    return bytes
  }
}
