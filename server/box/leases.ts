import type { Box } from './box.ts'
import type { Permit } from './permits.ts'

export type Owned = { readonly box: Box; readonly permit: Permit }

/** A tenant's hold on a box. Disposing of it destroys the box: a box is never handed to another tenant. */
export interface Lease extends AsyncDisposable {
  readonly box: Box
  /** The holder does not use the box now: when somebody waits and this is the one offered longest ago, `reclaim` is called. */
  offer(reclaim: () => void): void
  /** Takes the offer back. */
  withdraw(): void
}

/** The boxes that are handed out. */
export class Leases {
  readonly #discard: (owned: Owned) => Promise<void>
  readonly #onOffer: () => void
  readonly #all = new Set<Lease>()
  /** In the order in which they were offered. */
  readonly #offers = new Map<Lease, () => void>()

  constructor(discard: (owned: Owned) => Promise<void>, onOffer: () => void) {
    this.#discard = discard
    this.#onOffer = onOffer
  }

  create(owned: Owned): Lease {
    let gone: Promise<void> | null = null
    const lease: Lease = {
      box: owned.box,
      offer: reclaim => {
        if (gone) return
        this.#offers.set(lease, reclaim)
        this.#onOffer()
      },
      withdraw: () => this.#offers.delete(lease),
      [Symbol.asyncDispose]: () => {
        this.#offers.delete(lease)
        this.#all.delete(lease)
        gone ??= this.#discard(owned)
        return gone
      },
    }
    this.#all.add(lease)
    return lease
  }

  /** Asks for the box back that was offered longest ago. False when none is offered. */
  reclaimOne(): boolean {
    for (const [lease, reclaim] of this.#offers) {
      this.#offers.delete(lease)
      reclaim()
      return true
    }
    return false
  }

  /** Destroys every box that is handed out. */
  endAll(): void {
    for (const lease of [...this.#all]) void lease[Symbol.asyncDispose]()
  }
}
