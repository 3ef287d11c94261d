import type { ServerResponse } from 'node:http'
import { AddressRates, type RatePolicy } from '../access/address-rates.ts'
import { readJson } from '../http/body.ts'
import { answerJson, prepareFault } from '../http/problem.ts'
import { countRequest } from '../http/rate-limit.ts'
import { createRouter, type Exchange } from '../http/router.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import { FILES_BYTES } from '../protocol/limits.ts'
import type { Catalogue } from './catalogue.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import { JobeFiles } from './jobe-files.ts'
import { FILE_ID, readJobeJob } from './jobe-request.ts'
import { overload, toJobeResult } from './jobe-result.ts'

export const JOBE_PATH = '/jobe/'
/** CodeRunner adds this to whatever address it is given. */
const BASE = `${JOBE_PATH}index.php/restapi`
/** A question may have a dozen files, and each is uploaded once. */
const FILES: RatePolicy = { name: 'files', burst: 200, perHour: 3600 }
/** Nothing in it can be read in two ways: white space is taken out before. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

type Here = ApiDeps & { readonly files: JobeFiles; readonly fileRates: AddressRates }

/** Jobe's interface, as CodeRunner for Moodle speaks it. COMPATIBILITY.md tells where it differs. */
export function createJobeRouter(deps: ApiDeps): ReturnType<typeof createRouter> {
  const here: Here = { ...deps, files: new JobeFiles(), fileRates: new AddressRates(FILES) }
  return createRouter({
    routes: [
      { method: 'GET', path: `${BASE}/languages`, handle: ({ response }) => answerJson(response, 200, languages(deps.catalogue)) },
      { method: 'POST', path: `${BASE}/runs`, handle: exchange => run(exchange, here) },
      { method: 'PUT', path: `${BASE}/files/:id`, handle: exchange => putFile(exchange, here) },
      { method: 'GET', path: `${BASE}/files/:id`, handle: exchange => lookForFile(exchange, here) },
    ],
    prefix: JOBE_PATH,
    answerFault,
    log: deps.log,
  })
}

/** Every name that a language has, with its version. */
function languages(catalogue: Catalogue): readonly (readonly [string, string])[] {
  return catalogue()
    .filter(({ ready }) => ready)
    .flatMap(({ profile: { piston }, version }) =>
      [...new Set([piston.language, ...piston.aliases])].map(name => [name, version ?? 'Unknown'] as const),
    )
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
}

async function run({ request, response }: Exchange, here: Here): Promise<void> {
  const caller = await here.callers.ofRun(request)
  countRun(here, caller, response)
  const { tenant, atOnce } = caller
  const job = readJobeJob(await readJson(request, RUN_BODY), here.catalogue, id => here.files.get(tenant, id))
  try {
    const result = await here.once({ ...job, size: null, overflow: 'drop', tenant, atOnce, ...callerOf(response) })
    answerJson(response, 200, toJobeResult(result))
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'too_busy') throw thrown
    if (!response.destroyed) answerJson(response, 200, overload(thrown.message))
  }
}

async function putFile({ request, response, parameters }: Exchange, here: Here): Promise<void> {
  const caller = await here.callers.ofRun(request)
  countRequest(here.fileRates, caller, response, 'Files are uploaded')
  const id = fileId(parameters.id)
  const { file_contents: contents } = Object(await readJson(request, RUN_BODY)) as { file_contents?: unknown }
  if (contents === undefined || contents === null) throw new AppError('bad_message', 'put: missing file_contents parameter')
  if (typeof contents !== 'string' || !BASE64.test(contents.replace(/\s+/g, ''))) {
    throw new AppError('bad_message', `put: contents of file ${id} are not valid base-64`)
  }
  const content = Buffer.from(contents, 'base64')
  if (content.length > FILES_BYTES) throw new AppError('source_too_large', `put: a file may have ${FILES_BYTES} bytes`)
  here.files.put(caller.tenant, id, content)
  response.writeHead(204).end()
}

/** Whether a file is here. Its content is told to nobody. */
async function lookForFile({ request, response, parameters }: Exchange, here: Here): Promise<void> {
  const { tenant } = await here.callers.ofRun(request)
  if (request.method !== 'HEAD' || !here.files.has(tenant, fileId(parameters.id))) throw new AppError('not_found', 'There is no such file')
  response.writeHead(204).end()
}

function fileId(id = ''): string {
  if (!FILE_ID.test(id)) throw new AppError('bad_message', 'The id of a file has 8 letters and digits, and 128 at most')
  return id
}

/** Jobe tells every refusal as plain text. A key that is missing or wrong is 403 there: CodeRunner takes 401 for something else. */
function answerFault(response: ServerResponse, thrown: unknown): void {
  const status = prepareFault(response, thrown)
  response.removeHeader('www-authenticate')
  const { code, message } = publicError(thrown)
  const body = `${message}\n`
  const told = status === 401 ? 403 : code === 'source_too_large' ? 400 : status
  response.writeHead(told, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) }).end(body)
}
