import { randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { ZodType } from 'zod'
import { AppError } from '../platform/app-error.ts'

/** What came back may have been used before; so many are remembered of each ticket's life. */
const USED = 100_000

/**
 * What this server gives a browser to bring back: signed, so that nothing is kept for whoever only knocks. The secret is of this process: after a restart
 * one begins again, and no ticket is good twice.
 */
export class Tickets {
  readonly #secret = randomBytes(32)
  readonly #now: () => number
  /** What is used up, with when it would have ended anyway; the oldest first. */
  readonly #used = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** @param purpose what it is good for: it is good for nothing else. */
  sign(purpose: string, claims: Readonly<Record<string, unknown>>, lifeMs: number): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(purpose)
      .setExpirationTime(Math.ceil((this.#now() + lifeMs) / 1000))
      .sign(this.#secret)
  }

  async read<T>(purpose: string, ticket: string, schema: ZodType<T>): Promise<T> {
    try {
      const options = { audience: purpose, algorithms: ['HS256'], requiredClaims: ['exp'], currentDate: new Date(this.#now()) }
      return schema.parse((await jwtVerify(ticket, this.#secret, options)).payload)
    } catch (cause) {
      throw new AppError('bad_key', 'This took too long, or it did not begin here. Open it from your course again.', cause)
    }
  }

  /** False where it was used up before. */
  spend(id: string, lifeMs: number): boolean {
    const nowMs = this.#now()
    for (const [old, untilMs] of this.#used) {
      if (untilMs > nowMs && this.#used.size <= USED) break
      this.#used.delete(old)
    }
    if (this.#used.has(id)) return false
    this.#used.set(id, nowMs + lifeMs)
    return true
  }
}
