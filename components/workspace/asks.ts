import type { BoxFile, ClientMessage, ServerMessage, SourceFile } from '../../server/protocol/messages.ts'
import type { Sample } from '../../server/protocol/profile-info.ts'
import { fromBase64 } from './bytes.ts'
import { type Answer, RequestFailed, Requests } from './requests.ts'
import type { Sources } from './sources.ts'
import type { WorkspaceStore } from './store.ts'
import { TakesOver } from './take-over.ts'

const FETCH_MS = 15_000
/** A formatter may have to wait for a box, and to start in it. */
const FORMAT_MS = 30_000
const SAMPLES_MS = 10_000
const CHECK_MS = 60_000

type Message = Answer | Extract<ServerMessage, { type: 'files' | 'checked' | 'refused' }>

/** What the page asks of the server beside runs: files of the box, checks, formatting, samples. */
export class Asks {
  readonly #store: WorkspaceStore
  readonly #send: (message: ClientMessage) => boolean
  readonly #requests = new Requests()
  readonly #takesOver: TakesOver
  readonly #samples = new Map<string, readonly Sample[]>()
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

  async format(profile: string, name: string, content: string): Promise<string> {
    const send = (request: number): boolean => this.#send({ type: 'format', request, profile, name, content })
    return (await this.#requests.ask('format', FORMAT_MS, send)).content
  }

  async fetchFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { content } = await this.#requests.ask('fetch', FETCH_MS, request => this.#send({ type: 'fetch', request, name }))
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
    const { samples } = await this.#requests.ask('samples', SAMPLES_MS, request => this.#send({ type: 'samples', request, profile }))
    this.#samples.set(profile, samples)
    return samples
  }

  take(message: Message): void {
    switch (message.type) {
      case 'files':
        return this.#takeFiles(message.files, message.truncated)
      case 'file':
      case 'formatted':
      case 'samples':
        return this.#requests.answer(message)
      case 'refused':
        return this.#requests.refuse(message.request, message.message)
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
