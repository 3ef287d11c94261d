import { createServer, type Server } from 'node:http'
import type { Logger } from '../platform/logger.ts'
import type { Snippets } from '../snippets/snippets.ts'
import { type ExercisePagesDeps, exercisePages } from './exercise-routes.ts'
import { answerJson } from './problem.ts'
import { createRouter, type Route } from './router.ts'
import { pagesRoutes } from './snippet-routes.ts'

const REQUEST_MS = 10_000
const CONNECTIONS = 64
const HEADER_BYTES = 8192

export type PagesServerDeps = {
  readonly snippets: Snippets
  readonly exercises: ExercisePagesDeps
  /** The API, as it tells programs what it is. */
  readonly apiDescription: object
  readonly log: Logger
}

/**
 * What the process of the pages reads its data from, on this machine only: `GET /snippets/:id`, `GET /exercises`, `GET /exercises/:slug` and
 * `GET /openapi.json`, as they are answered under `/api/v1`. It has no database of its own, and cannot change anything.
 */
export function createPagesServer({ snippets, exercises, apiDescription, log }: PagesServerDeps): Server {
  const api: Route = { method: 'GET', path: '/openapi.json', handle: ({ response }) => answerJson(response, 200, apiDescription) }
  const answer = createRouter({ routes: [...pagesRoutes(snippets), ...exercisePages(exercises), api], prefix: '/', log })
  const server = createServer({ maxHeaderSize: HEADER_BYTES, headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS }, answer)
  server.maxConnections = CONNECTIONS
  return server
}
