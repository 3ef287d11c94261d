import { ACK_EVERY_BYTES } from './limits.ts'

/**
 * Counts a run's output bytes: those that came, and those that the terminal has drawn, which are acknowledged. Offsets are absolute, so an
 * acknowledgement that is lost is made good by the next one.
 */
export class Drawn {
  readonly run: number
  #received: number
  #drawn: number
  #acked: number

  /** @param from offset of the first byte that will come. */
  constructor(run: number, from: number) {
    this.run = run
    this.#received = from
    this.#drawn = from
    this.#acked = from
  }

  get received(): number {
    return this.#received
  }

  /** Counts bytes that came. Gives the offset that is drawn once they are. */
  receive(bytes: number): number {
    this.#received += bytes
    return this.#received
  }

  /** The terminal has drawn everything up to `offset`. Gives the offset to acknowledge now, or null when that can wait. */
  draw(offset: number): number | null {
    this.#drawn = Math.max(this.#drawn, offset)
    const due = this.#drawn - this.#acked
    if (due === 0 || (due < ACK_EVERY_BYTES && this.#drawn < this.#received)) return null
    this.#acked = this.#drawn
    return this.#acked
  }
}
