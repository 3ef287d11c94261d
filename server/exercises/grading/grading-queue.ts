import { FairQueue } from '../../box/fair-queue.ts'
import { Permits } from '../../box/permits.ts'
import { AppError } from '../../platform/app-error.ts'

type Waiter = {
  readonly onPosition: (position: number) => void
  readonly resolve: (place: Disposable) => void
  position: number
}

export type Entry = {
  readonly tenant: string
  readonly signal: AbortSignal
  /** Told the place in the queue, from 1, when it changes. */
  readonly onPosition: (position: number) => void
}

/** Lets so many gradings go on at once, and the others wait fairly: whoever hands in ten solutions waits behind ten other people's first. */
export class GradingQueue {
  readonly #queue = new FairQueue<Waiter>()
  readonly #waitingOf = new Map<string, number>()
  readonly #permits: Permits
  readonly #mostWaiting: number

  constructor(atOnce: number, mostWaiting: number) {
    this.#permits = new Permits(atOnce, () => this.#pump())
    this.#mostWaiting = mostWaiting
  }

  get waiting(): number {
    return this.#queue.size
  }

  /** Resolves with the right to grade, which is given back by disposing of it. Rejects with `too_busy`, or the signal's reason. */
  enter({ tenant, signal, onPosition }: Entry): Promise<Disposable> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const permit = this.#queue.size === 0 ? this.#permits.tryTake() : null
    if (permit) return Promise.resolve(permit)
    const own = this.#waitingOf.get(tenant) ?? 0
    if (this.#queue.size >= this.#mostWaiting || own >= Math.max(1, Math.floor(this.#mostWaiting / 2))) {
      return Promise.reject(
        new AppError(
          'too_busy',
          `${this.#queue.size} solutions are waiting to be graded. Yours is kept on the page: check again in a minute.`,
        ),
      )
    }
    this.#waitingOf.set(tenant, own + 1)
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (!this.#queue.remove(tenant, waiter)) return
        this.#left(tenant)
        reject(signal.reason)
        this.#tellPositions()
      }
      const waiter: Waiter = {
        onPosition,
        position: 0,
        resolve: place => {
          signal.removeEventListener('abort', abort)
          this.#left(tenant)
          resolve(place)
        },
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#queue.add(tenant, waiter)
      this.#tellPositions()
    })
  }

  #pump(): void {
    while (this.#queue.size > 0) {
      const permit = this.#permits.tryTake()
      if (!permit) break
      this.#queue.take(() => true)?.resolve(permit)
    }
    this.#tellPositions()
  }

  #left(tenant: string): void {
    const count = (this.#waitingOf.get(tenant) ?? 1) - 1
    if (count === 0) this.#waitingOf.delete(tenant)
    else this.#waitingOf.set(tenant, count)
  }

  #tellPositions(): void {
    let position = 0
    for (const waiter of this.#queue.inOrder()) {
      position += 1
      if (waiter.position === position) continue
      waiter.position = position
      waiter.onPosition(position)
    }
  }
}
