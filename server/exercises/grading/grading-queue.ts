import { NestedFairQueue } from '../../box/fair-queue.ts'
import { Permits } from '../../box/permits.ts'
import { AppError } from '../../platform/app-error.ts'

type Waiter = {
  readonly onPosition: (position: number) => void
  readonly resolve: (place: Disposable) => void
  position: number
}

/** Solutions of one member of a class that wait: others of the class, behind the same address, are to find places. */
const MEMBER_WAITING = 10

export type Entry = {
  /** Whom fairness counts by at first: a network, or a key. */
  readonly tenant: string
  /** Who of a class behind it; null: nobody's. */
  readonly member?: string | null
  readonly signal: AbortSignal
  /** Told the place in the queue, from 1, when it changes. */
  readonly onPosition: (position: number) => void
}

/**
 * Lets so many gradings go on at once, and the others wait fairly: whoever hands in ten solutions waits behind ten other people's first. Anybody makes a
 * class and joins it many times over, so that its members take turns within the turns of their network.
 */
export class GradingQueue {
  readonly #queue = new NestedFairQueue<Waiter>()
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
  enter({ tenant, member = null, signal, onPosition }: Entry): Promise<Disposable> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const permit = this.#queue.size === 0 ? this.#permits.tryTake() : null
    if (permit) return Promise.resolve(permit)
    const person = member === null ? '' : `member ${member}`
    const waiting = this.#tooMany(tenant, person)
    if (waiting !== null)
      return Promise.reject(
        new AppError('too_busy', `${waiting} waiting to be graded. Yours is kept on the page: check again in a minute.`),
      )
    const own = [tenant, ...(person === '' ? [] : [person])]
    this.#came(own)
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (!this.#queue.remove(tenant, person, waiter)) return
        this.#left(own)
        reject(signal.reason)
        this.#tellPositions()
      }
      const waiter: Waiter = {
        onPosition,
        position: 0,
        resolve: place => {
          signal.removeEventListener('abort', abort)
          this.#left(own)
          resolve(place)
        },
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#queue.add(tenant, person, waiter)
      this.#tellPositions()
    })
  }

  #pump(): void {
    while (this.#queue.size > 0) {
      const permit = this.#permits.tryTake()
      if (!permit) break
      this.#queue.take()?.resolve(permit)
    }
    this.#tellPositions()
  }

  /** The beginning of a sentence about what is too much; null: nothing is. */
  #tooMany(tenant: string, person: string): string | null {
    if ((this.#waitingOf.get(person) ?? 0) >= MEMBER_WAITING) return `${MEMBER_WAITING} solutions of yours are`
    const own = this.#waitingOf.get(tenant) ?? 0
    const isFull = this.#queue.size >= this.#mostWaiting || own >= Math.max(1, Math.floor(this.#mostWaiting / 2))
    return isFull ? `${this.#queue.size} solutions are` : null
  }

  #came(names: readonly string[]): void {
    for (const name of names) this.#waitingOf.set(name, (this.#waitingOf.get(name) ?? 0) + 1)
  }

  #left(names: readonly string[]): void {
    for (const name of names) {
      const count = (this.#waitingOf.get(name) ?? 1) - 1
      if (count === 0) this.#waitingOf.delete(name)
      else this.#waitingOf.set(name, count)
    }
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
