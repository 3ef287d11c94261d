import { AppError } from '../platform/app-error.ts'
import type { Submission } from './judge0-submission.ts'

const KEPT_MS = 3_600_000

/** Text of all submissions together, and of one tenant's. */
type KeptBounds = { readonly bytes: number; readonly tenantBytes: number }

const BOUNDS: KeptBounds = { bytes: 64 * 1024 * 1024, tenantBytes: 8 * 1024 * 1024 }

/** What one tenant has here. */
type Share = {
  bytes: number
  /** By tokens, in the order in which they came, each with the bytes that are counted for it. */
  readonly kept: Map<string, { readonly submission: Submission; bytes: number }>
}

/**
 * Submissions by their tokens, in memory. Of whoever has more than its share the oldest that have ended are forgotten first; when there are too many of
 * everybody's, the oldest of whoever has most.
 */
export class Kept {
  readonly #bounds: KeptBounds
  readonly #now: () => number
  /** In the order in which they came. */
  readonly #all = new Map<string, Submission>()
  readonly #shares = new Map<string, Share>()
  #bytes = 0

  constructor(bounds: KeptBounds = BOUNDS, now: () => number = Date.now) {
    this.#bounds = bounds
    this.#now = now
  }

  get bytes(): number {
    return this.#bytes
  }

  get(token: string): Submission | null {
    return this.#all.get(token) ?? null
  }

  /** Throws `too_busy` where there is no room for it beside those that have not ended. */
  add(submission: Submission): void {
    const { token, tenant } = submission
    this.#forgetOld()
    const share: Share = this.#shares.get(tenant) ?? { bytes: 0, kept: new Map() }
    const bytes = bytesOf(submission)
    this.#shrink(tenant, share, this.#bounds.tenantBytes - bytes)
    if (share.bytes + bytes > this.#bounds.tenantBytes) throw new AppError('too_busy', 'Too many submissions of yours wait on this server.')
    this.#makeRoom(bytes)
    if (this.#bytes + bytes > this.#bounds.bytes) throw new AppError('too_busy', 'Too many submissions wait on this server.')
    this.#all.set(token, submission)
    share.kept.set(token, { submission, bytes })
    share.bytes += bytes
    this.#bytes += bytes
    this.#shares.set(tenant, share)
  }

  /** Counts what a submission came to. It is kept, however large it is, until its tenant has another. */
  end({ token, tenant }: Submission): void {
    const share = this.#shares.get(tenant)
    const kept = share?.kept.get(token)
    if (!share || !kept) return
    const more = bytesOf(kept.submission) - kept.bytes
    kept.bytes += more
    share.bytes += more
    this.#bytes += more
    this.#shrink(tenant, share, this.#bounds.tenantBytes, token)
    this.#makeRoom(0, token)
  }

  /** Nobody asks for ever. */
  #forgetOld(): void {
    const beforeMs = this.#now() - KEPT_MS
    for (const { finishedMs, tenant, token } of this.#all.values()) {
      if (finishedMs === null) continue
      if (finishedMs > beforeMs) break
      this.#forget(tenant, this.#shares.get(tenant) as Share, token)
    }
  }

  #makeRoom(bytes: number, spared?: string): void {
    if (this.#bytes + bytes <= this.#bounds.bytes) return
    for (const [tenant, share] of [...this.#shares].sort(([, one], [, other]) => other.bytes - one.bytes)) {
      const tooMany = this.#bytes + bytes - this.#bounds.bytes
      if (tooMany <= 0) break
      this.#shrink(tenant, share, share.bytes - tooMany, spared)
    }
  }

  /** Forgets the oldest that have ended, until so much is left at most. */
  #shrink(tenant: string, share: Share, bytes: number, spared?: string): void {
    for (const [token, { submission }] of share.kept) {
      if (share.bytes <= bytes) break
      if (submission.finishedMs !== null && token !== spared) this.#forget(tenant, share, token)
    }
  }

  #forget(tenant: string, share: Share, token: string): void {
    const bytes = share.kept.get(token)?.bytes ?? 0
    this.#all.delete(token)
    share.kept.delete(token)
    share.bytes -= bytes
    this.#bytes -= bytes
    if (share.kept.size === 0) this.#shares.delete(tenant)
  }
}

/** How much memory it takes, more or less. */
export function bytesOf({ submitted, outcome }: Submission): number {
  const texts = [submitted.source_code, submitted.stdin, submitted.expected_output, outcome.stdout, outcome.stderr, outcome.compile_output]
  return texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0), 1024)
}
