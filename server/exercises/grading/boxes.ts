import { setTimeout as sleep } from 'node:timers/promises'
import type { Box } from '../../box/box.ts'
import type { Lease } from '../../box/leases.ts'
import type { Pool } from '../../box/pool.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Profile } from '../../profiles/profile.ts'

/** A box that has not been made as new by then is given up. */
const RESET_MS = 10_000
/** The people who run programs come first: gradings are one tenant among them, and wait. */
const WAIT_MS = 120_000
/** What a program does to its box costs a new one: so many for one grading. */
const BOXES_MOST = 8
/** In the pool's queue all gradings together take turns with everybody who runs a program. */
const TENANT = 'gradings'

/** The grading has used up its boxes. What is left of it is not carried out. */
export class BoxesSpent extends Error {}

export type BoxesDeps = { readonly pool: Pool; readonly profile: Profile; readonly log: Logger; readonly signal: AbortSignal }

/** The box of one grading: one at a time, made as new between two programs, and exchanged for a fresh one where that does not work. Nobody else gets it. */
export class GradingBoxes implements AsyncDisposable {
  readonly #deps: BoxesDeps
  #lease: Lease | null = null
  #used = false
  #built = false
  #taken = 0
  #forgiven = false

  constructor(deps: BoxesDeps) {
    this.#deps = deps
  }

  /**
   * A box as new. `built`: it holds the program that was compiled in it before.
   * Rejects with BoxesSpent, an AppError when none is to be had, or the signal's reason.
   * @param keepBuild what compilers have made may stay.
   */
  async take(keepBuild: boolean): Promise<{ readonly box: Box; readonly built: boolean }> {
    this.#deps.signal.throwIfAborted()
    if (this.#lease && this.#used) await this.#reset(keepBuild && this.#built)
    this.#deps.signal.throwIfAborted()
    if (!this.#lease) {
      this.#lease = await this.#takeNew()
      this.#built = false
    }
    this.#used = true
    return { box: this.#lease.box, built: this.#built }
  }

  /** A command or program in the box has ended. */
  used({ usable, built }: { readonly usable: boolean; readonly built: boolean }): void {
    this.#built = built
    if (!usable) this.#drop()
  }

  /** Whether one loss of a box, for which nobody can tell the reason, may be put down to us: what went on in it is then done once more. */
  forgiveLoss(): boolean {
    if (this.#forgiven) return false
    this.#forgiven = true
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#drop()
  }

  async #takeNew(): Promise<Lease> {
    const { pool, profile, signal } = this.#deps
    if (this.#taken >= BOXES_MOST) throw new BoxesSpent()
    this.#taken += 1
    const late = AbortSignal.timeout(WAIT_MS)
    try {
      return await pool.take({ profile, tenant: TENANT, signal: AbortSignal.any([signal, late]) })
    } catch (fault) {
      signal.throwIfAborted()
      if (late.aborted) throw new AppError('too_busy', 'No box was free for grading. Check again in a moment.')
      if (fault instanceof AppError && fault.code === 'engine_down' && this.forgiveLoss()) return this.#takeNew()
      throw fault
    }
  }

  async #reset(keepBuild: boolean): Promise<void> {
    const lease = this.#lease
    if (!lease) return
    const { link } = lease.box
    const reset = link.reset([], keepBuild).then(({ clean, leftovers }) => {
      if (!clean) this.#deps.log.warn({ leftovers }, 'a box of a grading could not be made as new and is destroyed')
      return clean
    })
    const clean = await Promise.race([reset, sleep(RESET_MS, false, { ref: false })]).catch(() => false)
    if (!keepBuild) this.#built = false
    if (!clean) this.#drop()
  }

  #drop(): void {
    // The grading does not wait for the engine.
    void this.#lease?.[Symbol.asyncDispose]()
    this.#lease = null
    this.#built = false
  }
}
