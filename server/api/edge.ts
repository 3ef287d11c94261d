import type { ServerResponse } from 'node:http'
import type { AddressRates } from '../access/address-rates.ts'
import type { Caller, Callers } from '../access/callers.ts'
import { countRequest } from '../http/rate-limit.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { MESSAGE_BYTES } from '../protocol/limits.ts'
import type { Catalogue } from './catalogue.ts'
import type { Once, OnceRequest } from './once.ts'

/** What every way to run programs over HTTP is made of. */
export type ApiDeps = {
  readonly once: Once
  readonly catalogue: Catalogue
  readonly callers: Callers
  /** How often programs are run for each caller. */
  readonly rates: AddressRates
  readonly log: Logger
}

export const RUN_BODY = { bytes: MESSAGE_BYTES, ms: 30_000 }
/** Longer than a box is waited for, a compiler and a program may take. */
const SILENT_MS = 150_000

/**
 * Counts a run that somebody asks for, and throws when it is one too many. One is counted before the request's body is read.
 * @param runs how many are asked for together.
 */
export function countRun({ rates }: ApiDeps, caller: Caller, response: ServerResponse, runs = 1): void {
  for (let count = 0; count < runs; count++) countRequest(rates, caller, response, 'Programs are run', caller.runs)
}

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
