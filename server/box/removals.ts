import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../platform/logger.ts'
import type { Box } from './box.ts'

/** A box that the engine could not remove is asked for again after this, then twice as long each time. */
const RETRY_MS = 1000
const RETRY_MOST_MS = 5000

/** Boxes on their way out. */
export class Removals {
  readonly #log: Logger
  readonly #closing: AbortSignal
  readonly #underWay = new Set<Promise<void>>()

  /** @param closing once it aborts, the engine is asked one more time at most: the rest is the next server's reaper's. */
  constructor(log: Logger, closing: AbortSignal) {
    this.#log = log
    this.#closing = closing
  }

  get size(): number {
    return this.#underWay.size
  }

  /** Destroys a box. Calls `gone` when the engine has removed it, and not before: what still runs still counts. Never rejects. */
  remove(box: Box, gone: () => void): Promise<void> {
    const done = this.#destroy(box).finally(() => {
      this.#underWay.delete(done)
      gone()
    })
    this.#underWay.add(done)
    return done
  }

  /** Resolves when all that is under way now has come to an end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  async #destroy(box: Box): Promise<void> {
    for (let pauseMs = RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, RETRY_MOST_MS)) {
      try {
        return await box.destroy()
      } catch (fault) {
        this.#log.warn({ err: fault, box: box.id.slice(0, 12) }, 'could not remove a box')
      }
      if (this.#closing.aborted) return
      await sleep(pauseMs, undefined, { signal: this.#closing }).catch(() => {})
    }
  }
}
