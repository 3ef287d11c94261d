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

  /** Takes one token, or says that there is none. */
  take(nowMs: number): boolean {
    const tokens = this.tokens(nowMs)
    this.#atMs = nowMs
    this.#tokens = tokens < 1 ? tokens : tokens - 1
    return tokens >= 1
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
