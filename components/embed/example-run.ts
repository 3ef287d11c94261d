import '../workspace/no-eval.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { notReadyWords } from '../workspace/language-words.ts'
import { type SessionKeeping, SessionLink } from '../workspace/session-link.ts'
import type { WorkspaceState, WorkspaceStore } from '../workspace/store.ts'
import { type Example, profileNamed, sourcesOfExample } from './example.ts'

/** Frames of one page share what a tab keeps, and each is to have a session of its own: nothing is kept. */
const NOTHING_KEPT: SessionKeeping = { session: () => null, saveSession: () => {}, saveProfiles: () => {} }
const CONNECT_MS = 20_000

/** Connects when it is first asked for, and runs. */
export class ExampleRun {
  readonly #store: WorkspaceStore
  readonly link: SessionLink
  #started = false

  constructor(store: WorkspaceStore, url: string) {
    this.#store = store
    this.link = new SessionLink(store, url, NOTHING_KEPT)
  }

  /** Null once it runs; else a sentence that says why it does not. */
  async run(example: Example): Promise<string | null> {
    const profile = await this.profileOf(example)
    if (typeof profile === 'string') return profile
    const waits = notReadyWords(profile)
    if (waits !== null) return `${waits}.`
    const { sources, refusal } = sourcesOfExample(example, profile)
    if (!sources) return refusal
    const { args, stdin } = example
    if (this.link.run({ profile: profile.id, sources, args, stdin, mode: 'program' })) return null
    return this.#store.getState().notice?.text ?? 'A program runs already.'
  }

  /** The example's language, which the server tells; or a sentence that says why there is none. */
  async profileOf({ language }: Example): Promise<ProfileInfo | string> {
    if (!this.#started) {
      this.#started = true
      this.#store.setState({ profileId: language })
      this.link.start()
    }
    const profiles = await this.#connected()
    if (profiles === null) return 'The server cannot be reached right now. Please try again in a moment.'
    const profile = profileNamed(profiles, language)
    if (!profile) return `This is written in "${language}", which this server does not offer.`
    this.#store.setState({ profileId: profile.id })
    return profile
  }

  stop(): void {
    this.link.stop()
    this.#started = false
  }

  /** The languages, once there is a connection; null when there is none in time. */
  #connected(): Promise<WorkspaceState['profiles'] | null> {
    return new Promise(resolve => {
      const look = ({ connection, profiles }: WorkspaceState): void => {
        if (connection === 'open') settle(profiles)
      }
      const settle = (profiles: WorkspaceState['profiles'] | null): void => {
        clearTimeout(timer)
        unsubscribe()
        resolve(profiles)
      }
      const timer = setTimeout(() => settle(null), CONNECT_MS)
      const unsubscribe = this.#store.subscribe(look)
      look(this.#store.getState())
    })
  }
}
