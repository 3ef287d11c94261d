import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../platform/app-error.ts'
import { hashOf } from '../platform/hash.ts'
import type { Logger } from '../platform/logger.ts'
import { ExerciseSlug } from '../protocol/exercise.ts'
import type { LtiPlatform } from '../store/lti-record.ts'
import type { Store } from '../store/store.ts'
import { CLAIM, DEEP_LINKING, type LaunchMessage } from './claims.ts'
import { Gradebook, type Graded } from './gradebook.ts'
import { LaunchTokens } from './launch-tokens.ts'
import { isOfPlatform, originsOf } from './outgoing.ts'
import { OwnKey } from './own-key.ts'
import { type Classes, Seats } from './seats.ts'
import { Tickets } from './tickets.ts'

/** From the click in the course until its answer is here. */
const LOGIN_MS = 600_000
/** While a teacher chooses an exercise. */
const CHOICE_MS = 3_600_000
/** Longer texts are not looked at. */
const TOKEN_LENGTH = 64 * 1024
const TEXT_LENGTH = 4096
const COOKIE_PREFIX = 'glovebox-lti-'

export const LAUNCH_PATH = '/lti/launch'

export type LtiDeps = {
  readonly store: Pick<Store, 'lti' | 'ltiScores' | 'members' | 'classes'>
  readonly classes: Classes
  /** What there is to solve now. */
  readonly exercises: () => readonly ExerciseChoice[]
  readonly now: () => number
  readonly log: Logger
}

export type ExerciseChoice = { readonly slug: string; readonly title: string; readonly points: number }

type Cookie = { readonly name: string; readonly value: string }

/** What a launch comes to. */
export type Launch =
  /** Goes on to this address. `sure`: it is known that whoever began the launch is who ends it. */
  | { readonly name: 'student'; readonly path: string; readonly sure: boolean; readonly who: string }
  | { readonly name: 'teacher'; readonly path: string; readonly classPath: string }
  | { readonly name: 'choosing'; readonly ticket: string; readonly exercises: readonly ExerciseChoice[] }

/** What a teacher's choice comes to: a form for the course system. */
export type Chosen = { readonly url: string; readonly jwt: string }

const text = z.string().max(TEXT_LENGTH)
const LoginParameters = z.object({
  iss: text,
  login_hint: text,
  target_link_uri: text,
  client_id: text.optional(),
  lti_message_hint: text.optional(),
})
const LaunchForm = z.object({ state: z.string().max(TOKEN_LENGTH), id_token: z.string().max(TOKEN_LENGTH) })
const State = z.object({ platform: z.string(), nonce: z.string(), cookie: z.string(), origin: z.string() })
const Choosing = z.object({
  platform: z.string(),
  origin: z.string(),
  deployment: z.string(),
  returnUrl: z.string(),
  data: z.string().nullable(),
})
const ChoiceForm = z.object({ ticket: z.string().max(TOKEN_LENGTH), exercise: ExerciseSlug })

/**
 * LTI 1.3: people come here out of a course system, and their scores go back there.
 *
 * Tokens and keys are the work of `jose`, which is kept well and has no dependencies. What is LTI's own on top of that is some claims to look at, and is
 * written here: `ltijs` brings a web server and a database of its own, and `@lti-tool/core`, itself a layer on `jose`, a second logger; it ties no launch to
 * the browser that began it, and takes any algorithm and any host that a token names.
 *
 * A launch is tied to the browser that began it by a cookie, which is of the frame that it is shown in (Partitioned). Where a browser keeps none, the token
 * of the course system is checked as well as ever, and used up: but that it was for another browser would not be noticed, so that somebody could be led
 * to work under another one's name. They are told the name, and asked, before they go on.
 */
export class Lti {
  readonly #deps: LtiDeps
  readonly #key: OwnKey
  readonly #tickets: Tickets
  readonly #seats: Seats
  readonly #gradebook: Gradebook
  readonly #tokens: LaunchTokens
  #frames: readonly string[] = []

