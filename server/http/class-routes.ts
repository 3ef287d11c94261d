import type { IncomingMessage } from 'node:http'
import { AddressRates, networkOf } from '../access/address-rates.ts'
import { Unsent } from '../access/unsent.ts'
import type { Classrooms } from '../classes/classrooms.ts'
import { BYTE_ORDER_MARK, classCsv } from '../classes/csv.ts'
import type { Submissions } from '../exercises/submissions.ts'
import { AppError } from '../platform/app-error.ts'
import {
  ClassChanges,
  ClassId,
  CommentBody,
  CommentId,
  type LiveEvent,
  MemberId,
  NewClassBody,
  type OpenedSubmission,
  Secret,
} from '../protocol/classes.ts'
import { ExerciseSlug, SubmissionId } from '../protocol/exercise.ts'
import type { ClassRecord } from '../store/class-rows.ts'
import { parse, readJson } from './body.ts'
import { whenClosed } from './closed.ts'
import { EventLines } from './event-lines.ts'
import { memberRoutes } from './member-routes.ts'
import { requireOwnPage } from './own-pages.ts'
import { answerJson, answerText, toProblem } from './problem.ts'
import { countRequest } from './rate-limit.ts'
import type { Exchange, Route } from './router.ts'

const BODY = { bytes: 128 * 1024, ms: 10_000 }
const CREATING = { name: 'classes', burst: 10, perHour: 30 }
/** Of all the networks that one place often has: 65,536 of IPv6. */
const CREATING_NEAR = { name: 'classes-near', burst: 40, perHour: 120 }
const SITE_BITS = 48
const TEACHING = { name: 'teach', burst: 200, perHour: 18_000 }
/** What stands between closes connections on which nothing is said for a minute. */
const BEAT_MS = 20_000
/** Whoever does not read so much of what is told is cut off: the page comes back by itself and is told everything anew. */
const UNREAD_BYTES = 4 * 1024 * 1024

export type ClassRoutesDeps = {
  readonly classrooms: Classrooms
  readonly submissions: Pick<Submissions, 'read'>
  /** Origins whose pages may make classes and join them, besides the host's own; `*`: all. */
  readonly origins: readonly string[]
}

