import type { ServerResponse } from 'node:http'
import type { AddressRates } from '../access/address-rates.ts'
import { answerProblem, toProblem } from '../http/problem.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { MESSAGE_BYTES } from '../protocol/limits.ts'
import type { Catalogue } from './catalogue.ts'
import type { Once } from './once.ts'

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
/** Boxes become free, and servers ready, within seconds. */
const RETRY_SECONDS = 2

/** Aborted when the caller goes away before it has the whole answer: then nobody wants it. */
export function untilClosed(response: ServerResponse): AbortSignal {
  const closed = new AbortController()
  const close = (): void => {
    if (!response.writableFinished) closed.abort(new AppError('bad_message', 'The connection was closed before the answer.'))
  }
  if (response.destroyed) close()
  else response.once('close', close)
  return closed.signal
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
