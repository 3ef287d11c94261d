import type { IncomingMessage } from 'node:http'
import { isOwnOrigin } from '../access/origin.ts'
import { AppError } from '../platform/app-error.ts'

/**
 * Programs say no origin. Browsers do, whenever a page sends something.
 * @param origins whose pages may do it, besides the host's own; `*`: all.
 */
export function requireOwnPage({ headers }: IncomingMessage, origins: readonly string[]): void {
  if (headers.origin === undefined || origins.includes('*') || isOwnOrigin(headers.origin, headers.host, origins)) return
  throw new AppError('bad_origin', 'Pages of other sites may not do this here.')
}
