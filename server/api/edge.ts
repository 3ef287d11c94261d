import type { ServerResponse } from 'node:http'
import type { AddressRates } from '../access/address-rates.ts'
import { answerProblem, toProblem } from '../http/problem.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { MESSAGE_BYTES } from '../protocol/limits.ts'
import type { Catalogue } from './catalogue.ts'
import type { Once, OnceRequest } from './once.ts'

/** What every way to run programs over HTTP is made of. */
export type ApiDeps = {
  readonly once: Once
  readonly catalogue: Catalogue
  /** How often an address may have a program run. */
  readonly rates: AddressRates
  readonly log: Logger
}

/** How a refusal begins that is because of the rate. */
export const RUNS = 'Programs are run'
export const RUN_BODY = { bytes: MESSAGE_BYTES, ms: 30_000 }
/** Longer than a box is waited for, a compiler and a program may take. */
const SILENT_MS = 150_000
/** Boxes become free, and servers ready, within seconds. */
const RETRY_SECONDS = 2

/**
 * A caller of HTTP: `signal` is aborted when it goes away before it has the whole answer, since then nobody wants it. One that takes none of its answer for
 * too long is cut off.
 */
export function callerOf(response: ServerResponse): Pick<OnceRequest, 'signal' | 'delivered'> {
  const closed = new AbortController()
  const delivered = new Promise<void>(resolve => {
    const close = (): void => {
      if (!response.writableFinished) closed.abort(new AppError('bad_message', 'The connection was closed before the answer.'))
      resolve()
    }
    if (response.destroyed) close()
    else response.once('close', close).setTimeout(SILENT_MS, () => response.destroy())
  })
  return { signal: closed.signal, delivered }
}

/** Says when it is worth trying again, where it is. Returns the status. */
export function prepareFault(response: ServerResponse, thrown: unknown): number {
  const { status } = toProblem(thrown)
  if ((status === 429 || status === 503) && !response.hasHeader('retry-after')) response.setHeader('retry-after', String(RETRY_SECONDS))
  return status
}

export function answerFault(response: ServerResponse, thrown: unknown): void {
  prepareFault(response, thrown)
  answerProblem(response, thrown)
}
