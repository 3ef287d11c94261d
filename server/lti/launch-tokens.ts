import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { ZodError } from 'zod'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { LtiPlatform } from '../store/lti-record.ts'
import { LaunchClaims, type LaunchMessage, toMessage } from './claims.ts'
import { askPlatform } from './outgoing.ts'

/** How old what a course system signed may be, and how far its clock may be off. */
const AGE_SECONDS = 600
const CLOCK_SECONDS = 60
const KEYS_MS = 5000

/** What course systems sign, when they send somebody. */
export class LaunchTokens {
  readonly #now: () => number
  readonly #log: Logger
  /** By the addresses of the keys. */
  readonly #keySets = new Map<string, JWTVerifyGetKey>()

  constructor(now: () => number, log: Logger) {
    this.#now = now
    this.#log = log
  }

  /** What a course system says, when it is this one that says it, to us, and now. Throws an AppError otherwise. */
  async verify(token: string, platform: LtiPlatform): Promise<LaunchMessage> {
    const { issuer, clientId } = platform
    try {
      const { payload } = await jwtVerify(token, this.#keysOf(platform), {
        issuer,
        audience: clientId,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iat', 'nonce'],
        maxTokenAge: AGE_SECONDS,
        clockTolerance: CLOCK_SECONDS,
        currentDate: new Date(this.#now()),
      })
      const isForSeveral = Array.isArray(payload.aud) && payload.aud.length > 1
      if ((payload.azp !== undefined || isForSeveral) && payload.azp !== clientId)
        throw new errors.JWTInvalid('it is for another client (azp)')
      return toMessage(LaunchClaims.parse(payload))
    } catch (cause) {
      this.#log.warn({ err: cause, platform: platform.id }, 'a launch was refused')
      throw toRefusal(cause)
    }
  }

  /** What is not registered any more is not kept. */
  forgetOthers(platforms: readonly LtiPlatform[]): void {
    const addresses = new Set(platforms.map(({ jwksUrl }) => jwksUrl))
    for (const address of this.#keySets.keys()) if (!addresses.has(address)) this.#keySets.delete(address)
  }

  #keysOf(platform: LtiPlatform): JWTVerifyGetKey {
    const known = this.#keySets.get(platform.jwksUrl)
    if (known) return known
    const keys = createRemoteJWKSet(new URL(platform.jwksUrl), {
      timeoutDuration: KEYS_MS,
      [customFetch]: (url, { headers, method, signal }) => askPlatform(platform, url, { headers, method, signal }),
    })
    this.#keySets.set(platform.jwksUrl, keys)
    return keys
  }
}

function toRefusal(cause: unknown): AppError {
  if (cause instanceof ZodError) {
    const where = cause.issues[0]?.path.join('.') || 'all of it'
    return new AppError('bad_message', `The course system says something that is not understood: ${where}.`, cause)
  }
  // Everything but these is wrong with the token, and not with the way to the keys.
  const isUnreachable =
    !(cause instanceof errors.JOSEError) || ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(cause.code)
  return isUnreachable
    ? new AppError('not_ready', 'The keys of the course system cannot be fetched. Try again in a moment.', cause)
    : new AppError('bad_key', 'What the course system says of you cannot be verified. Open it from your course again.', cause)
}
