import type { Engine } from '../engine/engine.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Profile } from '../profiles/profile.ts'
import { Box } from './box.ts'
import { Demand } from './demand.ts'
import { type Lease, Leases, type Owned } from './leases.ts'
import { type Permit, Permits } from './permits.ts'
import { Removals } from './removals.ts'
import { type TakeRequest, Waiters } from './waiters.ts'

/** Boxes that are being made or removed at the same time while somebody waits: more only makes each of them slower. */
const STARTS_AT_ONCE = 4
/** After a start that failed, the pool tries again by itself this much later, twice as long each time. */
const RETRY_MS = 1000
const RETRY_MOST_MS = 30_000
/** Boxes for later are not made in the moment after one was taken: the run that it was taken for comes first. */
const REST_MS = 100
/** How often a box that nobody needs any more is given up. */
const TIDY_MS = 5000
/** The part of all boxes that is never made on expectation alone. */
const SPARE = 1 / 8

export type PoolDeps = {
  readonly engine: Engine
  readonly labels: Readonly<Record<string, string>>
  readonly profiles: readonly Profile[]
  readonly maxBoxes: number
  /** Boxes kept ready for each profile in use, however few people are there. */
  readonly warmBoxes: number
  readonly maxQueue: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** Makes boxes ahead of need, hands each to one tenant, and makes those wait fairly for whom there is none. */
export class Pool {
  readonly #deps: PoolDeps
  readonly #images = new Map<string, string>()
  readonly #warm = new Map<string, Owned[]>()
  readonly #starting = new Map<string, number>()
  readonly #held = new Set<string>()
  readonly #starts = new Set<Promise<void>>()
  readonly #leases: Leases
  readonly #waiters: Waiters
  readonly #permits: Permits
  readonly #demand: Demand
  readonly #closing = new AbortController()
  readonly #removals: Removals
  readonly #tidying: NodeJS.Timeout
  #retry: NodeJS.Timeout | null = null
  #rest: NodeJS.Timeout | null = null
  #restUntilMs = 0
  #failures = 0

  constructor(deps: PoolDeps) {
    this.#deps = deps
    this.#waiters = new Waiters(deps.metrics, () => this.#pump())
    this.#permits = new Permits(deps.maxBoxes, () => this.#pump())
    this.#demand = new Demand(
      deps.profiles.map(profile => profile.id),
      deps.warmBoxes,
    )
    this.#removals = new Removals(deps.log, this.#closing.signal)
    this.#leases = new Leases(
      owned => this.#discard(owned),
      () => this.#waiters.size > 0 && this.#pump(),
    )
    this.#tidying = setInterval(() => this.#tidy(), TIDY_MS).unref()
  }

  /** Says which image serves a profile, as soon as it is there; the pool then starts to keep boxes ready for it. */
  setImage(profileId: string, image: string): void {
    this.#images.set(profileId, image)
    this.#pump()
  }

  isReady(profileId: string): boolean {
    return this.#images.has(profileId)
  }

  /** Whether this process has the box with that engine id: the reaper leaves those alone. */
  holds(id: string): boolean {
    return this.#held.has(id)
  }

  /** Whether a box of this language could be had now without keeping anybody waiting for it. */
  hasRoom(profileId: string): boolean {
    return this.isReady(profileId) && this.#waiters.size === 0 && (this.#warmOf(profileId) > 0 || this.#permits.free > 0)
  }

  /** Somebody is there who will probably want a box, of a language that may not be known yet (null). Disposing takes it back. */
  expect(profileId: string | null): Disposable {
    const expected = this.#demand.expect(profileId)
    this.#pump()
    return expected
  }

  get figures(): { boxes: number; warm: number; waiting: number; maxBoxes: number } {
    const warm = this.levels.reduce((sum, level) => sum + level.warm, 0)
    return { boxes: this.#permits.total - this.#permits.free, warm, waiting: this.#waiters.size, maxBoxes: this.#permits.total }
  }

  /** Boxes of each language: ready, being made, and how many should be ready. */
  get levels(): { profile: string; warm: number; starting: number; target: number }[] {
    return this.#deps.profiles
      .filter(({ id }) => this.isReady(id))
      .map(({ id }) => ({ profile: id, warm: this.#warmOf(id), starting: this.#starting.get(id) ?? 0, target: this.#demand.target(id) }))
  }

  /**
   * Resolves with a box that nobody has used, after a wait when there is none.
   * Rejects with `not_ready`, `too_busy`, `engine_down`, `shutting_down`, or the signal's reason.
   */
  take(request: TakeRequest): Promise<Lease> {
    const { profile, signal } = request
    const refusal = this.#refusal(profile, signal)
    if (refusal) {
      if (refusal instanceof AppError) this.#deps.metrics.takeRefusals.inc({ profile: profile.id, code: refusal.code })
      return Promise.reject(refusal)
    }
    if (!request.own) this.#demand.took(profile.id)
    return this.#waiters.add(request)
  }

  /** Refuses everybody who waits, and destroys every box, handed out or not. Resolves when the engine has removed them all. */
  async close(): Promise<void> {
    this.#closing.abort(new AppError('shutting_down', 'The server is shutting down.'))
    clearInterval(this.#tidying)
    if (this.#retry) clearTimeout(this.#retry)
    if (this.#rest) clearTimeout(this.#rest)
    this.#waiters.refuseAll(this.#closing.signal.reason)
    for (const boxes of this.#warm.values()) for (const owned of boxes.splice(0)) this.#discard(owned)
    this.#leases.endAll()
    // Starts first: one that is too late to be stopped ends in a box that is discarded.
    await Promise.allSettled(this.#starts)
    await this.#removals.settled()
  }

  #refusal(profile: Profile, signal: AbortSignal): unknown {
    if (this.#closing.signal.aborted) return new AppError('shutting_down', 'The server is shutting down.')
    if (!this.isReady(profile.id)) {
      return new AppError('not_ready', `${profile.title} is still being built on this server. Try again in a minute.`)
    }
    if (signal.aborted) return signal.reason
    if (this.#waiters.size < this.#deps.maxQueue) return null
    const people = `All ${this.#permits.total} boxes are taken and ${this.#waiters.size} people are waiting.`
    return new AppError('too_busy', `${people} Try again in a moment.`)
  }

  /** Brings what there is and what is wanted together. Called after every change; does nothing when nothing can be done. */
  #pump(): void {
    if (this.#closing.signal.aborted) return
    this.#serveFromWarm()
    this.#startForWaiters()
    if (this.#waiters.size === 0) this.#refill()
    this.#waiters.tellPositions(this.#starting)
  }

  #serveFromWarm(): void {
    for (const [profileId, boxes] of this.#warm) {
      while (boxes.length > 0) {
        if (!this.#waiters.serve(profileId, () => this.#leases.create(boxes.shift() as Owned))) break
        if (boxes.length > 0) this.#restUntilMs = Math.max(this.#restUntilMs, performance.now() + REST_MS)
      }
    }
  }

  #startForWaiters(): void {
    let removing = this.#removals.size
    for (const waiter of this.#waiters.unserved(this.#starting)) {
      if (this.#startingTotal() >= STARTS_AT_ONCE) return
      const permit = this.#permits.tryTake()
      if (permit) this.#start(waiter.profile, permit)
      // A box that goes already makes room for one who waits.
      else if (removing > 0) removing -= 1
      else if (this.#removals.size >= STARTS_AT_ONCE || !this.#makeRoom(waiter.profile.id)) return
    }
  }

  /** All permits are out: a warm box that is needed least goes first, then the box that was offered longest ago. False when there is none. */
  #makeRoom(wantedProfileId: string): boolean {
    const surplus = (level: { profile: string; warm: number; target: number }): number => level.warm - level.target
    const [least] = this.levels
      .filter(level => level.profile !== wantedProfileId && level.warm > 0)
      .sort((one, other) => surplus(other) - surplus(one))
    if (least) {
      this.#discard(this.#warm.get(least.profile)?.shift() as Owned)
      return true
    }
    return this.#leases.reclaimOne()
  }

  /** Makes boxes for later, one at a time: up to the floor without a pause, above it so that half of the time is left to everything else. */
  #refill(): void {
    if (this.#retry || this.#rest || this.#startingTotal() > 0) return
    const spare = Math.floor(this.#deps.maxBoxes * SPARE)
    for (const { profile: id, warm, target } of this.levels) {
      const below = warm < this.#demand.floor(id)
      if (!below && (warm >= target || this.#permits.free <= spare)) continue
      const restMs = this.#restUntilMs - performance.now()
      if (restMs > 0) return this.#wakeIn(restMs)
      const permit = this.#permits.tryTake()
      if (!permit) return
      const startedMs = performance.now()
      const profile = this.#deps.profiles.find(candidate => candidate.id === id) as Profile
      return this.#start(profile, permit, () => {
        if (!below) this.#restUntilMs = 2 * performance.now() - startedMs
      })
    }
  }

  #wakeIn(ms: number): void {
    this.#rest = setTimeout(() => {
      this.#rest = null
      this.#pump()
    }, ms).unref()
  }

  /** Gives up one box that nobody needs any more, and sees to what has changed with time. */
  #tidy(): void {
    const level = this.levels.find(({ warm, target }) => warm > target)
    if (level) this.#discard(this.#warm.get(level.profile)?.shift() as Owned)
    this.#pump()
  }

  #warmOf(profileId: string): number {
    return this.#warm.get(profileId)?.length ?? 0
  }

  #startingTotal(): number {
    let total = 0
    for (const count of this.#starting.values()) total += count
    return total
  }

  #start(profile: Profile, permit: Permit, opened: () => void = () => {}): void {
    const done = this.#open(profile, permit, opened).finally(() => this.#starts.delete(done))
    this.#starts.add(done)
  }

  async #open(profile: Profile, permit: Permit, opened: () => void): Promise<void> {
    const count = (by: number): unknown => this.#starting.set(profile.id, (this.#starting.get(profile.id) ?? 0) + by)
    const { engine, labels, metrics } = this.#deps
    count(1)
    try {
      const took = metrics.boxOpen.startTimer({ profile: profile.id })
      const box = await Box.open(
        { engine, labels, onMade: id => this.#held.add(id), onGone: id => this.#held.delete(id) },
        profile,
        this.#images.get(profile.id) as string,
        this.#closing.signal,
      )
      took()
      opened()
      this.#failures = 0
      const owned = { box, permit }
      if (this.#closing.signal.aborted) this.#discard(owned)
      else this.#keepWarm(owned)
    } catch (fault) {
      permit[Symbol.dispose]()
      this.#startFailed(profile, fault)
    } finally {
      count(-1)
      this.#pump()
    }
  }

  #keepWarm(owned: Owned): void {
    const { box } = owned
    const boxes = this.#warm.get(box.profile.id) ?? []
    this.#warm.set(box.profile.id, boxes)
    boxes.push(owned)
    box.link.onLost(() => {
      const index = boxes.indexOf(owned)
      if (index === -1) return
      boxes.splice(index, 1)
      this.#deps.log.warn({ box: box.id.slice(0, 12), said: box.diagnostics() }, 'a waiting box ended by itself')
      this.#discard(owned)
    })
  }

  #startFailed(profile: Profile, fault: unknown): void {
    if (this.#closing.signal.aborted) return
    this.#deps.log.error({ err: fault, profile: profile.id }, 'could not make a box')
    this.#deps.metrics.boxOpenFailures.inc({ profile: profile.id })
    const engineDown = new AppError('engine_down', 'A box could not be made. Please try again.', fault)
    this.#waiters.refuse(profile.id, fault instanceof AppError ? fault : engineDown)
    this.#failures += 1
    this.#retry ??= setTimeout(
      () => {
        this.#retry = null
        this.#pump()
      },
      Math.min(RETRY_MS * 2 ** (this.#failures - 1), RETRY_MOST_MS),
    ).unref()
  }

  #discard({ box, permit }: Owned): Promise<void> {
    const took = this.#deps.metrics.boxRemove.startTimer({ profile: box.profile.id })
    return this.#removals.remove(box, () => {
      took()
      permit[Symbol.dispose]()
    })
  }
}
