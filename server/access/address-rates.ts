import { isIPv6 } from 'node:net'
import { Rate } from './rate.ts'

/** Who is remembered; beyond that, whoever has not asked for the longest time is forgotten first. */
const ADDRESSES = 20_000

export type RatePolicy = {
  /** What it is called in headers. */
  readonly name: string
  /** Requests, or whatever else is counted, at once, and how many more an hour. */
  readonly burst: number
  readonly perHour: number
}

export type RateAnswer = {
  readonly allowed: boolean
  /** What is left at once. */
  readonly left: number
  /** Time until as much may be taken again, and until all may. */
  readonly nextMs: number
  readonly fullMs: number
}

/** How often each address, or whoever holds a key, may ask for something. */
export class AddressRates {
  readonly policy: RatePolicy
  readonly #most: number
  readonly #rates = new Map<string, Rate>()

  constructor(policy: RatePolicy, most: number = ADDRESSES) {
    this.policy = policy
    this.#most = most
  }

  get size(): number {
    return this.#rates.size
  }

  /**
   * @param policy another one than everybody's.
   * @param count how many of what is counted; more than are allowed at once are never allowed.
   */
  take(address: string, nowMs: number, policy: RatePolicy = this.policy, count = 1): RateAnswer {
    const { burst, perHour } = policy
    const key = networkOf(address)
    const rate = this.#rates.get(key) ?? new Rate(perHour / 3600, burst, nowMs)
    // A map keeps the order in which keys were put in: the first is the one that has been quiet the longest.
    this.#rates.delete(key)
    this.#rates.set(key, rate)
    if (this.#rates.size > this.#most) this.#rates.delete(this.#rates.keys().next().value as string)
    const allowed = rate.take(nowMs, count)
    return {
      allowed,
      left: Math.floor(rate.tokens(nowMs)),
      nextMs: Math.round(rate.waitMs(count, nowMs)),
      fullMs: Math.round(rate.waitMs(burst, nowMs)),
    }
  }
}

/**
 * Whose address it is: an IPv6 host has 2^64 of them.
 * @param bits how much of an IPv6 address tells networks apart: fewer for a wider one.
 */
export function networkOf(address: string, bits: 48 | 64 = 64): string {
  const bare = address.split('%', 1)[0] as string
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined || !isIPv6(bare)) return mapped ?? bare
  const [head = '', tail] = bare.split('::', 2)
  const start = head === '' ? [] : head.split(':')
  const end = tail ? tail.split(':') : []
  const parts = tail === undefined ? start : [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
  return `${parts
    .slice(0, bits / 16)
    .map(part => Number.parseInt(part, 16).toString(16))
    .join(':')}::/${bits}`
}
