import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AddressRates } from '../access/address-rates.ts'
import type { Caller, Callers } from '../access/callers.ts'
import { Unsent } from '../access/unsent.ts'
import type { CatalogueView } from '../exercises/catalogue-view.ts'
import type { Exercise as ExerciseWhole } from '../exercises/exercise.ts'
import { findExercise } from '../exercises/find-exercise.ts'
import { noMember } from '../exercises/refusals.ts'
import { toExercism } from '../exercises/results/exercism.ts'
import { toPrairieLearn } from '../exercises/results/prairielearn.ts'
import type { Submissions } from '../exercises/submissions.ts'
import { AppError } from '../platform/app-error.ts'
import {
  type Availability,
  type Exercise,
  type Grading,
  type GradingEvent,
  SubmissionBody,
  SubmissionId,
  type SubmissionView,
} from '../protocol/exercise.ts'
import { MESSAGE_BYTES } from '../protocol/limits.ts'
import { parse, readJson } from './body.ts'
import { whenClosed } from './closed.ts'
import { EventLines, wantsLines } from './event-lines.ts'
import { answerFile } from './exercise-files.ts'
import { idempotencyKey } from './idempotency.ts'
import { requireOwnPage } from './own-pages.ts'
import { answerJson, answerText, toProblem } from './problem.ts'
import { countBytes, countRequest } from './rate-limit.ts'
import type { Exchange, Route } from './router.ts'

const BODY = { bytes: MESSAGE_BYTES, ms: 30_000 }
/** A class often has one address, and all of it presses Check when the time is over. */
const HANDING_IN = { name: 'check', burst: 120, perHour: 3600 }
const HANDED_IN_BYTES = { name: 'check-bytes', burst: 100 * 1_048_576, perHour: 100 * 1_048_576 }
/** All of a class opens an exercise, with its pictures, in the same moment. */
const READING = { name: 'read', burst: 1000, perHour: 72_000 }
const MEMBER_TOKEN = /^[\w-]{1,128}$/
/** Longer than a submission waits and is graded. */
const SILENT_MS = 300_000

/** How other systems are told of a grading. */
const FORMS: Readonly<Record<string, (grading: Grading) => object>> = { exercism: toExercism, prairielearn: toPrairieLearn }

const EXERCISES = '/api/v1/exercises'
const SUBMISSIONS = '/api/v1/submissions'

/** Who of a class holds a token. */
type MemberOf = (token: string) => Promise<{ readonly id: string } | null>

export type ExerciseRoutesDeps = {
  readonly catalogue: CatalogueView
  readonly submissions: Submissions
  readonly availability: (language: string) => Availability
  readonly memberOf: MemberOf
  readonly callers: Callers
  /** Origins whose pages may hand in, besides the host's own; `*`: all. */
  readonly origins: readonly string[]
}

export type ExercisePagesDeps = Pick<ExerciseRoutesDeps, 'catalogue' | 'availability'>

/** Exercises, and what is handed in, for pages of this server and for programs. */
export function exerciseRoutes(deps: ExerciseRoutesDeps): readonly Route[] {
  const { submissions, callers } = deps
  const reading = new AddressRates(READING)
  const unsent = new Unsent()
  /** Counts a question, and its answer until that is delivered. */
  const read =
    (what: string, answer: (exchange: Exchange) => Promise<object> | object): Route['handle'] =>
    async exchange => {
      const { request, response } = exchange
      const closed = whenClosed(response)
      const { tenant } = await countReading(what, exchange)
      const text = `${JSON.stringify(await answer(exchange))}\n`
      const headers = { etag: `"${createHash('sha256').update(text).digest('base64url')}"`, 'cache-control': 'no-cache' }
      if (request.headers['if-none-match'] === headers.etag) return void response.writeHead(304, headers).end()
      unsent.add(tenant, Buffer.byteLength(text), closed)
      answerText(response, 200, text, headers)
    }
  const countReading = async (what: string, { request, response }: Exchange): Promise<Caller> => {
    const caller = await callers.of(request)
    countRequest(reading, caller, response, what)
    return caller
  }
  const handIn = handInRoute(deps, unsent)
  return [
    { method: 'GET', path: EXERCISES, handle: read('Exercises are read', () => deps.catalogue.index()) },
    { method: 'GET', path: `${EXERCISES}/:slug`, handle: read('Exercises are read', exchange => viewOf(deps, exchange)) },
    {
      method: 'GET',
      path: `${EXERCISES}/:slug/files/:name`,
      handle: async exchange => {
        const closed = whenClosed(exchange.response)
        const { tenant } = await countReading('Exercises are read', exchange)
        const { version, attachments } = exerciseOf(deps, exchange)
        const { name } = exchange.parameters
        const file = attachments.find(attachment => attachment.name === name)
        answerFile(exchange, version, file, bytes => unsent.add(tenant, bytes, closed))
      },
    },
    {
      method: 'GET',
      path: `${EXERCISES}/:slug/solution`,
      handle: async exchange => {
        const { request, response, query } = exchange
        const closed = whenClosed(response)
        const { tenant } = await countReading('Solutions are read', exchange)
        const id = SubmissionId.safeParse(request.headers['glovebox-submission'])
        const language = query.get('language')
        if (language === null) throw new AppError('bad_message', 'Name the language by its id, after ?language=.')
        const solution = await submissions.solutionFor(exerciseOf(deps, exchange).slug, language, id.data ?? null)
        const text = `${JSON.stringify(solution)}\n`
        unsent.add(tenant, Buffer.byteLength(text), closed)
        answerText(response, 200, text, { 'cache-control': 'no-store' })
      },
    },
    { method: 'POST', path: `${EXERCISES}/:slug/submissions`, handle: handIn },
    {
      method: 'GET',
      path: `${SUBMISSIONS}/:id`,
      handle: read('Submissions are read', exchange => readSubmission(submissions, exchange)),
    },
    {
      method: 'GET',
      path: `${SUBMISSIONS}/:id/results.json`,
      handle: read('Submissions are read', exchange => readResults(submissions, exchange)),
    },
  ]
}

