import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, readJson } from '../http/body.ts'
import { answerJson, prepareFault } from '../http/problem.ts'
import { createRouter, type Exchange, type Route } from '../http/router.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import { fullVersion, type Language } from './catalogue.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import { readPistonJob } from './piston-request.ts'
import { toPistonStage } from './piston-stage.ts'

/** Installations of Piston answer on the first, its public one answered on the second. */
export const PISTON_BASES = ['/api/v2', '/api/v2/piston'] as const
/** The version whose interface this is. */
const PISTON = { message: 'Piston v3.1.1' }
/** Of a body that names a package. */
const PACKAGE_BODY = { ...RUN_BODY, bytes: 4096 }

/** Piston's interface, version 2, over HTTP. COMPATIBILITY.md tells where it differs. */
export function createPistonRouter(deps: ApiDeps): ReturnType<typeof createRouter> {
  const routes = PISTON_BASES.flatMap(base => routesUnder(base, deps))
  return createRouter({ routes, prefix: '/api/v2', answerFault, log: deps.log })
}

function routesUnder(base: string, deps: ApiDeps): readonly Route[] {
  const { catalogue } = deps
  return [
    { method: 'GET', path: base, handle: ({ response }) => answerJson(response, 200, PISTON) },
    { method: 'POST', path: `${base}/execute`, handle: exchange => execute(exchange, deps) },
    {
      method: 'GET',
      path: `${base}/runtimes`,
      handle: ({ response }) =>
        answerJson(
          response,
          200,
          catalogue()
            .filter(({ ready }) => ready)
            .map(toRuntime),
        ),
    },
    { method: 'GET', path: `${base}/packages`, handle: ({ response }) => answerJson(response, 200, catalogue().map(toPackage)) },
    { method: 'POST', path: `${base}/packages`, handle: exchange => changePackage(exchange, deps, 'Already installed') },
    {
      method: 'DELETE',
      path: `${base}/packages`,
      handle: exchange => changePackage(exchange, deps, 'The languages of this server are removed by its operator'),
    },
  ]
}

async function execute({ request, response }: Exchange, deps: ApiDeps): Promise<void> {
  const caller = await deps.callers.ofRun(request)
  countRun(deps, caller, response)
  const { version, ...job } = readPistonJob(await readJob(request), deps.catalogue)
  const { tenant, atOnce } = caller
  const result = await deps.once({ ...job, size: null, overflow: 'end', tenant, atOnce, ...callerOf(response) })
  const compile = result.compile && toPistonStage(result.compile)
  // A compiler that fails is told twice.
  const run = result.run ? toPistonStage(result.run) : compile
  answerJson(response, 200, { ...(compile ? { compile } : {}), run, language: job.profile.piston.language, version })
}

/**
 * Some programs say that their JSON is plain text. Pages may say so without asking whether they may call at all: from a browser, which tells where the page
 * comes from, it is not taken.
 */
async function readJob(request: IncomingMessage): Promise<unknown> {
  const { origin, 'content-type': type = '' } = request.headers
  if (origin !== undefined || !/^text\/plain\b/i.test(type)) return readJson(request, RUN_BODY)
  const body = await readBody(request, RUN_BODY)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new AppError('bad_type', 'The body is not JSON.', cause)
  }
}

/** Languages come with the server: none is installed or removed by a request. To ask for it counts as a run does. */
async function changePackage({ request, response }: Exchange, deps: ApiDeps, why: string): Promise<void> {
  countRun(deps, await deps.callers.ofRun(request), response)
  const { language, version } = Object(await readJson(request, PACKAGE_BODY)) as { language?: unknown; version?: unknown }
  const found = deps.catalogue().find(candidate => candidate.profile.piston.language === language && fullVersion(candidate) === version)
  if (found) answerJson(response, 500, { message: why })
  else
    answerJson(response, 404, {
      message: `Requested package ${typeof language === 'string' ? language : ''}-${typeof version === 'string' ? version : ''} does not exist`,
    })
}

function toRuntime(language: Language) {
  const { piston } = language.profile
  return { language: piston.language, version: fullVersion(language), aliases: piston.aliases }
}

function toPackage(language: Language) {
  return { language: language.profile.piston.language, language_version: fullVersion(language), installed: language.ready }
}

/** Piston tells every refusal as a message, and does not know of methods. */
function answerFault(response: ServerResponse, thrown: unknown): void {
  const status = prepareFault(response, thrown)
  const { code, message } = publicError(thrown)
  switch (code) {
    case 'bad_method':
    case 'not_found':
      response.removeHeader('allow')
      return answerJson(response, 404, { message: 'Not Found' })
    case 'bad_type':
      return answerJson(response, 415, { message: 'requests must be of type application/json' })
    case 'source_too_large':
    case 'body_too_large':
      return answerJson(response, 400, { message })
    default:
      return answerJson(response, status, { message })
  }
}
