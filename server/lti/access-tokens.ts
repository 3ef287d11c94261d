import { z } from 'zod'
import type { LtiPlatform } from '../store/lti-record.ts'
import { SCORE_SCOPE } from './claims.ts'
import { askPlatform } from './outgoing.ts'
import type { OwnKey } from './own-key.ts'

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** A token is not used in the last minute of its life, nor for longer than this. */
const SPARE_MS = 60_000
const MOST_MS = 3_600_000

const Granted = z.object({ access_token: z.string().min(1).max(16_384), expires_in: z.coerce.number().positive().default(3600) })

/** Tokens with which course systems let this server write scores (OAuth 2.0 client credentials, RFC 7523). */
export class AccessTokens {
  readonly #key: OwnKey
  readonly #now: () => number
  readonly #tokens = new Map<string, { readonly token: Promise<string>; untilMs: number }>()

  constructor(key: OwnKey, now: () => number) {
    this.#key = key
    this.#now = now
  }

  get(platform: LtiPlatform, signal: AbortSignal): Promise<string> {
    const known = this.#tokens.get(platform.id)
    if (known && this.#now() < known.untilMs) return known.token
    const entry = { token: Promise.resolve(''), untilMs: this.#now() + SPARE_MS }
    entry.token = this.#ask(platform, signal).then(({ access_token, expires_in }) => {
      entry.untilMs = this.#now() + Math.min(MOST_MS, expires_in * 1000 - SPARE_MS)
      return access_token
    })
    entry.token.catch(() => this.drop(platform))
    this.#tokens.set(platform.id, entry)
    return entry.token
  }

  /** It is not taken any more. */
  drop({ id }: LtiPlatform): void {
    this.#tokens.delete(id)
  }

  async #ask(platform: LtiPlatform, signal: AbortSignal): Promise<z.infer<typeof Granted>> {
    const { clientId, tokenUrl, audience } = platform
    const answer = await askPlatform(platform, tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: ASSERTION,
        client_assertion: await this.#key.sign({ iss: clientId, sub: clientId, aud: audience ?? tokenUrl }),
        scope: SCORE_SCOPE,
      }).toString(),
      signal,
    })
    if (answer.status !== 200) throw new Error(`${tokenUrl} gives no access token: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
    return Granted.parse(await answer.json())
  }
}
