import type { IncomingMessage, ServerResponse } from 'node:http'
import { addressOf } from '../access/address.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { answerProblem } from './problem.ts'

/** A request that a route answers. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  /** What stands where the route's path has `:names`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Where the caller connects from. */
  readonly address: string
}

/** Those that routes may have. Pages of other sites may use them, too, where these are let in. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export type Route = {
  readonly method: (typeof METHODS)[number]
  /** Such as `/api/v1/snippets/:id`; a name stands for one part that is not empty. A slash at the end of a request's path does not count. */
  readonly path: string
  /** Answers, or throws: an AppError is told, anything else is a fault of ours. */
  readonly handle: (exchange: Exchange) => Promise<void> | void
}

export type RouterOptions = {
  readonly routes: readonly Route[]
  /** Paths that begin so are answered here even where there is no route. */
  readonly prefix: string
  /** How a refusal or a fault is told; as a problem (RFC 9457) when absent. */
  readonly answerFault?: (response: ServerResponse, thrown: unknown) => void
  readonly log: Logger
}

/** Hands requests to routes. What it returns says whether a request was one for it. HEAD is answered as GET, without the body. */
export function createRouter(options: RouterOptions): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { prefix, answerFault = answerProblem, log } = options
  const routes = options.routes.map(route => ({ ...route, parts: partsOf(route.path) }))

  async function answer(request: IncomingMessage, response: ServerResponse, found: Found | undefined, allowed: string[]): Promise<void> {
    try {
      if (!found && allowed.length > 0) {
        response.setHeader('allow', allowed.join(', '))
        throw new AppError('bad_method', `This address takes ${allowed.join(', ')}.`)
      }
      if (!found) throw new AppError('not_found', 'There is nothing at this address.')
      const query = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'))
      const address = addressOf(request)
      await found.route.handle({ request, response, query, parameters: found.parameters, address })
    } catch (thrown) {
      if (!(thrown instanceof AppError)) log.error({ err: thrown, method: request.method, path: found?.route.path }, 'a request failed')
      if (response.headersSent || response.destroyed) return void response.destroy()
      // What is left of the body is not waited for.
      if (hasBody(request) && !request.complete) response.setHeader('connection', 'close')
      answerFault(response, thrown)
    }
  }

  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const parts = partsOf(path)
    const matching = routes.flatMap(route => {
      const parameters = match(route.parts, parts)
      return parameters ? [{ route, parameters }] : []
    })
    if (matching.length === 0 && !path.startsWith(prefix)) return false
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const found = matching.find(candidate => candidate.route.method === method)
    const allowed = matching.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
    void answer(request, response, found, allowed)
    return true
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

type Found = { readonly route: Route; readonly parameters: Readonly<Record<string, string>> }

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1)
}

/** What a pattern's names stand for, or null when the path is not of this pattern. */
function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null
  const parameters: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const part = decode(parts[index] as string)
    if (part === null || part === '') return null
    if (expected.startsWith(':')) parameters[expected.slice(1)] = part
    else if (part !== expected) return null
  }
  return parameters
}

/** Null for a part that is not percent-encoded UTF-8. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
