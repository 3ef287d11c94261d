import { AppError } from '../platform/app-error.ts'
import type { Logger } from '../platform/logger.ts'
import { type Cell, type ClassView, type LiveEvent, type MemberRow, PRESENCE_MS } from '../protocol/classes.ts'
import type { MemberRecord } from '../store/member-rows.ts'
import type { Presences } from './presences.ts'

/** Whoever watches is told this often at most. */
const EVERY_MS = 500
/** What has changed by itself, or through another server, is found this often. */
const LOOK_MS = 15_000
/** Open pages that watch: of one class, of one network, and of all. */
const WATCHERS = 8
const NETWORK_WATCHERS = 40
const ALL_WATCHERS = 500

export type LiveDeps = {
  /** The class as it is now; null where it is gone. */
  readonly view: (classId: string) => Promise<ClassView | null>
  readonly members: (classId: string) => Promise<readonly MemberRecord[]>
  /** How far students are, by their ids. */
  readonly progress: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Cell[]>>
  readonly presences: Presences
  readonly now: () => number
  readonly log: Logger
}

type Watcher = { readonly send: (event: LiveEvent) => void; begun: boolean }

type Watched = {
  readonly watchers: Set<Watcher>
  /** What was told of each student, as text. */
  readonly told: Map<string, string>
  toldClass: string
  /** Students of whom something may be new. */
  readonly dirty: Set<string>
  /** The whole class is to be looked at. */
  whole: boolean
  working: boolean
  timer: NodeJS.Timeout | null
  readonly looks: NodeJS.Timeout
}

/** Tells whoever watches a class what changes in it: at first everything, and then only what is new, gathered. */
export class Live {
  readonly #deps: LiveDeps
  readonly #classes = new Map<string, Watched>()
  readonly #ofNetworks = new Map<string, number>()
  #watchers = 0

  constructor(deps: LiveDeps) {
    this.#deps = deps
  }

  /** Sends events until that is disposed. Throws where too many watch. */
  watch(classId: string, network: string, send: (event: LiveEvent) => void): Disposable {
    const known = this.#classes.get(classId)
    if ((known?.watchers.size ?? 0) >= WATCHERS) {
      throw new AppError('too_busy', `A class can be watched on ${WATCHERS} pages at a time. Close one of them.`)
    }
    const ofNetwork = this.#ofNetworks.get(network) ?? 0
    if (ofNetwork >= NETWORK_WATCHERS) {
      throw new AppError('too_busy', `Classes can be watched on ${NETWORK_WATCHERS} pages of one network at a time. Close one of them.`)
    }
    if (this.#watchers >= ALL_WATCHERS) throw new AppError('too_busy', 'Too many classes are watched right now. Try again in a moment.')
    const watched = known ?? this.#begin(classId)
    const watcher: Watcher = { send, begun: false }
    watched.watchers.add(watcher)
    this.#watchers += 1
    this.#ofNetworks.set(network, ofNetwork + 1)
    watched.whole = true
    this.#soon(classId, watched, 0)
    return {
      [Symbol.dispose]: () => {
        if (!watched.watchers.delete(watcher)) return
        this.#watchers -= 1
        const others = (this.#ofNetworks.get(network) ?? 1) - 1
        if (others > 0) this.#ofNetworks.set(network, others)
        else this.#ofNetworks.delete(network)
        if (watched.watchers.size === 0) this.#end(classId, watched)
      },
    }
  }

  /** Something may be new: of a student, or of the whole class. */
  changed(classId: string, memberId: string | null): void {
    const watched = this.#classes.get(classId)
    if (!watched) return
    if (memberId === null) watched.whole = true
    else watched.dirty.add(memberId)
    this.#soon(classId, watched)
  }

  /** All students of a class with how far they are. */
  async rows(classId: string): Promise<readonly MemberRow[]> {
    return this.#rowsOf(await this.#deps.members(classId))
  }

  #begin(classId: string): Watched {
    const looks = setInterval(() => this.changed(classId, null), LOOK_MS)
    looks.unref()
    const watched: Watched = {
      watchers: new Set(),
      told: new Map(),
      toldClass: '',
      dirty: new Set(),
      whole: true,
      working: false,
      timer: null,
      looks,
    }
    this.#classes.set(classId, watched)
    return watched
  }

  #end(classId: string, watched: Watched): void {
    clearInterval(watched.looks)
    if (watched.timer) clearTimeout(watched.timer)
    this.#classes.delete(classId)
  }

  #soon(classId: string, watched: Watched, ms = EVERY_MS): void {
    if (watched.timer || watched.working) return
    watched.timer = setTimeout(() => {
      watched.timer = null
      void this.#tell(classId, watched)
    }, ms)
    watched.timer.unref()
  }

  async #tell(classId: string, watched: Watched): Promise<void> {
    watched.working = true
    let waitMs = EVERY_MS
    const { whole } = watched
    const dirty = [...watched.dirty]
    watched.whole = false
    watched.dirty.clear()
    try {
      const view = await this.#deps.view(classId)
      if (!view) return this.#tellDeleted(watched)
      const members = await this.#deps.members(classId)
      const news = whole ? members : members.filter(({ id }) => dirty.includes(id))
      const rows = await this.#rowsOf(news)
      const gone = [...watched.told.keys()].filter(id => !members.some(member => member.id === id))
      const changed = rows.filter(row => watched.told.get(row.id) !== JSON.stringify(row))
      for (const id of gone) watched.told.delete(id)
      for (const row of changed) watched.told.set(row.id, JSON.stringify(row))
      const classText = JSON.stringify(view)
      for (const watcher of watched.watchers) {
        if (!watcher.begun) {
          // Whoever has come meanwhile is told when the whole is looked at again.
          if (!whole) continue
          watcher.begun = true
          watcher.send({ type: 'all', class: view, members: [...rows] })
          continue
        }
        if (classText !== watched.toldClass) watcher.send({ type: 'class', class: view })
        if (gone.length > 0) watcher.send({ type: 'gone', members: gone })
        if (changed.length > 0) watcher.send({ type: 'members', members: changed })
      }
      watched.toldClass = classText
    } catch (fault) {
      this.#deps.log.warn({ err: fault, class: classId }, 'what is new in a class could not be told')
      watched.whole = true
      waitMs = LOOK_MS
    } finally {
      watched.working = false
      if (watched.watchers.size > 0 && (watched.whole || watched.dirty.size > 0)) this.#soon(classId, watched, waitMs)
    }
  }

  #tellDeleted({ watchers }: Watched): void {
    for (const watcher of watchers) watcher.send({ type: 'deleted' })
  }

  async #rowsOf(members: readonly MemberRecord[]): Promise<readonly MemberRow[]> {
    const { progress, presences, now } = this.#deps
    const cells = await progress(members.map(({ id }) => id))
    return members.map(({ id, name, createdMs, lastSeenMs, current }) => {
      const seen = presences.of(id) ?? { atMs: lastSeenMs, slug: current }
      const here = now() - seen.atMs < 3 * PRESENCE_MS
      return {
        id,
        name,
        joinedMs: createdMs,
        // While they are there, that is all that is to be said.
        lastSeenMs: here ? Math.floor(seen.atMs / 60_000) * 60_000 : seen.atMs,
        here,
        current: here ? seen.slug : null,
        cells: [...(cells.get(id) ?? [])],
      }
    })
  }
}
