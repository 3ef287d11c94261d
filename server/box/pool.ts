import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../engine/engine.ts'
import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import type { Profile } from '../profiles/profile.ts'
import { Box } from './box.ts'
import { FairQueue } from './fair-queue.ts'
import { type Permit, Permits } from './permits.ts'

/** Boxes that are being made at the same time: more only makes each of them slower. */
const STARTS_AT_ONCE = 4
/** After a start that failed, the pool tries again by itself this much later, twice as long each time. */
const RETRY_MS = 1000
const RETRY_MOST_MS = 30_000
/** A box that the engine could not remove is asked for again at least so often. */
const REMOVE_RETRY_MOST_MS = 5000

export type PoolDeps = {
  readonly engine: Engine
  readonly labels: Readonly<Record<string, string>>
  readonly profiles: readonly Profile[]
  readonly maxBoxes: number
  /** Boxes kept ready for each profile that has an image. */
  readonly warmBoxes: number
  readonly maxQueue: number
  readonly log: Logger
}

/** A tenant's hold on a box. Disposing of it destroys the box: a box is never handed to another tenant. */
export interface Lease extends AsyncDisposable {
  readonly box: Box
  /** The holder does not use the box now: when somebody waits and this is the one offered longest ago, `reclaim` is called. */
  offer(reclaim: () => void): void
  /** Takes the offer back. */
  withdraw(): void
}

type Waiter = {
  readonly profile: Profile
  readonly tenant: string
  readonly resolve: (lease: Lease) => void
  readonly reject: (fault: unknown) => void
  readonly onPosition: (position: number) => void
  position: number
}

type Owned = { readonly box: Box; readonly permit: Permit }

/** Makes boxes ahead of need, hands each to one tenant, and makes those wait fairly for whom there is none. */
export class Pool {
  readonly #deps: PoolDeps
  readonly #images = new Map<string, string>()
  readonly #warm = new Map<string, Owned[]>()
  readonly #starting = new Map<string, number>()
  readonly #offers = new Map<Lease, () => void>()
  readonly #held = new Set<string>()
  readonly #starts = new Set<Promise<void>>()
  readonly #destroying = new Set<Promise<void>>()
  readonly #leases = new Set<Lease>()
  readonly #queue = new FairQueue<Waiter>()
  readonly #permits: Permits
  readonly #closing = new AbortController()
  #retry: NodeJS.Timeout | null = null
  #failures = 0

