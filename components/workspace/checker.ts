import type { SourceFile } from '../../server/protocol/messages.ts'
import { type Sources, sizeFault } from './sources.ts'
import { chosenProfile, isLive, type WorkspaceStore } from './store.ts'

/** Typing has paused. */
const PAUSE_MS = 700
/** While checks take long, pauses of twice as long are waited for, but of no more than this. */
const MOST_PAUSE_MS = 10_000

/** Has the files checked whenever typing pauses, if there is a box to do it in and nothing runs. */
export class Checker {
  readonly #store: WorkspaceStore
  readonly #check: (profile: string, sources: Sources) => void
  #unsubscribe: (() => void) | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** There are changes that nobody has checked. */
  #due = false
  #last: { readonly profile: string; readonly sources: Sources } | null = null
  #askedAtMs = 0
  #tookMs = 0

  constructor(store: WorkspaceStore, check: (profile: string, sources: Sources) => void) {
    this.#store = store
    this.#check = check
  }

  start(): void {
    this.#unsubscribe = this.#store.subscribe((state, before) => {
      if (before.checking && !state.checking) this.#ended(state.checked?.sources === this.#last?.sources)
      if (state.sourcesOf !== before.sourcesOf || !before.sources || !state.sources) {
        // Loaded, not typed.
        this.#due = false
        return clearTimeout(this.#timer)
      }
      const changed = state.sources.files !== before.sources.files || state.sources.main !== before.sources.main
      if (changed) this.#due = true
      if (changed || (this.#due && (state.work !== before.work || state.connection !== before.connection))) this.#wait()
    })
  }

  stop(): void {
    this.#unsubscribe?.()
    clearTimeout(this.#timer)
  }

  #ended(answered: boolean): void {
    this.#tookMs = performance.now() - this.#askedAtMs
    if (answered) return
    // A run came between, or the connection was lost: checked when that is over.
    this.#due = true
    this.#last = null
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#now(), Math.max(PAUSE_MS, Math.min(2 * this.#tookMs, MOST_PAUSE_MS)))
  }

  #now(): void {
    const state = this.#store.getState()
    const profile = chosenProfile(state)
    if (!this.#due || !profile?.ready || profile.checks === 'nothing' || profile.id !== state.sourcesOf || !state.sources) return
    if (state.connection !== 'open' || isLive(state.work) || sizeFault(state.sources)) return
    this.#due = false
    if (this.#last?.profile === profile.id && sameSources(this.#last.sources, state.sources)) return
    this.#last = { profile: profile.id, sources: state.sources }
    this.#askedAtMs = performance.now()
    this.#check(profile.id, state.sources)
  }
}

function sameSources(one: Sources, other: Sources): boolean {
  const same = (a: SourceFile, b: SourceFile | undefined) => a === b || (a.name === b?.name && a.content === b.content)
  return one.main === other.main && one.files.length === other.files.length && one.files.every((file, at) => same(file, other.files[at]))
}
