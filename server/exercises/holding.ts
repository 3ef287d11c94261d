import { randomBytes } from 'node:crypto'
import type { Logger } from '../platform/logger.ts'
import type { GradingRows, Hold } from '../store/grading-rows.ts'

/** For so long nobody else begins what a server grades that says nothing more. Clocks of servers may differ by a part of it. */
const HELD_MS = 6000

export type HoldingDeps = { readonly gradings: GradingRows; readonly now: () => number; readonly log: Logger }

/** What this server grades is held in the database, so that no other server of the same database begins it as well. */
export class Holding {
  readonly #deps: HoldingDeps
  readonly #holder = randomBytes(9).toString('base64url')

  constructor(deps: HoldingDeps) {
    this.#deps = deps
  }

  /** A hold that begins now. */
  get hold(): Hold {
    return { holder: this.#holder, untilMs: this.#deps.now() + HELD_MS }
  }

  /** Begins the grading of one once more. False where another server is at it, where it has a result, and where it is gone. */
  claim(id: string): Promise<boolean> {
    return this.#deps.gradings.claim(id, this.hold, this.#deps.now())
  }

  /** Keeps why one of these has no result. */
  fail(id: string, fault: object): Promise<void> {
    return this.#deps.gradings.fail(id, JSON.stringify(fault), this.#holder)
  }

  /** Goes on to hold these. */
  async renew(ids: readonly string[]): Promise<void> {
    await this.#deps.gradings.renew(ids, this.hold).catch(fault => {
      this.#deps.log.warn({ err: fault }, 'another server may grade what this one does: the database could not be told')
    })
  }

  /** Leaves everything to whoever comes next. */
  async release(): Promise<void> {
    await this.#deps.gradings.release(this.#holder).catch(fault => {
      this.#deps.log.warn({ err: fault }, 'what was being graded is gone on with a little later: the database could not be told')
    })
  }
}
