import { AppError } from '../platform/app-error.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import { FairQueue } from './fair-queue.ts'
import type { Lease } from './leases.ts'

export type TakeRequest = {
  readonly profile: Profile
  readonly tenant: string
  /** The box is for the server itself: nothing is learnt from it. */
  readonly own?: boolean
  readonly signal: AbortSignal
  /** Told the place in the queue, from 1, when it changes. */
  readonly onPosition?: (position: number) => void
}

type Waiter = TakeRequest & {
  readonly sinceMs: number
  readonly resolve: (lease: Lease) => void
  readonly reject: (fault: unknown) => void
  position: number
  /** There was no box when it came. */
  waited: boolean
}

/** Those who want a box and have none yet, served fairly. */
export class Waiters {
  readonly #queue = new FairQueue<Waiter>()
  readonly #metrics: Metrics
  readonly #onChange: () => void

  /** @param onChange somebody has come, or has given up waiting. */
  constructor(metrics: Metrics, onChange: () => void) {
    this.#metrics = metrics
    this.#onChange = onChange
  }

  get size(): number {
    return this.#queue.size
  }

  /** Resolves with a box once there is one. Rejects as `refuse` says, or with the signal's reason. */
  add(request: TakeRequest): Promise<Lease> {
    const { profile, tenant, signal } = request
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (this.#queue.remove(tenant, waiter)) reject(signal.reason)
        this.#onChange()
      }
      const settle = (): void => signal.removeEventListener('abort', abort)
      const waiter: Waiter = {
        ...request,
        sinceMs: performance.now(),
        resolve: lease => {
          settle()
          resolve(lease)
        },
        reject: fault => {
          settle()
          if (fault instanceof AppError) this.#metrics.takeRefusals.inc({ profile: profile.id, code: fault.code })
          reject(fault)
        },
        position: 0,
        waited: false,
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#queue.add(tenant, waiter)
      this.#onChange()
      waiter.waited = true
    })
  }

  /** Gives whoever is next and wants this language what `lease` makes. False when nobody does. */
  serve(profileId: string, lease: () => Lease): boolean {
    const waiter = this.#queue.take(item => item.profile.id === profileId)
    if (!waiter) return false
    if (!waiter.own) this.#count(waiter)
    waiter.resolve(lease())
    return true
  }

  /** Tells whoever is next and wants this language that there is no box. */
  refuse(profileId: string, fault: AppError): void {
    this.#queue.take(item => item.profile.id === profileId)?.reject(fault)
  }

  refuseAll(fault: unknown): void {
    for (let waiter = this.#queue.take(() => true); waiter; waiter = this.#queue.take(() => true)) waiter.reject(fault)
  }

  /** Those for whom no box is being made yet, in fair order. @param starting how many are, of each language. */
  *unserved(starting: ReadonlyMap<string, number>): Generator<Waiter> {
    const coming = new Map(starting)
    for (const waiter of this.#queue.inOrder()) {
      const count = coming.get(waiter.profile.id) ?? 0
      if (count > 0) coming.set(waiter.profile.id, count - 1)
      else yield waiter
    }
  }

  tellPositions(starting: ReadonlyMap<string, number>): void {
    if (this.size === 0) return
    let position = 0
    for (const waiter of this.unserved(starting)) {
      position += 1
      if (waiter.position === position) continue
      waiter.position = position
      waiter.onPosition?.(position)
    }
  }

  #count({ profile, waited, sinceMs }: Waiter): void {
    this.#metrics.takes.inc({ profile: profile.id, from: waited ? 'made' : 'warm' })
    this.#metrics.takeWait.observe({ profile: profile.id }, (performance.now() - sinceMs) / 1000)
  }
}
