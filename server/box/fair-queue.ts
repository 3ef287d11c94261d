/**
 * A queue that serves tenants in turn, and each tenant's own items in order: whoever brings thirty items waits behind thirty others' first.
 */
export class FairQueue<T> {
  /** In the order in which tenants are served next. A Map keeps insertion order; a served tenant goes to the end. */
  readonly #tenants = new Map<string, T[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(tenant: string, item: T): void {
    const items = this.#tenants.get(tenant)
    if (items) items.push(item)
    else this.#tenants.set(tenant, [item])
    this.#size += 1
  }

  /** Takes the first item, in fair order, that `wanted` accepts. */
  take(wanted: (item: T) => boolean): T | null {
    for (const [tenant, items] of this.#tenants) {
      const index = items.findIndex(wanted)
      if (index === -1) continue
      const [item] = items.splice(index, 1) as [T]
      this.#tenants.delete(tenant)
      if (items.length > 0) this.#tenants.set(tenant, items)
      this.#size -= 1
      return item
    }
    return null
  }

  remove(tenant: string, item: T): boolean {
    const items = this.#tenants.get(tenant)
    const index = items?.indexOf(item) ?? -1
    if (!items || index === -1) return false
    items.splice(index, 1)
    if (items.length === 0) this.#tenants.delete(tenant)
    this.#size -= 1
    return true
  }

  /** All items in the order in which they would be served if nothing else came. */
  *inOrder(): Generator<T> {
    const lanes = [...this.#tenants.values()]
    for (let round = 0; lanes.some(lane => round < lane.length); round++) {
      for (const lane of lanes) if (round < lane.length) yield lane[round] as T
    }
  }
}
