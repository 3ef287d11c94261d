/** The right to have one box. Given back by disposing of it, once; disposing again does nothing. */
export type Permit = Disposable

/** A fixed number of permits. Whoever holds an object holds a permit: there is no counter to forget. */
export class Permits {
  readonly total: number
  #taken = 0
  readonly #onRelease: () => void

  /** @param onRelease called after each permit that comes back. */
  constructor(total: number, onRelease: () => void) {
    this.total = total
    this.#onRelease = onRelease
  }

  get free(): number {
    return this.total - this.#taken
  }

  tryTake(): Permit | null {
    if (this.#taken >= this.total) return null
    this.#taken += 1
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        this.#taken -= 1
        this.#onRelease()
      },
    }
  }
}