  constructor(deps: LtiDeps) {
    const { store, classes, now, log } = deps
    this.#deps = deps
    this.#key = new OwnKey(store.lti, now)
    this.#tickets = new Tickets(now)
    this.#tokens = new LaunchTokens(now, log)
    this.#seats = new Seats(store, classes, this.#key)
    this.#gradebook = new Gradebook({ rows: store.ltiScores, lti: store.lti, key: this.#key, now, log })
  }

  async start(): Promise<void> {
    await this.#platforms()
    this.#gradebook.start()
  }

  close(): Promise<void> {
    return this.#gradebook.close()
  }

  /** Origins of the pages that may show exercises in a frame. */
  get frames(): readonly string[] {
    return this.#frames
  }

  jwks(): ReturnType<OwnKey['jwks']> {
    return this.#key.jwks()
  }

  /** Something of somebody was graded: if they came from a course, it hears of the score. */
  graded(graded: Graded): void {
    this.#gradebook.graded(graded).catch(fault => {
      this.#deps.log.error({ err: fault, member: graded.member, exercise: graded.slug }, 'a score could not be kept for a course system')
    })
  }

  /**
   * Begins a launch: sends the browser to the course system, to come back with its word for who it is.
   * @param isOwnHost whether this server is called so.
   */
  async login(given: unknown, isOwnHost: (host: string) => boolean): Promise<{ readonly location: string; readonly cookie: Cookie }> {
    const { iss, client_id, login_hint, target_link_uri, lti_message_hint } = readForm(LoginParameters, given)
    const found = (await this.#platforms()).filter(({ issuer, clientId }) => issuer === iss && clientId === (client_id ?? clientId))
    const [platform] = found
    if (!platform || found.length > 1) {
      throw new AppError(
        'not_found',
        'This course system is not registered here. The operator of this server does that: npm run data -- lti add …',
      )
    }
    if (
      !URL.canParse(target_link_uri) ||
      !/^https?:$/.test(new URL(target_link_uri).protocol) ||
      !isOwnHost(new URL(target_link_uri).host)
    ) {
      throw new AppError('bad_message', 'The link in the course leads to another server (target_link_uri).')
    }
    const [nonce, secret] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
    const { origin } = new URL(target_link_uri)
    const state = await this.#tickets.sign('login', { platform: platform.id, nonce, cookie: hashOf(secret), origin }, LOGIN_MS)
    const location = new URL(platform.loginUrl)
    const parameters = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.clientId,
      redirect_uri: `${origin}${LAUNCH_PATH}`,
      login_hint,
      ...(lti_message_hint === undefined ? {} : { lti_message_hint }),
      state,
      nonce,
    }
    for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value)
    return { location: location.href, cookie: { name: cookieName(nonce), value: secret } }
  }

  /** Ends a launch: what the course system says is checked, and used up. */
  async launch(given: unknown, cookies: ReadonlyMap<string, string>): Promise<{ readonly launch: Launch; readonly cookie: string }> {
    const { state, id_token } = readForm(LaunchForm, given)
    const { platform: id, nonce, cookie, origin } = await this.#tickets.read('login', state, State)
    const secret = cookies.get(cookieName(nonce))
    if (secret !== undefined && !isSame(hashOf(secret), cookie)) {
      throw new AppError('bad_key', 'This launch was begun in another browser. Open it from your course again.')
    }
    const platform = (await this.#platforms()).find(one => one.id === id)
    if (!platform) throw new AppError('not_found', 'This course system is not registered here any more.')
    const message = await this.#tokens.verify(id_token, platform)
    if (message.nonce !== nonce || !this.#tickets.spend(nonce, LOGIN_MS)) {
      throw new AppError('bad_key', 'This launch has been used already. Open it from your course again.')
    }
    if (!platform.deployments.includes(message.deployment)) {
      throw new AppError('bad_key', `The deployment "${message.deployment}" of this course system is not registered here.`)
    }
    return { launch: await this.#toLaunch(platform, message, origin, secret !== undefined), cookie: cookieName(nonce) }
  }

  /** What a teacher has chosen, signed for the course system. */
  async choose(given: unknown): Promise<Chosen> {
    const { ticket, exercise } = readForm(ChoiceForm, given)
    const { platform: id, origin, deployment, returnUrl, data } = await this.#tickets.read('choosing', ticket, Choosing)
    const platform = (await this.#platforms()).find(one => one.id === id)
    const found = this.#deps.exercises().find(({ slug }) => slug === exercise)
    if (!platform || !found) throw new AppError('not_found', 'This exercise, or this course system, is not here any more.')
    const item = {
      type: 'ltiResourceLink',
      title: found.title,
      url: `${origin}/exercises/${found.slug}`,
      custom: { exercise: found.slug },
      lineItem: { label: found.title, scoreMaximum: found.points, resourceId: found.slug },
    }
    const jwt = await this.#key.sign({
      iss: platform.clientId,
      aud: platform.issuer,
      nonce: randomBytes(16).toString('hex'),
      [`${CLAIM}message_type`]: 'LtiDeepLinkingResponse',
      [`${CLAIM}version`]: '1.3.0',
      [`${CLAIM}deployment_id`]: deployment,
      [`${DEEP_LINKING}content_items`]: [item],
      ...(data === null ? {} : { [`${DEEP_LINKING}data`]: data }),
    })
    return { url: returnUrl, jwt }
  }

  async #toLaunch(platform: LtiPlatform, message: LaunchMessage, origin: string, sure: boolean): Promise<Launch> {
    const { deployment, subject, contextTitle } = message
    if (message.choosing) {
      const { returnUrl, data } = message.choosing
      if (!isOfPlatform(returnUrl, platform)) {
        throw new AppError('bad_message', 'The course system wants the choice sent to a host that is not registered for it.')
      }
      const ticket = await this.#tickets.sign('choosing', { platform: platform.id, origin, deployment, returnUrl, data }, CHOICE_MS)
      return { name: 'choosing', ticket, exercises: this.#deps.exercises() }
    }
    const slug = this.#slugOf(message)
    const path = slug === null ? '/exercises' : `/exercises/${slug}`
    if (message.context === null) throw new AppError('bad_message', 'The course system does not say which course this is.')
    const context = { platform: platform.id, deployment, context: message.context }
    if (message.isTeacher) {
      const { class: id, classKey } = await this.#seats.classOf(context, contextTitle, slug)
      return { name: 'teacher', path, classPath: `/classes/${id}#key=${classKey}` }
    }
    const { member, token, name } = await this.#seats.seatOf(context, contextTitle, slug, subject, message.name)
    if (slug !== null && message.lineItem) await this.#gradebook.link(platform, { member, lineItem: message.lineItem, subject, slug })
    this.#deps.log.info({ platform: platform.id, member, exercise: slug }, 'somebody came from a course')
    return { name: 'student', path: `${path}#member=${token}&id=${member}`, sure, who: name }
  }

  /** The exercise that a link in a course is for; null where it is for all of them. */
  #slugOf({ exercise, target }: LaunchMessage): string | null {
    const path = target !== null && URL.canParse(target) ? new URL(target).pathname : ''
    const named = exercise ?? /^\/exercises\/([^/]+)\/?$/.exec(path)?.[1] ?? null
    if (named === null) return null
    if (this.#deps.exercises().some(({ slug }) => slug === named)) return named
    throw new AppError('not_found', `There is no exercise "${named.slice(0, 64)}" here. Whoever made the link in the course can mend that.`)
  }

  /** They are registered by a command, while this server runs. */
  async #platforms(): Promise<readonly LtiPlatform[]> {
    const platforms = await this.#deps.store.lti.platforms()
    this.#frames = [...new Set(platforms.flatMap(originsOf))]
    this.#tokens.forgetOthers(platforms)
    return platforms
  }
}

function readForm<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('bad_message', `The course system sends no valid ${issue?.path.join('.') || 'form'}.`)
}

function cookieName(nonce: string): string {
  return `${COOKIE_PREFIX}${nonce.slice(0, 12)}`
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
