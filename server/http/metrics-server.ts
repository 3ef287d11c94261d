import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Registry } from 'prom-client'

const REQUEST_MS = 10_000
const CONNECTIONS = 16
const HEADER_BYTES = 8192

/**
 * Answers `GET /metrics` in Prometheus's text format, on a port of its own, away from what the public reaches.
 * @param token what callers must send as a bearer token; empty when only this machine can connect.
 */
export function createMetricsServer(registry: Registry, token: string): Server {
  const wanted = digest(`Bearer ${token}`)
  const server = createServer(
    { maxHeaderSize: HEADER_BYTES, headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS },
    async (request, response) => {
      const answer = (status: number, type: string, body: string): void =>
        void response.writeHead(status, { 'content-type': type }).end(body)
      if (token !== '' && !timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) {
        response.setHeader('www-authenticate', 'Bearer')
        return answer(401, 'text/plain', 'A token is needed: GLOVEBOX_METRICS_TOKEN\n')
      }
      if (request.url !== '/metrics' || request.method !== 'GET') return answer(404, 'text/plain', 'There is only GET /metrics here\n')
      try {
        answer(200, registry.contentType, await registry.metrics())
      } catch {
        answer(500, 'text/plain', 'The metrics could not be collected\n')
      }
    },
  )
  server.maxConnections = CONNECTIONS
  return server
}

/** Of one length, so that comparing tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