  constructor(deps: PoolDeps) {
    this.#deps = deps
    this.#permits = new Permits(deps.maxBoxes, () => this.#pump())
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

  get figures(): { boxes: number; warm: number; waiting: number; maxBoxes: number } {
    let warm = 0
    for (const boxes of this.#warm.values()) warm += boxes.length
    return { boxes: this.#permits.total - this.#permits.free, warm, waiting: this.#queue.size, maxBoxes: this.#permits.total }
  }

  /**
   * Resolves with a box that nobody has used. Waits when there is none; `onPosition` is told the place in the queue (from 1) when it changes.
   * Rejects with `not_ready`, `too_busy`, `engine_down`, `shutting_down`, or the signal's reason.
   */
  take(profile: Profile, tenant: string, signal: AbortSignal, onPosition: (position: number) => void = () => {}): Promise<Lease> {
    if (this.#closing.signal.aborted) return Promise.reject(new AppError('shutting_down', 'The server is shutting down.'))
    if (!this.isReady(profile.id)) {
      return Promise.reject(new AppError('not_ready', `${profile.title} is still being built on this server. Try again in a minute.`))
    }
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#queue.size >= this.#deps.maxQueue) {
      return Promise.reject(
        new AppError(
          'too_busy',
          `All ${this.#permits.total} boxes are taken and ${this.#queue.size} people are waiting. Try again in a moment.`,
        ),
      )
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (this.#queue.remove(tenant, waiter)) reject(signal.reason)
        this.#pump()
      }
      const settle = (): void => signal.removeEventListener('abort', abort)
      const waiter: Waiter = {
        profile,
        tenant,
        resolve: lease => {
          settle()
          resolve(lease)
        },
        reject: fault => {
          settle()
          reject(fault)
        },
        onPosition,
        position: 0,
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#queue.add(tenant, waiter)
      this.#pump()
    })
  }

  /** Refuses everybody who waits, and destroys every box, handed out or not. Resolves when the engine has removed them all. */
  async close(): Promise<void> {
    this.#closing.abort(new AppError('shutting_down', 'The server is shutting down.'))
    if (this.#retry) clearTimeout(this.#retry)
    for (let waiter = this.#queue.take(() => true); waiter; waiter = this.#queue.take(() => true)) {
      waiter.reject(this.#closing.signal.reason)
    }
    for (const boxes of this.#warm.values()) for (const owned of boxes.splice(0)) this.#discard(owned)
    for (const lease of [...this.#leases]) void lease[Symbol.asyncDispose]()
    // Starts first: one that is too late to be stopped ends in a box that is discarded.
    await Promise.allSettled(this.#starts)
    await Promise.allSettled(this.#destroying)
  }

  /** Brings what there is and what is wanted together. Called after every change; does nothing when nothing can be done. */
  #pump(): void {
    if (this.#closing.signal.aborted) return
    this.#serveFromWarm()
    this.#startForWaiters()
    if (this.#queue.size === 0) this.#refill()
    this.#tellPositions()
  }

  #serveFromWarm(): void {
    for (const [profileId, boxes] of this.#warm) {
      while (boxes.length > 0) {
        const waiter = this.#queue.take(item => item.profile.id === profileId)
        if (!waiter) break
        waiter.resolve(this.#lease(boxes.shift() as Owned))
      }
    }
  }

  #startForWaiters(): void {
    const unserved = new Map(this.#starting)
    for (const waiter of this.#queue.inOrder()) {
      const coming = unserved.get(waiter.profile.id) ?? 0
      if (coming > 0) {
        unserved.set(waiter.profile.id, coming - 1)
        continue
      }
      if (this.#startingTotal() >= STARTS_AT_ONCE) return
      const permit = this.#permits.tryTake()
      if (permit) {
        this.#start(waiter.profile, permit)
        continue
      }
      this.#makeRoom(waiter.profile.id)
      return
    }
  }

  /** All permits are out: a warm box of another language goes first, then the box that was offered longest ago. */
  #makeRoom(wantedProfileId: string): void {
    if (this.#destroying.size > 0) return
    for (const [profileId, boxes] of this.#warm) {
      if (profileId === wantedProfileId || boxes.length === 0) continue
      this.#discard(boxes.shift() as Owned)
      return
    }
    for (const [lease, reclaim] of this.#offers) {
      this.#offers.delete(lease)
      return reclaim()
    }
  }

  #refill(): void {
    if (this.#retry) return
    for (const profile of this.#deps.profiles) {
      if (!this.isReady(profile.id) || this.#startingTotal() > 0) continue
      if ((this.#warm.get(profile.id)?.length ?? 0) >= this.#deps.warmBoxes) continue
      const permit = this.#permits.tryTake()
      if (permit) this.#start(profile, permit)
    }
  }

  #startingTotal(): number {
    let total = 0
    for (const count of this.#starting.values()) total += count
    return total
  }

  #start(profile: Profile, permit: Permit): void {
    const done = this.#open(profile, permit).finally(() => this.#starts.delete(done))
    this.#starts.add(done)
  }

  async #open(profile: Profile, permit: Permit): Promise<void> {
    const count = (by: number): unknown => this.#starting.set(profile.id, (this.#starting.get(profile.id) ?? 0) + by)
    count(1)
    try {
      const box = await Box.open(
        {
          engine: this.#deps.engine,
          labels: this.#deps.labels,
          onMade: id => this.#held.add(id),
          onGone: id => this.#held.delete(id),
        },
        profile,
        this.#images.get(profile.id) as string,
        this.#closing.signal,
      )
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
    const waiter = this.#queue.take(item => item.profile.id === profile.id)
    waiter?.reject(fault instanceof AppError ? fault : new AppError('engine_down', 'A box could not be made. Please try again.', fault))
    this.#failures += 1
    this.#retry ??= setTimeout(
      () => {
        this.#retry = null
        this.#pump()
      },
      Math.min(RETRY_MS * 2 ** (this.#failures - 1), RETRY_MOST_MS),
    ).unref()
  }

  #lease(owned: Owned): Lease {
    let gone: Promise<void> | null = null
    const lease: Lease = {
      box: owned.box,
      offer: reclaim => {
        if (gone) return
        this.#offers.set(lease, reclaim)
        if (this.#queue.size > 0) this.#pump()
      },
      withdraw: () => this.#offers.delete(lease),
      [Symbol.asyncDispose]: () => {
        this.#offers.delete(lease)
        this.#leases.delete(lease)
        gone ??= this.#discard(owned)
        return gone
      },
    }
    this.#leases.add(lease)
    return lease
  }

  /** Destroys a box. Its permit comes back when the engine has removed it, and not before: what still runs still counts. Never rejects. */
  #discard(owned: Owned): Promise<void> {
    const done = this.#destroy(owned.box).finally(() => {
      this.#destroying.delete(done)
      owned.permit[Symbol.dispose]()
    })
    this.#destroying.add(done)
    return done
  }

  /** Asks the engine to remove a box until it has; a pool that closes asks once, and leaves the rest to the next server's reaper. */
  async #destroy(box: Box): Promise<void> {
    for (let pauseMs = RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, REMOVE_RETRY_MOST_MS)) {
      try {
        return await box.destroy()
      } catch (fault) {
        this.#deps.log.warn({ err: fault, box: box.id.slice(0, 12) }, 'could not remove a box')
      }
      if (this.#closing.signal.aborted) return
      await sleep(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  #tellPositions(): void {
    if (this.#queue.size === 0) return
    // Those for whom a box is being made already do not wait for anybody else.
    const unserved = new Map(this.#starting)
    let position = 0
    for (const waiter of this.#queue.inOrder()) {
      const coming = unserved.get(waiter.profile.id) ?? 0
      if (coming > 0) {
        unserved.set(waiter.profile.id, coming - 1)
        continue
      }
      position += 1
      if (waiter.position === position) continue
      waiter.position = position
      waiter.onPosition(position)
    }
  }
}
