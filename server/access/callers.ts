import type { IncomingMessage } from 'node:http'
import { AppError } from '../platform/app-error.ts'
import { hashOf } from '../platform/hash.ts'
import { addressOf } from './address.ts'
import { AddressRates, networkOf, type RatePolicy } from './address-rates.ts'

/** What a key of this server begins with. */
export const KEY_PREFIX = 'gb_'
const KEY = /^gb_[\w-]{43}$/
/** A key that is revoked is no longer taken after this time. */
const KNOWN_MS = 3000
/** Keys that are remembered so long, and others that were shown: however many of those there are, the good ones stay. */
const REMEMBERED = 1000
/** Each is a question to the database. A key that is in use is looked up once in a while. */
const LOOKING_UP: RatePolicy = { name: 'keys', burst: 100, perHour: 36_000 }

/** Whether programs are run for others than this server's own pages: for everybody, for whoever has a key, or for nobody. */
export type ApiAccess = 'open' | 'keys' | 'off'

/** A key that is good, and what it may do; null: as much as an address. */
export type KnownKey = { readonly id: string; readonly runsPerHour: number | null; readonly atOnce: number | null }

/** Who asks, and what they may do. */
export type Caller = {
  /** Whom bounds and fairness count by: a key, or a network. */
  readonly tenant: string
  readonly by: 'key' | 'address'
  /** How often programs are run for them, and how many at the same time. */
  readonly runs: RatePolicy
  readonly atOnce: number
}

export type CallersDeps = {
  readonly access: ApiAccess
  /** What addresses may do, which is also what keys may do where nothing else is said. */
  readonly runsPerHour: number
  readonly atOnce: number
  /** The good key that has this SHA-256, if there is one. */
  readonly find: (hash: string) => Promise<KnownKey | null>
}

/** Tells whoever has a key from everybody else. */
export class Callers {
  readonly #deps: CallersDeps
  readonly #lookups = new AddressRates(LOOKING_UP)
  /** Both by hash, the oldest first. */
  readonly #known = new Map<string, { readonly key: Promise<KnownKey | null>; readonly untilMs: number }>()
  readonly #unknown = new Map<string, { readonly untilMs: number }>()

  constructor(deps: CallersDeps) {
    this.#deps = deps
  }

  get access(): ApiAccess {
    return this.#deps.access
  }

  /** Who asks. Throws an AppError where a key is shown that is none, and where programs must not be run without one. */
  async ofRun(request: IncomingMessage): Promise<Caller> {
    const caller = await this.of(request)
    if (this.#deps.access === 'keys' && caller.by !== 'key') {
      throw new AppError('no_key', `A key is needed to run programs here: Authorization: Bearer ${KEY_PREFIX}… Its operator makes them.`)
    }
    return caller
  }

  /** Who asks for something that takes no key. A key that is shown must be good all the same. */
  async of(request: IncomingMessage): Promise<Caller> {
    const address = addressOf(request)
    const text = keyIn(request)
    if (text === null) return { tenant: networkOf(address), by: 'address', ...this.#bounds({ runsPerHour: null, atOnce: null }) }
    const key = KEY.test(text) ? await this.#lookUp(text, address) : null
    if (key === null) throw new AppError('unknown_key', 'This key is not known here: it was mistyped, or it has been revoked.')
    return { tenant: `key ${key.id}`, by: 'key', ...this.#bounds(key) }
  }

  #bounds({ runsPerHour, atOnce }: Omit<KnownKey, 'id'>): Pick<Caller, 'runs' | 'atOnce'> {
    return { runs: runPolicy(runsPerHour ?? this.#deps.runsPerHour), atOnce: atOnce ?? this.#deps.atOnce }
  }

  /** The database is asked for a hash: how long it takes to answer says nothing about any key. */
  async #lookUp(text: string, address: string): Promise<KnownKey | null> {
    const nowMs = performance.now()
    const hash = hashOf(text)
    const known = this.#known.get(hash)
    if (known && nowMs < known.untilMs) return known.key
    if (nowMs < (this.#unknown.get(hash)?.untilMs ?? 0)) return null
    if (!this.#lookups.take(address, nowMs).allowed)
      throw new AppError('rate_limited', 'Too many keys are shown from this address. Try again in a moment.')
    const untilMs = nowMs + KNOWN_MS
    const key = this.#deps.find(hash)
    remember(this.#known, hash, { key, untilMs })
    try {
      const found = await key
      if (found === null) {
        this.#known.delete(hash)
        remember(this.#unknown, hash, { untilMs })
      }
      return found
    } catch (thrown) {
      // A database that does not answer is asked again.
      this.#known.delete(hash)
      throw thrown
    }
  }
}

function remember<T>(map: Map<string, T>, hash: string, value: T): void {
  map.delete(hash)
  map.set(hash, value)
  if (map.size > REMEMBERED) map.delete(map.keys().next().value as string)
}

/** A minute's worth of runs may come at once. */
export function runPolicy(perHour: number): RatePolicy {
  return { name: 'runs', burst: Math.max(1, Math.ceil(perHour / 60)), perHour }
}

/**
 * The key that a request shows: as a bearer token, or as clients of Piston, Judge0 and Jobe send one. What these send for another system is none, and
 * neither is what is for a proxy.
 */
function keyIn({ headers }: IncomingMessage): string | null {
  const { authorization = '', 'x-auth-token': token = '', 'x-api-key': key = '' } = headers
  const bearer = /^bearer +(.*)$/i.exec(authorization)?.[1]
  if (bearer !== undefined) return bearer
  return [authorization, String(token), String(key)].find(text => text.startsWith(KEY_PREFIX)) ?? null
}
