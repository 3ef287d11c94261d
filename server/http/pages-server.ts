import { createServer, type Server } from 'node:http'
import type { Logger } from '../platform/logger.ts'
import type { Snippets } from '../snippets/snippets.ts'
import { createRouter } from './router.ts'
import { pagesRoutes } from './snippet-routes.ts'

const REQUEST_MS = 10_000
const CONNECTIONS = 64
const HEADER_BYTES = 8192

/**
 * What the process of the pages reads its data from, on this machine only: `GET /snippets/:id`, as `/api/v1/snippets/:id` answers it. It has no
 * database of its own, and cannot change anything.
 */
export function createPagesServer(snippets: Snippets, log: Logger): Server {
  const answer = createRouter({ routes: pagesRoutes(snippets), prefix: '/', log })
  const server = createServer({ maxHeaderSize: HEADER_BYTES, headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS }, answer)
  server.maxConnections = CONNECTIONS
  return server
}
