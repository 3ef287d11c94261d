/** Output up to a bound, in bytes; what is beyond is dropped. */
export class Gathered {
  readonly #most: number
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  add(chunk: Buffer): void {
    const part = chunk.subarray(0, this.#most - this.#bytes)
    if (part.length === 0) return
    this.#chunks.push(part)
    this.#bytes += part.length
  }

  take(): Buffer {
    const all = Buffer.concat(this.#chunks.splice(0))
    this.#bytes = 0
    return all
  }

  toString(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}

const NEWLINE = 0x0a

/**
 * Output of several streams, line by line as they came, up to a bound. Tools write to both of their streams at once, and a line that is cut by a piece of another
 * one names no place any more.
 */
export class GatheredLines {
  readonly #most: number
  readonly #whole: Gathered
  readonly #begun = new Map<string, Gathered>()

  constructor(most: number) {
    this.#most = most
    this.#whole = new Gathered(most)
  }

  add(stream: string, chunk: Buffer): void {
    const begun = this.#begun.get(stream) ?? new Gathered(this.#most)
    this.#begun.set(stream, begun)
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      this.#whole.add(begun.take())
      this.#whole.add(chunk.subarray(0, end))
    }
    begun.add(chunk.subarray(end))
  }

  /** All of it. Lines that have only begun come last. */
  end(): string {
    for (const begun of this.#begun.values()) this.#whole.add(begun.take())
    return this.#whole.toString()
  }
}
