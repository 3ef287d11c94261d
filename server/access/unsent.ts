import { AppError } from '../platform/app-error.ts'

/** What may wait in memory for one tenant to fetch it. */
const UNSENT_BYTES = 32 * 1024 * 1024

/** Answers on their way, by tenants: one who asks for large ones and does not read them must not fill the memory. */
export class Unsent {
  readonly #bytes = new Map<string, number>()

  /** Counts an answer until it is delivered. Throws `too_busy` when too much waits already. One answer is always let through. */
  add(tenant: string, bytes: number, delivered: Promise<unknown>): void {
    const before = this.#bytes.get(tenant) ?? 0
    if (before > 0 && before + bytes > UNSENT_BYTES) throw new AppError('too_busy', 'Fetch the answers that wait for you first.')
    this.#bytes.set(tenant, before + bytes)
    void delivered.then(() => {
      const left = (this.#bytes.get(tenant) ?? 0) - bytes
      if (left > 0) this.#bytes.set(tenant, left)
      else this.#bytes.delete(tenant)
    })
  }
}
