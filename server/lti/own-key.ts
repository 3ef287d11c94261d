import { createHmac, hkdfSync } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { z } from 'zod'
import type { LtiRows } from '../store/lti-rows.ts'
import { noRoom } from './room.ts'

/** What every course system takes. */
const ALGORITHM = 'RS256'
const MODULUS_BITS = 2048
/** What is signed is for at once. */
const LIFE_SECONDS = 300

const Kept = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() })

type Own = { readonly kid: string; readonly privateKey: CryptoKey | Uint8Array; readonly publicJwk: JWK; readonly secret: Buffer }

/** The key with which this server shows course systems who it is. It is made when it is first needed, and kept: they look for its public half. */
export class OwnKey {
  readonly #rows: LtiRows
  readonly #now: () => number
  #own: Promise<Own> | null = null

  constructor(rows: LtiRows, now: () => number) {
    this.#rows = rows
    this.#now = now
  }

  /** The public half, as course systems fetch it. */
  async jwks(): Promise<{ readonly keys: readonly JWK[] }> {
    return { keys: [(await this.#get()).publicJwk] }
  }

  /** Signs what is said to a course system. It holds for a few minutes. */
  async sign(claims: JWTPayload): Promise<string> {
    const { kid, privateKey } = await this.#get()
    const nowSeconds = Math.floor(this.#now() / 1000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + LIFE_SECONDS)
      .setJti(crypto.randomUUID())
      .sign(privateKey)
  }

  /** A secret of its own for each name: the same every time, and nobody else's to find. */
  async secretFor(name: string): Promise<string> {
    return createHmac('sha256', (await this.#get()).secret)
      .update(name)
      .digest('base64url')
  }

  #get(): Promise<Own> {
    this.#own ??= this.#load()
    // A database that does not answer is asked again.
    this.#own.catch(() => {
      this.#own = null
    })
    return this.#own
  }

  async #load(): Promise<Own> {
    const text = (await this.#rows.key()) ?? (await this.#rows.keyOr(JSON.stringify(await makeKey()), this.#now()))
    if (text === null) throw noRoom()
    const { kty, n, e, ...rest } = Kept.parse(JSON.parse(text))
    const kid = await calculateJwkThumbprint({ kty, n, e })
    return {
      kid,
      privateKey: await importJWK({ kty, n, e, ...rest }, ALGORITHM),
      publicJwk: { kty, n, e, kid, alg: ALGORITHM, use: 'sig' },
      secret: Buffer.from(hkdfSync('sha256', rest.d, '', 'glovebox students of course systems', 32)),
    }
  }
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: MODULUS_BITS, extractable: true })
  return exportJWK(privateKey)
}
