import type { IncomingMessage, ServerResponse } from 'node:http'
import { METHODS } from './router.ts'

const HEADERS =
  'authorization, content-type, glovebox-member, glovebox-submission, idempotency-key, mcp-protocol-version, x-api-key, x-auth-token'
const EXPOSED = 'ratelimit, ratelimit-policy, retry-after, location, glovebox-submission, idempotent-replayed, www-authenticate'
const MAX_AGE_SECONDS = 3600

/**
 * Lets pages of other sites call (Fetch standard, CORS protocol): the origins that are allowed, or all by `*`. Never with what a browser knows of its user.
 * Returns whether the request only asked for that, and is answered.
 */
export function allowOrigins(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): boolean {
  const { origin } = request.headers
  const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
  const all = origins.includes('*')
  if (origins.length > 0 && !all) response.setHeader('vary', 'origin')
  if (origin !== undefined && (all || origins.includes(origin))) {
    response.setHeader('access-control-allow-origin', all ? '*' : origin)
    if (preflight) {
      response.setHeader('access-control-allow-methods', METHODS.join(', '))
      response.setHeader('access-control-allow-headers', HEADERS)
      response.setHeader('access-control-max-age', String(MAX_AGE_SECONDS))
    } else response.setHeader('access-control-expose-headers', EXPOSED)
  }
  if (preflight) response.writeHead(204).end()
  return preflight
}
