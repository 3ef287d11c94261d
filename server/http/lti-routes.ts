import type { IncomingMessage, ServerResponse } from 'node:http'
import { AddressRates, networkOf, type RatePolicy } from '../access/address-rates.ts'
import { LAUNCH_PATH, type Lti } from '../lti/lti.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { readBody } from './body.ts'
import { askPage, choosingPage, chosenPage, faultPage, type LtiPage, teacherPage } from './lti-pages.ts'
import { answerJson, prepareFault } from './problem.ts'
import { countRequest } from './rate-limit.ts'
import { createRouter, type Exchange } from './router.ts'
import { createNonce, frameAncestors } from './security-headers.ts'

const PREFIX = '/lti/'
/** A course begins at the same minute, often from one address. */
const LAUNCHING: RatePolicy = { name: 'launch', burst: 600, perHour: 20_000 }
const FORM = { bytes: 160 * 1024, ms: 20_000 }
const FORM_FIELDS = 50
const COOKIE_SECONDS = 600
const KEYS_SECONDS = 3600

export type LtiRoutesDeps = {
  readonly lti: Pick<Lti, 'login' | 'launch' | 'choose' | 'jwks' | 'frames'>
  /** Whether a request that came for this host may be sent back there. */
  readonly isOwnHost: (host: string) => boolean
  readonly origins: readonly string[]
  readonly log: Logger
}

/** What course systems, and browsers that come from them, ask for (LTI 1.3). */
export function createLtiRouter(deps: LtiRoutesDeps): ReturnType<typeof createRouter> {
  const { lti, log } = deps
  const rates = new AddressRates(LAUNCHING)
  const count = ({ address, response }: Exchange): void =>
    countRequest(rates, { tenant: networkOf(address), by: 'address' }, response, 'Exercises are opened from courses')
  const login = async (exchange: Exchange, given: unknown): Promise<void> => {
    const { location, cookie } = await lti.login(given, host => isAsked(exchange.request, host, deps))
    exchange.response.writeHead(302, { location, 'set-cookie': cookieText(cookie.name, cookie.value, COOKIE_SECONDS), ...NOT_KEPT }).end()
  }
  return createRouter({
    routes: [
      {
        method: 'GET',
        path: `${PREFIX}jwks`,
        handle: async exchange => {
          count(exchange)
          answerJson(exchange.response, 200, await lti.jwks(), { 'cache-control': `public, max-age=${KEYS_SECONDS}` })
        },
      },
      {
        method: 'GET',
        path: `${PREFIX}login`,
        handle: exchange => {
          count(exchange)
          return login(exchange, fieldsOf(exchange.query))
        },
      },
      {
        method: 'POST',
        path: `${PREFIX}login`,
        handle: async exchange => {
          count(exchange)
          await login(exchange, await readForm(exchange.request))
        },
      },
      {
        method: 'POST',
        path: LAUNCH_PATH,
        handle: async exchange => {
          count(exchange)
          const { launch, cookie } = await lti.launch(await readForm(exchange.request), cookiesOf(exchange.request))
          const nonce = createNonce()
          const frames = frameAncestors(lti.frames)
          exchange.response.setHeader('set-cookie', cookieText(cookie, '', 0))
          switch (launch.name) {
            case 'student':
              if (!launch.sure) return answerPage(exchange.response, 200, askPage(launch.who, launch.path, nonce, frames))
              return void exchange.response.writeHead(303, { location: launch.path, ...NOT_KEPT }).end()
            case 'teacher':
              return answerPage(exchange.response, 200, teacherPage(launch.path, launch.classPath, nonce, frames))
            case 'choosing':
              return answerPage(exchange.response, 200, choosingPage(launch.ticket, launch.exercises, nonce, frames))
          }
        },
      },
      {
        method: 'POST',
        path: `${PREFIX}choose`,
        handle: async exchange => {
          count(exchange)
          const chosen = await lti.choose(await readForm(exchange.request))
          answerPage(exchange.response, 200, chosenPage(chosen, createNonce(), frameAncestors(lti.frames), lti.frames))
        },
      },
    ],
    prefix: PREFIX,
    answerFault,
    log,
  })
}

const NOT_KEPT = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

/** These pages have a policy that says who may show them; the older header cannot. */
function answerPage(response: ServerResponse, status: number, { html, policy }: LtiPage): void {
  response.removeHeader('x-frame-options')
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(html),
      'content-security-policy': policy,
      ...NOT_KEPT,
    })
    .end(html)
}

function answerFault(response: ServerResponse, thrown: unknown): void {
  const status = prepareFault(response, thrown)
  answerPage(response, status, faultPage(publicError(thrown).message, createNonce()))
}

/** The host that is asked, or another that the operator has named. */
function isAsked({ headers }: IncomingMessage, host: string, { isOwnHost, origins }: LtiRoutesDeps): boolean {
  if (host === headers.host?.toLowerCase()) return isOwnHost(host)
  return origins.some(origin => new URL(origin).host === host)
}

async function readForm(request: IncomingMessage): Promise<Readonly<Record<string, string>>> {
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  if (type.trim() !== 'application/x-www-form-urlencoded') throw new AppError('bad_type', 'The body must be that of a form.')
  return fieldsOf(new URLSearchParams((await readBody(request, FORM)).toString('utf8')))
}

function fieldsOf(parameters: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries([...parameters].slice(0, FORM_FIELDS))
}

function cookiesOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]))
}

/** It must come with a form of the course system's page, in a frame too: of that frame alone, where browsers keep cookies so. */
function cookieText(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=${LAUNCH_PATH}; Max-Age=${seconds}; HttpOnly; Secure; SameSite=None; Partitioned`
}
