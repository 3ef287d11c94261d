import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createProxyServer } from 'http-proxy-3'
import { addressOf, noteAddress } from '../access/address.ts'
import { AddressRates, networkOf, type RatePolicy } from '../access/address-rates.ts'
import { hostFault } from '../access/origin.ts'
import type { Logger } from '../platform/logger.ts'
import { closeWithConnection } from './closed.ts'
import type { Health } from './health.ts'
import { RETRY_SECONDS } from './problem.ts'
import { countRequest } from './rate-limit.ts'
import {
  contentSecurityPolicy,
  createNonce,
  FRAME_HEADERS,
  frameAncestors,
  SECURITY_HEADERS,
  STATIC_PAGE_POLICY,
} from './security-headers.ts'
import { answerViewer, VIEWER_PATH } from './viewer-page.ts'
import type { WebTarget } from './web-process.ts'

export type HttpDeps = {
  readonly health: () => Promise<Health>
  /** Answers what is no page. False where a request is none for it. */
  readonly api: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Whether this snippet was taken away for good. */
  readonly takenDown: (snippetId: string) => Promise<boolean>
  /** Where the pages are served now; null while they are not. */
  readonly web: () => WebTarget | null
  /** How many of the operator's own proxies stand before this server. */
  readonly proxies: number
  /** Whether this server is called so. */
  readonly isOwnHost: (host: string) => boolean
  /** Origins whose pages may show examples in a frame; `*`: all. */
  readonly embedOrigins: readonly string[]
  /** Origins of course systems, whose pages may show exercises in a frame. */
  readonly courseOrigins: () => readonly string[]
  readonly dev: boolean
  readonly log: Logger
}

/** A browser sends about 1 KiB of headers, a few cookies more. */
const HEADER_BYTES = 16 * 1024
const HEADERS_MS = 10_000
const REQUEST_MS = 30_000
const CONNECTIONS = 4096
/** Longer than a program that is run for a caller may be silent (server/api/edge.ts). */
const SILENT_MS = 180_000
/** Pages that are made of a snippet, which may be large. A class often has one address. */
const COSTLY_PAGE = /^\/(?:s|embed)\/./
const SHOWING: RatePolicy = { name: 'show', burst: 240, perHour: 14_400 }
const SNIPPET_PAGE = /^\/(?:s|embed)\/([0-9A-Za-z]+)\/?$/
const EMBED_PAGE = /^\/embed(?:\/|$)/
const EXERCISE_PAGE = /^\/exercises(?:\/|$)/
/** A page as it lies in public/. */
const STATIC_PAGE = /^\/[\w-]+\.html$/

