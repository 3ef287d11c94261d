const FIRST_MS = 250
const MOST_MS = 5000

/** How long to wait before the next attempt to connect: twice as long each time, and never the same for everybody. */
export class Backoff {
  #failures = 0
  readonly #random: () => number

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** Milliseconds until the next attempt. */
  next(): number {
    const ms = Math.min(FIRST_MS * 2 ** this.#failures, MOST_MS)
    this.#failures += 1
    return ms * (0.5 + this.#random() / 2)
  }

  reset(): void {
    this.#failures = 0
  }
}
