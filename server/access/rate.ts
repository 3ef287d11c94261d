/** A token bucket: `perSecond` sustained, `burst` at once. */
export class Rate {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #atMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
    this.#atMs = nowMs
  }

  /** Takes so many tokens, or says that there are fewer, and takes none. */
  take(nowMs: number, count = 1): boolean {
    const tokens = this.tokens(nowMs)
    this.#atMs = nowMs
    this.#tokens = tokens < count ? tokens : tokens - count
    return tokens >= count
  }

  /** What could be taken at once, with a fraction of the next. */
  tokens(nowMs: number): number {
    return Math.min(this.#burst, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#perSecond)
  }

  /** Time until there are so many. */
  waitMs(tokens: number, nowMs: number): number {
    return Math.max(0, ((tokens - this.tokens(nowMs)) / this.#perSecond) * 1000)
  }
}
