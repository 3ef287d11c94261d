import type { ServerResponse } from 'node:http'
import type { Caller } from '../access/callers.ts'
import { Unsent } from '../access/unsent.ts'
import { readJson } from '../http/body.ts'
import { answerJson, prepareFault } from '../http/problem.ts'
import { createRouter, type Exchange, type Route } from '../http/router.ts'
import { AppError, publicError } from '../platform/app-error.ts'
import type { Catalogue, Language } from './catalogue.ts'
import { type ApiDeps, callerOf, countRun, RUN_BODY } from './edge.ts'
import { bytesOf } from './judge0-kept.ts'
import { type Faults, findById, readSubmission } from './judge0-request.ts'
import { STATUSES } from './judge0-status.ts'
import type { Submission } from './judge0-submission.ts'
import { Submissions } from './judge0-submissions.ts'
import { readFields, tellSubmission } from './judge0-tell.ts'

const BASE = '/api/judge0'
const BATCH = 20
const FULL = { error: 'queue is full' }
/** The version whose interface this is; clients look at it. */
const ABOUT = { version: '1.13.1', homepage: '', source_code: '', maintainer: '' }

type Read = Exclude<ReturnType<typeof readSubmission>, Faults>
type Here = ApiDeps & { readonly submissions: Submissions; readonly unsent: Unsent }

/** The core of Judge0's interface. COMPATIBILITY.md tells where it differs. */
export function createJudge0Router(deps: ApiDeps): ReturnType<typeof createRouter> {
  const submissions = new Submissions({ once: deps.once, log: deps.log })
  const here: Here = { ...deps, submissions, unsent: new Unsent() }
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({ method, path: `${BASE}${path}`, handle })
  const value = (path: string, value: () => unknown): Route => route('GET', path, ({ response }) => answerJson(response, 200, value()))
  const forbidden = ({ response }: Exchange): void => void response.writeHead(403, { 'content-length': 0 }).end()
  const { catalogue } = deps
  return createRouter({
    routes: [
      route('POST', '/submissions', exchange => submitOne(exchange, here)),
      route('POST', '/submissions/batch', exchange => submitBatch(exchange, here)),
      route('GET', '/submissions/batch', exchange => tellBatch(exchange, here)),
      route('GET', '/submissions/:token', exchange => tellOne(exchange, here)),
      // To see everybody's submissions, or to remove one, takes a key that nobody has here.
      route('GET', '/submissions', forbidden),
      route('DELETE', '/submissions/:token', forbidden),
      value('/languages', () => languages(catalogue, false)),
      value('/languages/all', () => languages(catalogue, true)),
      route('GET', '/languages/:id', exchange => tellLanguage(exchange, catalogue)),
      value('/statuses', () => STATUSES),
      value('/about', () => ABOUT),
      route('GET', '/version', ({ response }) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(ABOUT.version)),
    ],
    prefix: `${BASE}/`,
    answerFault,
    log: deps.log,
  })
}

async function submitOne(exchange: Exchange, here: Here): Promise<void> {
  const { request, response, query } = exchange
  const caller = await here.callers.ofRun(request)
  countRun(here, caller, response)
  const base64 = isSet(query, 'base64_encoded')
  const fields = readFields(query.get('fields'))
  const wait = isSet(query, 'wait')
  const signal = wait ? callerOf(response).signal : new AbortController().signal
  const read = readSubmission(await readJson(request, RUN_BODY), base64, here.catalogue)
  if (!isRead(read)) return answerJson(response, 422, read)
  countRun(here, caller, response, runsOf(read) - 1)
  const submission = here.submissions.submit(read.submitted, read.language, caller, signal)
  if (!wait) return answerJson(response, 201, { token: submission.token })
  await submission.ended
  if (!response.destroyed) tell(response, caller, here, 201, [submission], ([one]) => one && tellSubmission(one, fields, base64))
}