/** Classes, for their teachers and students. */
export function classRoutes(deps: ClassRoutesDeps): readonly Route[] {
  const { classrooms, submissions, origins } = deps
  const { classes, live, work, presences } = classrooms
  const creating = new AddressRates(CREATING)
  const creatingNear = new AddressRates(CREATING_NEAR)
  const teaching = new AddressRates(TEACHING)
  const unsent = new Unsent()
  const path = '/api/v1/classes'

  /** A route for whoever shows the class's key. What may be large is counted before it is sent. */
  const forTeacher =
    (handle: (exchange: Exchange, record: ClassRecord, onSend: (bytes: number) => void) => Promise<void>): Route['handle'] =>
    async exchange => {
      const { request, response, address, parameters } = exchange
      const [closed, tenant] = [whenClosed(response), networkOf(address)]
      countRequest(teaching, { tenant, by: 'address' }, response, 'Classes are asked for')
      response.setHeader('cache-control', 'no-store')
      const key = keyIn(request)
      if (key === null) throw new AppError('no_key', "Show the class's key: Authorization: Bearer <key>.")
      const record = await classes.opened(named(ClassId, parameters.id, 'class'), key)
      await handle(exchange, record, bytes => unsent.add(tenant, bytes, closed))
    }

  return [
    {
      method: 'POST',
      path,
      handle: async ({ request, response, address }) => {
        requireOwnPage(request, origins)
        countRequest(creatingNear, { tenant: networkOf(address, SITE_BITS), by: 'address' }, response, 'Classes are made')
        countRequest(creating, { tenant: networkOf(address), by: 'address' }, response, 'Classes are made')
        const { title, choices } = parse(NewClassBody, await readJson(request, BODY))
        const made = await classes.create(title, choices)
        answerJson(response, 201, made, { location: `${path}/${made.id}`, 'cache-control': 'no-store' })
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      handle: forTeacher(async ({ response }, record) => answerJson(response, 200, classes.view(record))),
    },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      handle: forTeacher(async ({ request, response }, record) => {
        const changes = parse(ClassChanges, await readJson(request, BODY))
        answerJson(response, 200, await classes.change(record, changes))
      }),
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      handle: forTeacher(async ({ response }, record) => {
        await classes.remove(record)
        response.writeHead(204).end()
      }),
    },
    {
      method: 'POST',
      path: `${path}/:id/code`,
      handle: forTeacher(async ({ response }, record) => answerJson(response, 200, await classes.renewCode(record))),
    },
    {
      method: 'GET',
      path: `${path}/:id/live`,
      handle: forTeacher(async ({ response, address }, record) => {
        const network = networkOf(address)
        const onSend = (bytes: number, delivered: Promise<void>): void => unsent.add(network, bytes, delivered)
        tellLive(response, onSend, send => live.watch(record.id, network, send))
      }),
    },
    {
      method: 'GET',
      path: `${path}/:id/results.csv`,
      handle: forTeacher(async ({ response, query }, record, onSend) => {
        const text = classCsv(classes.view(record).exercises, await live.rows(record.id))
        const body = Buffer.from(query.get('bom') === '1' ? `${BYTE_ORDER_MARK}${text}` : text)
        onSend(body.length)
        response.writeHead(200, {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': `attachment; filename="class-${record.id}.csv"`,
          'content-length': body.length,
        })
        response.end(body)
      }),
    },
    {
      method: 'DELETE',
      path: `${path}/:id/members/:member`,
      handle: forTeacher(async ({ response, parameters }, record) => {
        const member = named(MemberId, parameters.member, 'student')
        await classes.removeMember(record, member)
        presences.forget(member)
        response.writeHead(204).end()
      }),
    },
    {
      method: 'POST',
      path: `${path}/:id/members/:member/return`,
      handle: forTeacher(async ({ response, parameters }, record) => {
        const key = await classes.allowReturn(record, named(MemberId, parameters.member, 'student'))
        answerJson(response, 201, { key })
      }),
    },
    {
      method: 'GET',
      path: `${path}/:id/members/:member/submissions`,
      handle: forTeacher(async ({ response, parameters, query }, record) => {
        const slug = named(ExerciseSlug, query.get('slug'), 'exercise')
        const submissions = await work.list(record, named(MemberId, parameters.member, 'student'), slug)
        answerJson(response, 200, { submissions })
      }),
    },
    {
      method: 'GET',
      path: `${path}/:id/submissions/:submission`,
      handle: forTeacher(async ({ response, parameters }, record, onSend) => {
        const id = named(SubmissionId, parameters.submission, 'submission')
        const member = await work.owner(record, id)
        const [{ view, fault }, comments] = await Promise.all([submissions.read(id), work.commentsOn(id)])
        const opened: OpenedSubmission = {
          submission: { ...view, problem: fault ? toProblem(fault) : null },
          member: { id: member.id, name: member.name },
          comments: [...comments],
        }
        const text = `${JSON.stringify(opened)}\n`
        onSend(Buffer.byteLength(text))
        answerText(response, 200, text)
      }),
    },
    {
      method: 'POST',
      path: `${path}/:id/submissions/:submission/comments`,
      handle: forTeacher(async ({ request, response, parameters }, record) => {
        const id = named(SubmissionId, parameters.submission, 'submission')
        const { text } = parse(CommentBody, await readJson(request, BODY))
        answerJson(response, 201, await work.comment(record, id, text))
      }),
    },
    {
      method: 'DELETE',
      path: `${path}/:id/submissions/:submission/comments/:comment`,
      handle: forTeacher(async ({ response, parameters }, record) => {
        const id = named(SubmissionId, parameters.submission, 'submission')
        await work.removeComment(record, id, named(CommentId, parameters.comment, 'comment'))
        response.writeHead(204).end()
      }),
    },
    ...memberRoutes({ classrooms, unsent, origins }),
  ]
}

/** Tells of a class until the caller goes. */
function tellLive(
  response: Exchange['response'],
  onSend: (bytes: number, delivered: Promise<void>) => void,
  watch: (send: (event: LiveEvent) => void) => Disposable,
): void {
  const lines = new EventLines<LiveEvent>(response, {}, (bytes, delivered) => {
    if (response.writableLength > UNREAD_BYTES) throw new AppError('too_slow', 'The page does not read what it is told.')
    onSend(bytes, delivered)
  })
  const watching = watch(event => {
    if (event.type !== 'deleted') return lines.send(event)
    lines.end(event)
    stop()
  })
  const beat = setInterval(() => lines.send({ type: 'beat' }), BEAT_MS)
  beat.unref()
  const stop = (): void => {
    clearInterval(beat)
    watching[Symbol.dispose]()
  }
  if (response.destroyed) stop()
  else response.once('close', stop)
}

function keyIn({ headers }: IncomingMessage): string | null {
  const text = /^bearer +(.*)$/i.exec(headers.authorization ?? '')?.[1]
  return Secret.safeParse(text).data ?? null
}

/** A name that a request gives of something. One that cannot be is of nothing that is there. */
function named<T>(
  schema: { safeParse: (value: unknown) => { readonly data?: T | undefined } },
  value: string | null | undefined,
  what: string,
): T {
  const { data } = schema.safeParse(value)
  if (data === undefined) throw new AppError('not_found', `There is no such ${what}.`)
  return data
}
