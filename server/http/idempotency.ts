import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { AppError } from '../platform/app-error.ts'
import { answerText } from './problem.ts'
import type { Exchange } from './router.ts'

/** A key that others guess is worth nothing: a UUID has 36 characters. Some write it between quotes. */
const KEY = /^("?)([\x21\x23-\x5b\x5d-\x7e]{16,255})\1$/
/** How long an answer is kept for who asks for it again. */
export const KEPT_MS = 600_000

export type IdempotencyBounds = {
  /** Answers of everybody, and of one tenant: beyond that, the oldest is forgotten first. */
  readonly answers: number
  readonly bytes: number
  readonly tenantAnswers: number
  readonly tenantBytes: number
}

const BOUNDS: IdempotencyBounds = { answers: 5000, bytes: 64 * 1024 * 1024, tenantAnswers: 500, tenantBytes: 16 * 1024 * 1024 }

export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly value: unknown }

type Kept = {
  readonly id: string
  readonly tenant: string
  /** Of the request. */
  readonly digest: string
  /** Null while the request is being done. */
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null
  bytes: number
  untilMs: number
}

/**
 * Requests that are done once, however often they are sent (draft-ietf-httpapi-idempotency-key-header-07): whoever names one by an `Idempotency-Key` and
 * sends it again gets the answer that there was. Answers are kept in memory, for a while. One that was refused, or failed, is done anew.
 */
export class Idempotency {
  readonly #bounds: IdempotencyBounds
  readonly #now: () => number
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(bounds: IdempotencyBounds = BOUNDS, now: () => number = () => performance.now()) {
    this.#bounds = bounds
    this.#now = now
  }

  /** What is kept now. */
  get figures(): { readonly answers: number; readonly bytes: number } {
    return { answers: this.#kept.size, bytes: this.#bytes }
  }

  /**
   * Does what a request asks for and answers, or answers as before. Throws an AppError where its key is that of another request, or of one that is being
   * done.
   * @param body what was asked for.
   */
  async answer({ request, response }: Exchange, tenant: string, body: unknown, work: () => Promise<Answer>): Promise<void> {
    const key = idempotencyKey(request.headers)
    if (key === null) return send(response, toText(await work()))
    const id = JSON.stringify([tenant, request.method, (request.url ?? '').split('?', 1)[0], key])
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64')
    this.#forget()
    const before = this.#kept.get(id)
    if (before) return replay(before, digest, response)
    const kept: Kept = { id, tenant, digest, answer: null, bytes: 0, untilMs: Number.POSITIVE_INFINITY }
    this.#kept.set(id, kept)
    try {
      const answer = toText(await work())
      this.#keep(kept, answer)
      send(response, answer)
    } catch (thrown) {
      this.#drop(kept)
      throw thrown
    }
  }

  #keep(kept: Kept, answer: NonNullable<Kept['answer']>): void {
    // From now on it is the youngest.
    this.#kept.delete(kept.id)
    this.#kept.set(kept.id, kept)
    kept.answer = answer
    kept.bytes = Buffer.byteLength(answer.body)
    kept.untilMs = this.#now() + KEPT_MS
    this.#bytes += kept.bytes
    const { answers, bytes, tenantAnswers, tenantBytes } = this.#bounds
    const own = [...this.#kept.values()].filter(({ tenant, answer }) => tenant === kept.tenant && answer !== null)
    let ownBytes = own.reduce((sum, one) => sum + one.bytes, 0)
    for (let oldest = own[0]; oldest && (own.length > tenantAnswers || ownBytes > tenantBytes); oldest = own[0]) {
      own.shift()
      ownBytes -= oldest.bytes
      this.#drop(oldest)
    }
    for (const oldest of this.#kept.values()) {
      if (this.#kept.size <= answers && this.#bytes <= bytes) break
      if (oldest.answer !== null) this.#drop(oldest)
    }
  }

  #drop(kept: Kept): void {
    if (this.#kept.delete(kept.id)) this.#bytes -= kept.bytes
  }

  /** Those that are being done are the callers' own: bounds on runs hold for them. */
  #forget(): void {
    const nowMs = this.#now()
    for (const kept of this.#kept.values()) {
      if (kept.answer === null) continue
      if (kept.untilMs > nowMs) break
      this.#drop(kept)
    }
  }
}

/** The name that a request was given; null where it has none. */
export function idempotencyKey({ 'idempotency-key': header }: Exchange['request']['headers']): string | null {
  if (header === undefined) return null
  const key = KEY.exec(String(header))?.[2]
  if (key === undefined)
    throw new AppError('bad_message', 'An Idempotency-Key must be random, in 16 to 255 letters and signs, such as a UUID.')
  return key
}

function replay({ digest, answer }: Kept, asked: string, response: ServerResponse): void {
  if (digest !== asked) throw new AppError('other_request', 'This Idempotency-Key was that of another request. Use a new one for each.')
  if (answer === null)
    throw new AppError('still_running', 'The request of this Idempotency-Key is still being done. Ask again in a moment.')
  response.setHeader('idempotent-replayed', 'true')
  send(response, answer)
}

function toText({ status, headers, value }: Answer): NonNullable<Kept['answer']> {
  return { status, headers, body: `${JSON.stringify(value)}\n` }
}

/** To whoever is still there. */
function send(response: ServerResponse, { status, headers, body }: NonNullable<Kept['answer']>): void {
  if (!response.destroyed) answerText(response, status, body, headers)
}
