import type { BoxFile, ClientMessage, ServerMessage, SourceFile } from '../../server/protocol/messages.ts'
import type { Sample } from '../../server/protocol/profile-info.ts'
import { fromBase64 } from './bytes.ts'
import { RequestFailed, Requests } from './requests.ts'
import type { Sources } from './sources.ts'
import type { WorkspaceStore } from './store.ts'
import { TakesOver } from './take-over.ts'

const FETCH_MS = 15_000
/** A formatter may have to wait for a box, and to start in it. */
const FORMAT_MS = 30_000
const SAMPLES_MS = 10_000
const CHECK_MS = 60_000

type Answer = Extract<ServerMessage, { type: 'files' | 'file' | 'checked' | 'formatted' | 'refused' | 'samples' }>

/** What the page asks of the server beside runs: files of the box, checks, formatting, samples. */
export class Asks {
  readonly #store: WorkspaceStore
  readonly #send: (message: ClientMessage) => boolean
  readonly #requests = new Requests()
  readonly #takesOver: TakesOver
  readonly #samples = new Map<string, readonly Sample[]>()
  readonly #samplesWaiting = new Map<string, ((samples: readonly Sample[]) => void)[]>()
  #boxProfile: string | null = null
  #check: { readonly request: number; readonly profile: string; readonly sources: Sources } | null = null
  #checkTimer: ReturnType<typeof setTimeout> | undefined

  /** @param send false when there is no connection. */
  constructor(store: WorkspaceStore, send: (message: ClientMessage) => boolean) {
    this.#store = store
    this.#send = send
    this.#takesOver = new TakesOver(store, name => this.fetchFile(name))
  }

  /** A run of this language begins with these files: a check that is on its way gives way to it. */
  begin(profile: string, files: readonly SourceFile[]): void {
    this.#boxProfile = profile
    this.#takesOver.sent(files)
    this.#endCheck()
  }

  /** The connection is open again. The server may be another one. */
  welcome(): void {
    this.#samples.clear()
  }

  /** The connection is gone, and every answer with it. */
  lost(): void {
    this.#requests.failAll('The connection was lost. Please try again in a moment.')
    this.#endCheck()
  }

  check(profile: string, sources: Sources): void {
    const request = this.#requests.number()
    if (!this.#send({ type: 'check', request, profile, main: sources.main, files: [...sources.files] })) return
    this.#check = { request, profile, sources }
    this.#store.setState({ checking: true })
    clearTimeout(this.#checkTimer)
    // A check that something else came before is not answered.
    this.#checkTimer = setTimeout(() => this.#endCheck(), CHECK_MS)
  }

  format(profile: string, name: string, content: string): Promise<string> {
    return this.#requests.ask('format', FORMAT_MS, request => this.#send({ type: 'format', request, profile, name, content }))
  }

  async fetchFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const content = await this.#requests.ask('fetch', FETCH_MS, request => this.#send({ type: 'fetch', request, name }))
    const bytes = fromBase64(content)
    if (!bytes) throw new RequestFailed(`The server sent "${name}" in a form that this page does not understand.`)
    return bytes
  }

  removeFile(name: string): boolean {
    return this.#send({ type: 'remove', name })
  }

  async askSamples(profile: string): Promise<readonly Sample[]> {
    const known = this.#samples.get(profile)
    if (known) return known
    return new Promise((resolve, reject) => {
      const waiting = this.#samplesWaiting.get(profile) ?? []
      const timer = setTimeout(() => reject(new RequestFailed('The server has not sent its samples.')), SAMPLES_MS)
      waiting.push(samples => {
        clearTimeout(timer)
        resolve(samples)
      })
      this.#samplesWaiting.set(profile, waiting)
      if (!this.#send({ type: 'samples', profile })) {
        clearTimeout(timer)
        reject(new RequestFailed('The server cannot be reached right now.'))
      }
    })
  }

  take(message: Answer): void {
    switch (message.type) {
      case 'files':
        return this.#takeFiles(message.files, message.truncated)
      case 'file':
      case 'formatted':
        return this.#requests.answer(message.request, message.content)
      case 'refused':
        return this.#requests.refuse(message.request, message.message)
      case 'samples':
        this.#samples.set(message.profile, message.samples)
        for (const resolve of this.#samplesWaiting.get(message.profile) ?? []) resolve(message.samples)
        this.#samplesWaiting.delete(message.profile)
        return
      case 'checked': {
        const check = this.#check
        if (check?.request !== message.request) return
        const { request, ok, output } = message
        this.#store.setState({ checked: { request, ok, output, profile: check.profile, sources: check.sources } })
        this.#endCheck()
      }
    }
  }

  #takeFiles(files: readonly BoxFile[], truncated: boolean): void {
    // After a reload the box is that of the language that is on the page again.
    const profile = this.#boxProfile ?? this.#store.getState().sourcesOf
    if (profile === null) return
    this.#store.setState({ box: { profile, files, truncated } })
    void this.#takesOver.look(profile, files)
  }

  #endCheck(): void {
    clearTimeout(this.#checkTimer)
    this.#check = null
    if (this.#store.getState().checking) this.#store.setState({ checking: false })
  }
}
