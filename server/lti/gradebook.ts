import type { Logger } from '../platform/logger.ts'
import type { LtiPlatform } from '../store/lti-record.ts'
import type { LtiRows } from '../store/lti-rows.ts'
import type { LtiDue, LtiLine, LtiScoreRows } from '../store/lti-score-rows.ts'
import { AccessTokens } from './access-tokens.ts'
import { askPlatform, isOfPlatform } from './outgoing.ts'
import type { OwnKey } from './own-key.ts'
import { noRoom } from './room.ts'

/** Places in grade books that one student has. */
const LINES = 200
/** Scores that are told at the same time, and looked for together. */
const LANES = 4
const TOGETHER = 40
/** A score that is not taken is told again after this, then after twice as long, and so on: for a week in all. */
const AGAIN_MS = 10_000
const MOST_MS = 6 * 3_600_000
const TRIES = 40
/** Other servers may have left something. */
const LOOK_MS = 60_000
const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json'

export type GradebookDeps = {
  readonly rows: LtiScoreRows
  readonly lti: Pick<LtiRows, 'platforms'>
  readonly key: OwnKey
  readonly now: () => number
  readonly log: Logger
}

/** What was graded of somebody. */
export type Graded = { readonly member: string; readonly slug: string; readonly points: number; readonly maxPoints: number }

/** Tells course systems the best score of each student (Assignment and Grade Services 2.0). What is not told yet is in the database, and outlives this server. */
export class Gradebook {
  readonly #deps: GradebookDeps
  readonly #tokens: AccessTokens
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #telling: Promise<void> | null = null
  /** Something became due while others were told. */
  #more = false

  constructor(deps: GradebookDeps) {
    this.#deps = deps
    this.#tokens = new AccessTokens(deps.key, deps.now)
  }

  /** From now on what is due is told. */
  start(): void {
    this.#wake()
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the server ends'))
    if (this.#timer) clearTimeout(this.#timer)
    await this.#telling
  }

  /** Where somebody's score for an exercise goes, as their course system says. False where that is none of its own addresses, or one too many. Throws where there is no room. */
  async link(platform: LtiPlatform, line: Omit<LtiLine, 'platform'>): Promise<boolean> {
    if (!isOfPlatform(line.lineItem, platform)) {
      this.#deps.log.warn({ platform: platform.id, lineItem: line.lineItem }, 'a place for scores is not on a host of its course system')
      return false
    }
    const outcome = await this.#deps.rows.link({ ...line, platform: platform.id }, LINES, this.#deps.now())
    if (outcome === 'full') throw noRoom()
    if (outcome === 'linked') this.#wake()
    return outcome === 'linked'
  }

  async graded({ member, slug, points, maxPoints }: Graded): Promise<void> {
    if ((await this.#deps.rows.improve(member, slug, points, maxPoints, this.#deps.now())) > 0) this.#wake()
  }

  #wake(): void {
    if (this.#closing.signal.aborted) return
    if (this.#telling) {
      this.#more = true
      return
    }
    if (this.#timer) clearTimeout(this.#timer)
    this.#telling = this.#tellDue()
      .then(
        () => true,
        fault => {
          this.#deps.log.error({ err: fault }, 'scores could not be told')
          return false
        },
      )
      .then(async isNoted => {
        const nextMs = await this.#deps.rows.nextDueMs().catch(() => null)
        this.#telling = null
        if (this.#closing.signal.aborted) return
        const soonMs = this.#more ? 0 : Math.min(LOOK_MS, Math.max(1000, (nextMs ?? Number.POSITIVE_INFINITY) - this.#deps.now()))
        // Where the database cannot note what was told, all of it is still due.
        const waitMs = isNoted ? soonMs : LOOK_MS
        this.#more = false
        this.#timer = setTimeout(() => this.#wake(), waitMs).unref()
      })
  }

  async #tellDue(): Promise<void> {
    const { rows, lti, now } = this.#deps
    const due = [...(await rows.due(now(), TOGETHER))]
    if (due.length === 0) return
    this.#more ||= due.length === TOGETHER
    const platforms = new Map((await lti.platforms()).map(platform => [platform.id, platform]))
    const lane = async (): Promise<void> => {
      for (let one = due.shift(); one && !this.#closing.signal.aborted; one = due.shift())
        await this.#tellOne(one, platforms.get(one.platform))
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }

  async #tellOne(due: LtiDue, platform: LtiPlatform | undefined): Promise<void> {
    const { rows, now, log } = this.#deps
    const about = { member: due.member, exercise: due.slug, platform: due.platform, tries: due.tries + 1 }
    try {
      if (!platform) throw new Error('the course system is not registered any more')
      await this.#send(due, platform)
      await rows.settle(due, null)
      log.info(about, 'a score was told')
    } catch (fault) {
      // It is due when the next server starts.
      if (this.#closing.signal.aborted) return
      const last = due.tries + 1 >= TRIES
      log.warn({ err: fault, ...about }, last ? 'a score is given up: it could not be told' : 'a score could not be told yet')
      await rows.settle(due, last ? null : now() + Math.min(MOST_MS, AGAIN_MS * 2 ** due.tries))
    }
  }

  async #send({ lineItem, subject, points, maxPoints }: LtiDue, platform: LtiPlatform): Promise<void> {
    const { signal } = this.#closing
    const url = new URL(lineItem)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`
    const whole = points >= maxPoints
    const answer = await askPlatform(platform, url.href, {
      method: 'POST',
      headers: { 'content-type': SCORE_TYPE, authorization: `Bearer ${await this.#tokens.get(platform, signal)}` },
      body: JSON.stringify({
        userId: subject,
        scoreGiven: points,
        scoreMaximum: maxPoints,
        activityProgress: whole ? 'Completed' : 'Submitted',
        gradingProgress: 'FullyGraded',
        timestamp: new Date(this.#deps.now()).toISOString(),
      }),
      signal,
    })
    if (answer.ok) return
    if (answer.status === 401 || answer.status === 403) this.#tokens.drop(platform)
    throw new Error(`${url.origin} does not take a score: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
  }
}
