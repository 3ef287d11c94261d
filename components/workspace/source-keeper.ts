import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { saveBinaries, savedBinaries } from './binary-store.ts'
import type { Opened } from './opened.ts'
import { savedSettings, savedSource, saveSettings } from './saved.ts'
import { rememberFork } from './saved-forks.ts'
import { binariesOf, savedSources, saveSources, slotOf, withBinaries } from './saved-sources.ts'
import { isBinary, type Sources } from './sources.ts'
import { NO_SETTINGS, type WorkspaceStore } from './store.ts'
import type { Task } from './task.ts'

const SAVE_MS = 300

/** Loads the files of the language on the page, and saves what is changed here. What was not may have been changed in another tab since. */
export class SourceKeeper {
  readonly #store: WorkspaceStore
  readonly #opened: Opened | null
  readonly #task: Task | null
  #profile: ProfileInfo | null = null
  #saved: Sources | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #unsubscribe: (() => void) | null = null
  #told = false

  constructor(store: WorkspaceStore, opened: Opened | null, task: Task | null = null) {
    this.#store = store
    this.#opened = opened
    this.#task = task
  }

  start(): void {
    this.#unsubscribe = this.#store.subscribe((state, before) => {
      if (state.sourcesOf !== this.#profile?.id) return
      if (state.settings !== before.settings && state.sourcesOf === before.sourcesOf)
        saveSettings(this.#slot(this.#profile.id), state.settings)
      if (state.sources === this.#saved || state.sources === null) return
      clearTimeout(this.#timer)
      // The binary store takes a moment, which a page that is being left does not have.
      if (binariesDiffer(state.sources, this.#saved)) this.flush()
      else this.#timer = setTimeout(this.flush, SAVE_MS)
    })
    addEventListener('pagehide', this.flush)
  }

  stop(): void {
    this.flush()
    this.#unsubscribe?.()
    removeEventListener('pagehide', this.flush)
  }

  /** Puts a language's files on the page. Once per language: never again from under the person who types. */
  load(profile: ProfileInfo): void {
    if (this.#profile?.id === profile.id && this.#store.getState().sourcesOf === profile.id) return
    this.flush()
    this.#profile = profile
    const slot = this.#slot(profile.id)
    const opened = slot === profile.id ? null : this.#opened
    const first = this.#task?.starters[profile.id] ?? opened?.sources
    const { sources, missing } =
      first && savedSource(slot) === null ? { sources: first, missing: [] } : savedSources({ ...profile, id: slot })
    this.#saved = missing.length === 0 ? sources : null
    this.#store.setState({
      // The page stays with the language that it shows, whichever is ready first.
      profileId: profile.id,
      sourcesOf: profile.id,
      sources: this.#saved,
      settings: savedSettings(slot) ?? opened?.settings ?? NO_SETTINGS,
      checked: null,
    })
    if (missing.length > 0) void this.#loadBinaries(profile, sources)
  }

  readonly flush = (): void => {
    clearTimeout(this.#timer)
    const { sources, sourcesOf } = this.#store.getState()
    const before = this.#saved
    if (!this.#profile || sourcesOf !== this.#profile.id || !sources || sources === before) return
    this.#saved = sources
    const slot = this.#slot(this.#profile.id)
    const isFork = slot !== this.#profile.id
    // What was made of a task stays: whoever has set it bounds how much there is.
    if (isFork && !this.#task) rememberFork(slot)
    // Of a fork nothing may be kept yet, though its files differ from those before in part only.
    const kept = isFork && savedSource(slot) === null ? null : before
    if (!saveSources({ ...this.#profile, id: slot }, sources, kept)) this.#tellFull()
    else this.#told = false
    if (!binariesDiffer(sources, kept)) return
    void saveBinaries(slot, binariesOf(sources)).then(done => done || this.#tellFull())
  }

  /** What a language's files are kept under. */
  #slot(profileId: string): string {
    const mark = this.#task ? this.#task.mark : this.#opened?.content.profile === profileId ? this.#opened.mark : null
    return mark === null ? profileId : slotOf(profileId, mark)
  }

  async #loadBinaries(profile: ProfileInfo, sources: Sources): Promise<void> {
    const binaries = await savedBinaries(this.#slot(profile.id))
    if (this.#store.getState().sourcesOf !== profile.id) return
    const whole = withBinaries(sources, binaries ?? {})
    this.#saved = whole
    const lost = sources.files.length - whole.files.length
    const what = lost === 1 ? 'A file that is not text is' : `${lost} files that are not text are`
    this.#store.setState({
      sources: whole,
      ...(lost > 0 ? { notice: { tone: 'warning', text: `${what} no longer in this browser. Please upload again.` } } : {}),
    })
  }

  #tellFull(): void {
    if (this.#told) return
    this.#told = true
    this.#store.setState({
      notice: {
        tone: 'warning',
        text: 'This browser has no room left for your files: what you change now is lost when the page is closed. Download what you want to keep.',
      },
    })
  }
}

function binariesDiffer(one: Sources, other: Sources | null): boolean {
  const [now, then] = [one.files.filter(isBinary), other?.files.filter(isBinary) ?? []]
  return now.length !== then.length || now.some((file, at) => file !== then[at])
}
