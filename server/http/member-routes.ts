import type { IncomingMessage, ServerResponse } from 'node:http'
import { AddressRates, networkOf } from '../access/address-rates.ts'
import type { Unsent } from '../access/unsent.ts'
import type { Member } from '../classes/classes.ts'
import type { Classrooms } from '../classes/classrooms.ts'
import { AppError } from '../platform/app-error.ts'
import { JoinBody, MEMBER_HEADER, type Membership, PresenceBody, ReturnBody, Secret } from '../protocol/classes.ts'
import { ExerciseSlug } from '../protocol/exercise.ts'
import { parse, readJson } from './body.ts'
import { whenClosed } from './closed.ts'
import { requireOwnPage } from './own-pages.ts'
import { answerJson, answerText } from './problem.ts'
import { countRequest } from './rate-limit.ts'
import type { Exchange, Route } from './router.ts'
import { Tries } from './tries.ts'

const BODY = { bytes: 4096, ms: 10_000 }
/** A class often has one address, and joins at once. */
const JOINING = { name: 'join', burst: 200, perHour: 1200 }
/** There are nearly 900 million codes: so many tries find none of them. Who mistypes it a few times is not locked out. */
const GUESSING = { name: 'codes', burst: 60, perHour: 120 }
/** Of one student: their page says that they are there twice a minute. */
const ASKING = { name: 'member', burst: 60, perHour: 1800 }
/** Tokens that are nobody's, of one address. */
const MISTAKEN = { name: 'tokens', burst: 200, perHour: 3600 }

/** Joining a class, and what its students ask for. */
export function memberRoutes({
  classrooms: { classes, work, presences, live },
  unsent,
  origins,
}: {
  readonly classrooms: Classrooms
  /** What is on its way, by addresses. */
  readonly unsent: Unsent
  readonly origins: readonly string[]
}): readonly Route[] {
  const joining = new AddressRates(JOINING)
  const guessing = new Tries(GUESSING)
  const asking = new AddressRates(ASKING)
  const mistaken = new Tries(MISTAKEN)

  /** Lets somebody in, and counts who tries what lets nobody in. */
  const letIn =
    <T>(enter: (json: unknown) => Promise<T | null>, refusal: string): Route['handle'] =>
    async ({ request, response, address }) => {
      requireOwnPage(request, origins)
      const tenant = networkOf(address)
      countRequest(joining, { tenant, by: 'address' }, response, 'Classes are joined')
      const json = await readJson(request, BODY)
      const joined = await guessing.attempt(tenant, response, () => enter(json))
      if (joined === null) throw new AppError('not_found', refusal)
      answerJson(response, 201, joined, { 'cache-control': 'no-store' })
    }

  /** Answers with what may be large: it counts until it is delivered. */
  const answerCounted = (response: ServerResponse, address: string, value: object, closed: Promise<void>): void => {
    const text = `${JSON.stringify(value)}\n`
    unsent.add(networkOf(address), Buffer.byteLength(text), closed)
    answerText(response, 200, text)
  }

  /** A route for whoever shows a student's token. */
  const forMember =
    (handle: (exchange: Exchange, member: Member) => Promise<void>): Route['handle'] =>
    async exchange => {
      const { request, response, address } = exchange
      const tenant = networkOf(address)
      response.setHeader('cache-control', 'no-store')
      const token = tokenIn(request)
      if (token === null) throw new AppError('no_key', `Show who you are in the class: ${MEMBER_HEADER}: <token>.`)
      const member = await mistaken.attempt(tenant, response, () => classes.memberOf(token))
      if (!member) throw new AppError('bad_key', 'No class here knows you, or not any more. Join the class again.')
      countRequest(asking, { tenant: `member ${member.id}`, by: 'key' }, response, 'Classes are asked for')
      await handle(exchange, member)
    }

  return [
    {
      method: 'POST',
      path: '/api/v1/join',
      handle: letIn(async json => {
        const { code, name } = parse(JoinBody, json)
        return classes.join(code, name)
      }, 'No class has this code. Look at it again: it has no 0, O, 1, I or L.'),
    },
    {
      method: 'POST',
      path: '/api/v1/join/return',
      handle: letIn(
        async json => classes.comeBack(parse(ReturnBody, json)),
        'This link was used before, or another one was made since. Ask your teacher for a new one.',
      ),
    },
    {
      method: 'GET',
      path: '/api/v1/member',
      handle: forMember(async ({ response, address }, member) => {
        const closed = whenClosed(response)
        const [known, commented, progress] = await Promise.all([
          classes.membership(member),
          work.commentedOf(member),
          work.ownProgress(member),
        ])
        const membership: Membership = { ...known, commented, progress }
        answerCounted(response, address, membership, closed)
      }),
    },
    {
      method: 'POST',
      path: '/api/v1/member/presence',
      handle: forMember(async ({ request, response }, member) => {
        const { slug } = parse(PresenceBody, await readJson(request, BODY))
        await presences.note(member.id, slug)
        live.changed(member.class, member.id)
        response.writeHead(204).end()
      }),
    },
    {
      method: 'GET',
      path: '/api/v1/member/comments',
      handle: forMember(async ({ response, query, address }, member) => {
        const closed = whenClosed(response)
        const slug = ExerciseSlug.safeParse(query.get('slug'))
        if (!slug.success) throw new AppError('bad_message', 'Name the exercise, after ?slug=.')
        answerCounted(response, address, { comments: await work.commentsFor(member, slug.data) }, closed)
      }),
    },
  ]
}

function tokenIn({ headers }: IncomingMessage): string | null {
  return Secret.safeParse(headers[MEMBER_HEADER.toLowerCase()]).data ?? null
}
