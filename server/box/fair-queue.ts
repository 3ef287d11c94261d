/** What waits in order, whatever that is. */
type Lane<T> = {
  readonly size: number
  take(wanted: (item: T) => boolean): T | null
  inOrder(): Iterator<T>
}

/** Lanes that are served in turn. */
class Turns<T, L extends Lane<T>> {
  /** In the order in which they are served next. A Map keeps insertion order; one that was served goes to the end. */
  readonly #lanes = new Map<string, L>()
  readonly #create: () => L
  #size = 0

  constructor(create: () => L) {
    this.#create = create
  }

  get size(): number {
    return this.#size
  }

  add(name: string, add: (lane: L) => void): void {
    const lane = this.#lanes.get(name) ?? this.#create()
    add(lane)
    this.#lanes.set(name, lane)
    this.#size += 1
  }

  take(wanted: (item: T) => boolean): T | null {
    for (const [name, lane] of this.#lanes) {
      const item = lane.take(wanted)
      if (item === null) continue
      this.#lanes.delete(name)
      if (lane.size > 0) this.#lanes.set(name, lane)
      this.#size -= 1
      return item
    }
    return null
  }

  remove(name: string, remove: (lane: L) => boolean): boolean {
    const lane = this.#lanes.get(name)
    if (!lane || !remove(lane)) return false
    if (lane.size === 0) this.#lanes.delete(name)
    this.#size -= 1
    return true
  }

  *inOrder(): Generator<T> {
    let lanes = [...this.#lanes.values()].map(lane => lane.inOrder())
    while (lanes.length > 0) {
      const longer: typeof lanes = []
      for (const lane of lanes) {
        const next = lane.next()
        if (next.done) continue
        longer.push(lane)
        yield next.value
      }
      lanes = longer
    }
  }
}

/** First come, first served. */
class Line<T> implements Lane<T> {
  readonly #items: T[] = []

  get size(): number {
    return this.#items.length
  }

  add(item: T): void {
    this.#items.push(item)
  }

  take(wanted: (item: T) => boolean): T | null {
    const index = this.#items.findIndex(wanted)
    return index === -1 ? null : (this.#items.splice(index, 1)[0] as T)
  }

  remove(item: T): boolean {
    return this.take(one => one === item) !== null
  }

  inOrder(): Iterator<T> {
    return this.#items.values()
  }
}

/** A queue that serves tenants in turn, and each tenant's own items in order: whoever brings thirty items waits behind thirty others' first. */
export class FairQueue<T> implements Lane<T> {
  readonly #tenants = new Turns<T, Line<T>>(() => new Line())

  get size(): number {
    return this.#tenants.size
  }

  add(tenant: string, item: T): void {
    this.#tenants.add(tenant, line => line.add(item))
  }

  /** Takes the first item, in fair order, that `wanted` accepts. */
  take(wanted: (item: T) => boolean): T | null {
    return this.#tenants.take(wanted)
  }

  remove(tenant: string, item: T): boolean {
    return this.#tenants.remove(tenant, line => line.remove(item))
  }

  /** All items in the order in which they would be served if nothing else came. */
  inOrder(): Iterator<T> & Iterable<T> {
    return this.#tenants.inOrder()
  }
}

/** The same for tenants that are many people each: within its turns, these are served in turn. */
export class NestedFairQueue<T> {
  readonly #tenants = new Turns<T, FairQueue<T>>(() => new FairQueue())

  get size(): number {
    return this.#tenants.size
  }

  add(tenant: string, person: string, item: T): void {
    this.#tenants.add(tenant, people => people.add(person, item))
  }

  /** Takes the item that is first in fair order. */
  take(): T | null {
    return this.#tenants.take(() => true)
  }

  remove(tenant: string, person: string, item: T): boolean {
    return this.#tenants.remove(tenant, people => people.remove(person, item))
  }

  /** All items in the order in which they would be served if nothing else came. */
  inOrder(): Iterable<T> {
    return this.#tenants.inOrder()
  }
}