/** What the process of the pages may ask for: exercises, to put them into pages. */
export function exercisePages(deps: ExercisePagesDeps): readonly Route[] {
  return [
    { method: 'GET', path: '/exercises', handle: ({ response }) => answerJson(response, 200, deps.catalogue.index()) },
    { method: 'GET', path: '/exercises/:slug', handle: exchange => answerJson(exchange.response, 200, viewOf(deps, exchange)) },
  ]
}

function handInRoute(deps: ExerciseRoutesDeps, unsent: Unsent): Route['handle'] {
  const { submissions, callers, memberOf, origins } = deps
  const handingIn = new AddressRates(HANDING_IN)
  const bytes = new AddressRates(HANDED_IN_BYTES)
  return async exchange => {
    const { request, response } = exchange
    const closed = whenClosed(response)
    requireOwnPage(request, origins)
    // Pages are let in without a key, as they are to the terminal.
    const caller = await (request.headers.origin === undefined ? callers.ofRun(request) : callers.of(request))
    if (request.headers.origin === undefined && callers.access === 'off') {
      throw new AppError('bad_origin', 'Here only pages of this server may hand in solutions.')
    }
    countRequest(handingIn, caller, response, 'Solutions are handed in')
    const { slug } = exerciseOf(deps, exchange)
    const name = idempotencyKey(request.headers)
    const member = await memberIn(request, memberOf)
    const body = parse(SubmissionBody, await readJson(request, BODY))
    countBytes(bytes, caller, response, 'Solutions are handed in', Buffer.byteLength(JSON.stringify(body.files)))
    const { id, isNew, follow, result } = await submissions.submit({ slug, body, tenant: caller.tenant, member, name })
    const headers = {
      location: `${SUBMISSIONS}/${id}`,
      'glovebox-submission': id,
      ...(isNew ? {} : { 'idempotent-replayed': 'true' }),
    }
    response.setTimeout(SILENT_MS, () => response.destroy())
    if (!wantsLines(request.headers.accept)) {
      const text = `${JSON.stringify(await result)}\n`
      if (response.destroyed) return
      unsent.add(caller.tenant, Buffer.byteLength(text), closed)
      answerText(response, 201, text, { ...headers, 'cache-control': 'no-store' })
      return
    }
    const lines = new EventLines<GradingEvent>(response, headers, sent => unsent.add(caller.tenant, sent, closed))
    const leave = follow(progress => lines.send(progress))
    void closed.then(leave)
    try {
      lines.end({ type: 'result', submission: await result })
    } catch (thrown) {
      if (!lines.begun) throw thrown
      lines.end({ type: 'error', problem: toProblem(thrown) })
    } finally {
      leave()
    }
  }
}

function exerciseOf({ catalogue }: Pick<ExerciseRoutesDeps, 'catalogue'>, { parameters }: Exchange): ExerciseWhole {
  return findExercise(catalogue, parameters.slug ?? '')
}

function viewOf(deps: ExercisePagesDeps, exchange: Exchange): Exercise {
  const view = deps.catalogue.view(exerciseOf(deps, exchange))
  const inLanguages = view.inLanguages.map(one => ({ ...one, availability: deps.availability(one.language) }))
  return { ...view, inLanguages }
}

async function readSubmission(submissions: Submissions, exchange: Exchange): Promise<SubmissionView> {
  const { view, fault } = await submissions.read(submissionId(exchange))
  return { ...view, problem: fault ? toProblem(fault) : null }
}

async function readResults(submissions: Submissions, exchange: Exchange): Promise<object> {
  const form = exchange.query.get('form') ?? 'exercism'
  const tell = Object.hasOwn(FORMS, form) ? FORMS[form] : undefined
  if (!tell) throw new AppError('bad_message', `Results are told as one of these forms: ${Object.keys(FORMS).join(', ')}.`)
  const { view, fault } = await submissions.read(submissionId(exchange))
  if (fault) throw fault
  if (!view.grading) throw new AppError('still_running', 'This submission is still being graded. Ask again in a moment.')
  return tell(view.grading)
}

function submissionId({ parameters }: Exchange): string {
  const id = SubmissionId.safeParse(parameters.id)
  if (!id.success) throw new AppError('not_found', 'There is no such submission: an id has 22 letters and digits.')
  return id.data
}

async function memberIn({ headers }: IncomingMessage, memberOf: MemberOf): Promise<string | null> {
  const token = headers['glovebox-member']
  if (token === undefined) return null
  const member = typeof token === 'string' && MEMBER_TOKEN.test(token) ? await memberOf(token) : null
  if (!member) throw noMember()
  return member.id
}
