import type { ServerResponse } from 'node:http'
import { AddressRates, type RatePolicy } from '../access/address-rates.ts'
import { AppError } from '../platform/app-error.ts'

/** Tries of what may let somebody in. Only those in vain are counted: a whole class comes from one address. */
export class Tries {
  readonly #rates: AddressRates
  /** Tries that go on now. Each may be in vain. */
  readonly #going = new Map<string, number>()

  constructor(policy: RatePolicy) {
    this.#rates = new AddressRates(policy)
  }

  /** Tries, where not too much was tried in vain. Null: this was, too. */
  async attempt<T>(tenant: string, response: ServerResponse, open: () => Promise<T | null>): Promise<T | null> {
    const going = this.#going.get(tenant) ?? 0
    const { left } = this.#rates.take(tenant, performance.now(), this.#rates.policy, 0)
    if (left <= going) {
      const seconds = Math.ceil(3600 / this.#rates.policy.perHour)
      response.setHeader('retry-after', String(seconds))
      throw new AppError('rate_limited', `Too much that opens nothing was tried from this address. Try again in ${seconds} seconds.`)
    }
    this.#going.set(tenant, going + 1)
    try {
      const opened = await open()
      if (opened === null) this.#rates.take(tenant, performance.now())
      return opened
    } finally {
      const others = (this.#going.get(tenant) ?? 1) - 1
      if (others > 0) this.#going.set(tenant, others)
      else this.#going.delete(tenant)
    }
  }
}
