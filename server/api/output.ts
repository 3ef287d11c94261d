import { StringDecoder } from 'node:string_decoder'

/** What a program writes to one stream, up to a bound, as text. What is beyond the bound is counted and dropped; no character is ever cut. */
export class Output {
  readonly #decoder = new StringDecoder('utf8')
  readonly #most: number
  #kept = 0
  #all = 0
  #text = ''

  /** @param most bytes. */
  constructor(most: number) {
    this.#most = most
  }

  /** Takes what was written. Returns the text that is new by it. */
  add(bytes: Buffer): string {
    this.#all += bytes.length
    const part = bytes.subarray(0, this.#most - this.#kept)
    this.#kept += part.length
    return this.#keep(this.#decoder.write(part))
  }

  /** Nothing more is written. Returns what is new by that: the beginning of a character that was not finished, unless it was the bound that cut it. */
  end(): string {
    const rest = this.#decoder.end()
    return this.truncated ? '' : this.#keep(rest)
  }

  get text(): string {
    return this.#text
  }

  /** All bytes that were written. */
  get bytes(): number {
    return this.#all
  }

  get truncated(): boolean {
    return this.#all > this.#kept
  }

  #keep(text: string): string {
    this.#text += text
    return text
  }
}