async function submitBatch({ request, response, query }: Exchange, here: Here): Promise<void> {
  const caller = await here.callers.ofRun(request)
  countRun(here, caller, response)
  const base64 = isSet(query, 'base64_encoded')
  const body = Object(await readJson(request, RUN_BODY)) as { submissions?: unknown }
  const reads = inBatch(Array.isArray(body.submissions) ? body.submissions : []).map(one => readSubmission(one, base64, here.catalogue))
  countRun(here, caller, response, reads.filter(isRead).reduce((sum, read) => sum + runsOf(read), 0) - 1)
  const answers = reads.map(read => {
    if (!isRead(read)) return read
    try {
      return { token: here.submissions.submit(read.submitted, read.language, caller, new AbortController().signal).token }
    } catch (thrown) {
      if (thrown instanceof AppError) return FULL
      throw thrown
    }
  })
  answerJson(response, reads.some(isRead) ? 201 : 422, answers)
}

async function tellOne({ request, response, query, parameters }: Exchange, here: Here): Promise<void> {
  const caller = await here.callers.of(request)
  const submission = here.submissions.get(parameters.token ?? '')
  if (!submission) throw new AppError('not_found', 'there is no such submission')
  const fields = readFields(query.get('fields'))
  tell(response, caller, here, 200, [submission], ([one]) => one && tellSubmission(one, fields, isSet(query, 'base64_encoded')))
}

async function tellBatch({ request, response, query }: Exchange, here: Here): Promise<void> {
  const caller = await here.callers.of(request)
  const tokens = inBatch((query.get('tokens') ?? String(request.headers.tokens ?? '')).split(',').filter(token => token !== ''))
  const fields = readFields(query.get('fields'))
  const base64 = isSet(query, 'base64_encoded')
  const found = tokens.map(token => here.submissions.get(token))
  tell(response, caller, here, 200, found, all => ({ submissions: all.map(one => one && tellSubmission(one, fields, base64)) }))
}

/** Answers with submissions, unless too much waits for the same caller already. */
function tell(
  response: ServerResponse,
  { tenant }: Caller,
  { unsent }: Here,
  status: number,
  found: readonly (Submission | null)[],
  value: (found: readonly (Submission | null)[]) => unknown,
): void {
  const bytes = found.reduce((sum, one) => sum + (one ? bytesOf(one) : 0), 0)
  unsent.add(tenant, bytes, callerOf(response).delivered)
  answerJson(response, status, value(found))
}

function inBatch<T>(given: readonly T[]): readonly T[] {
  if (given.length === 0) throw new AppError('bad_message', 'there should be at least one submission in a batch')
  if (given.length <= BATCH) return given
  throw new AppError('bad_message', `number of submissions in a batch should be less than or equal to ${BATCH}`)
}

function tellLanguage({ response, parameters }: Exchange, catalogue: Catalogue): void {
  const id = Number(parameters.id)
  const language = findById(catalogue, id)
  if (!language) throw new AppError('not_found', 'there is no such language')
  const { profile } = language
  const commands = { compile_cmd: profile.compile?.join(' ') ?? null, run_cmd: profile.run.join(' ') }
  answerJson(response, 200, { id, name: nameOf(language), is_archived: false, source_file: profile.mainFile, ...commands })
}

/** A language has the number of its newest version; the older ones are archived, and mean the same. */
function languages(catalogue: Catalogue, all: boolean): readonly object[] {
  return catalogue().flatMap(language => {
    const [newest, ...older] = language.profile.judge0
    if (newest === undefined) return []
    const name = nameOf(language)
    if (!all) return [{ id: newest, name }]
    return [{ id: newest, name, is_archived: false }, ...older.map(id => ({ id, name, is_archived: true }))]
  })
}

function nameOf({ profile, version }: Language): string {
  return version ? `${profile.title} (${version})` : profile.title
}

function isRead(read: Read | Faults): read is Read {
  return 'submitted' in read
}

/** How often a program is run. Numbers need not be whole. */
function runsOf({ submitted }: Read): number {
  return Math.ceil(submitted.number_of_runs)
}

function isSet(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true'
}

function answerFault(response: ServerResponse, thrown: unknown): void {
  const status = prepareFault(response, thrown)
  const { code, message } = publicError(thrown)
  if (code === 'too_busy') return answerJson(response, 503, FULL)
  answerJson(response, status, { error: message })
}