/** The only public port: answers `/healthz`, `/viewer` and the API itself and hands the rest to the pages, each with its own policy and nonce. */
export function createHttpServer(deps: HttpDeps): {
  readonly server: Server
  readonly webUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean
} {
  // The pages' process is ours, on loopback: forwarded headers are for it alone to build addresses with.
  const proxy = createProxyServer({ xfwd: true, proxyTimeout: REQUEST_MS })
  proxy.on('error', (fault, _request, target) => {
    deps.log.warn({ err: fault }, 'the web process did not answer')
    if (isResponse(target)) {
      if (target.headersSent) target.destroy()
      else unavailable(target)
    } else target?.destroy()
  })
  // Pages can say that nothing is there (404), but not that it is gone (410).
  const gone = new WeakSet<IncomingMessage>()
  proxy.on('proxyRes', (page, request) => {
    if (gone.has(request)) page.statusCode = 410
  })
  const frames = frameAncestors(deps.embedOrigins)
  const target = (): string | null => {
    const web = deps.web()
    return web && `http://${web.host}:${web.port}`
  }

  const showing = new AddressRates(SHOWING)
  const server = createServer(
    { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
    (request, response) => {
      noteAddress(request, deps.proxies)
      closeWithConnection(request, response)
      // Of an answer that was ended or is gone, what is written is lost. Where nobody listened to that, the process would end.
      response.on('error', () => {})
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
      const refusal = targetFault(request.url) ?? hostFault(request.headers.host, deps.isOwnHost)
      if (refusal) return answer(response, refusal.status, 'text/plain', `${refusal.why}\n`)
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
      if (path === '/healthz' || path === '/healthz/live') return void answerHealth(path, request, response)
      if (path === VIEWER_PATH) return answerViewer(request, response)
      if (deps.api(request, response)) return
      // Only pages are proxied, and pages are only read: no body ever reaches the web process, but for the development overlay's.
      if (!deps.dev && request.method !== 'GET' && request.method !== 'HEAD')
        return answer(response, 405, 'text/plain', 'Method not allowed\n', { allow: 'GET, HEAD' })
      if (!path.startsWith('/_next/')) protect(path, request, response)
      void toPages(path, request, response)
    },
  )
  server.maxConnections = CONNECTIONS
  // Whoever takes nothing of an answer for so long does not want it.
  server.timeout = SILENT_MS

  async function toPages(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (COSTLY_PAGE.test(path)) {
      try {
        countRequest(showing, { tenant: networkOf(addressOf(request)), by: 'address' }, response, 'Pages of snippets are shown')
      } catch (refusal) {
        return answer(response, 429, 'text/plain', `${(refusal as Error).message}\n`)
      }
    }
    const snippetId = SNIPPET_PAGE.exec(path)?.[1]
    try {
      if (snippetId !== undefined && (await deps.takenDown(snippetId))) gone.add(request)
    } catch (fault) {
      deps.log.warn({ err: fault, snippet: snippetId }, 'whether a snippet was taken down cannot be told')
    }
    if (response.destroyed) return
    const pages = target()
    if (pages === null) return unavailable(response)
    try {
      proxy.web(request, response, { target: pages })
    } catch (fault) {
      deps.log.warn({ err: fault }, 'a request could not be handed to the pages')
      answer(response, 400, 'text/plain', 'This address cannot be read.\n')
    }
  }

  /** The policy goes to the browser, and to Next, which puts the nonce on its own scripts. Whatever a client sent there is not heard. */
  function protect(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (STATIC_PAGE.test(path)) return void response.setHeader('content-security-policy', STATIC_PAGE_POLICY)
    const nonce = createNonce()
    const embedded = EMBED_PAGE.test(path)
    const courses = EXERCISE_PAGE.test(path) ? deps.courseOrigins() : []
    const shownBy = embedded ? frames : courses.length > 0 ? frameAncestors(courses) : undefined
    const policy = contentSecurityPolicy(nonce, deps.dev, shownBy)
    if (shownBy !== undefined) response.removeHeader('x-frame-options')
    if (embedded) for (const [name, value] of Object.entries(FRAME_HEADERS)) response.setHeader(name, value)
    request.headers['content-security-policy'] = policy
    request.headers['x-nonce'] = nonce
    response.setHeader('content-security-policy', policy)
  }

  async function answerHealth(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(response, 405, 'text/plain', 'Method not allowed\n', { allow: 'GET, HEAD' })
    const health = path === '/healthz/live' ? { live: true, ready: true } : await deps.health()
    answer(response, health.ready ? 200 : 503, 'application/json', `${JSON.stringify(health)}\n`, {
      'cache-control': 'no-store',
      ...(health.ready ? {} : { 'retry-after': String(RETRY_SECONDS) }),
    })
  }

  return {
    server,
    webUpgrade: (request, socket, head) => {
      // Hot reload, in development only.
      if (!deps.dev || !(request.url ?? '').startsWith('/_next/')) return false
      const pages = target()
      if (pages === null) socket.destroy()
      else proxy.ws(request, socket, head, { target: pages })
      return true
    },
  }
}

function isResponse(target: unknown): target is ServerResponse {
  return typeof target === 'object' && target !== null && 'setHeader' in target
}

function answer(response: ServerResponse, status: number, type: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

/** Why a request's target is none of ours, or null. Only paths are; browsers ask for nothing else. */
function targetFault(target = ''): { readonly status: number; readonly why: string } | null {
  return /^\/(?![/\\])/.test(target) ? null : { status: 400, why: 'Ask for a path that begins with one slash.' }
}

/** While the web process starts again, the page says so and tries again by itself. */
function unavailable(response: ServerResponse): void {
  const page =
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Glovebox</title><p>The page is starting again. This takes a moment.</p>\n'
  response.removeHeader('content-security-policy')
  answer(response, 503, 'text/html', page, {
    'content-security-policy': "default-src 'none'",
    'retry-after': String(RETRY_SECONDS),
    'cache-control': 'no-store',
  })
}
