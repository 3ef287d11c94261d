import { FETCH_BYTES } from '../../server/protocol/limits.ts'
import type { BoxFile } from '../../server/protocol/messages.ts'
import { showFile } from '../outputs/output-store.ts'
import { faultWords } from '../ui/fault-words.ts'
import { sizeWords } from './bytes.ts'
import { saveAs } from './download.ts'
import type { SessionLink } from './session-link.ts'
import { addFile, fileNamed, openFile } from './sources.ts'
import { type WorkspaceStore, writtenFiles } from './store.ts'
import { bytesOf, fileOf } from './take-over.ts'

/** All that one archive takes: it is made in the page's memory. */
const ARCHIVE_BYTES = 32 * 1024 * 1024

/** What people do with files that programs have written in the box. What cannot be done is said in a notice. */
export class BoxActions {
  readonly #store: WorkspaceStore
  readonly #link: SessionLink

  constructor(store: WorkspaceStore, link: SessionLink) {
    this.#store = store
    this.#link = link
  }

  /** Shows a file. */
  async open(name: string): Promise<void> {
    const bytes = await this.#fetch(name)
    if (bytes) this.openWritten(name, bytes)
  }

  /** Shows what a program has written: as a file of the page, which the next run has too. */
  openWritten(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    const { sources } = this.#store.getState()
    if (!sources) return
    if (sources.files.some(file => file.name === name)) return this.#store.setState({ sources: openFile(sources, name) })
    const outcome = addFile(sources, fileOf(name, bytes))
    if (outcome.sources) this.#store.setState({ sources: outcome.sources })
    else this.#tell(outcome.refusal)
  }

  /** Shows a file beside the terminal as what it is: a document, a table, a picture. */
  async view(name: string): Promise<void> {
    const { sources } = this.#store.getState()
    const file = sources && fileNamed(sources, name)
    const bytes = file ? bytesOf(file) : await this.#fetch(name)
    if (bytes && bytes.length > FETCH_BYTES)
      this.#tell(`"${name}" is ${sizeWords(bytes.length)}; the limit for a view is ${sizeWords(FETCH_BYTES)}.`)
    else if (bytes) showFile(name, bytes)
  }

  async download(name: string): Promise<void> {
    const bytes = await this.#fetch(name)
    if (bytes) saveAs(name.slice(name.lastIndexOf('/') + 1), bytes)
  }

  remove(name: string): void {
    this.#link.removeFile(name)
  }

  /** The page's files and those that programs have written, as one archive. */
  async downloadAll(): Promise<void> {
    const state = this.#store.getState()
    if (!state.sources || !state.sourcesOf) return
    const all: Record<string, Uint8Array> = Object.fromEntries(state.sources.files.map(file => [file.name, bytesOf(file)]))
    const leftOut: string[] = []
    let total = Object.values(all).reduce((sum, bytes) => sum + bytes.length, 0)
    for (const file of writtenFiles(state)) {
      const bytes = total + file.bytes <= ARCHIVE_BYTES ? await this.#fetchFor(file) : null
      if (bytes) all[file.name] = bytes
      else leftOut.push(`${file.name} (${sizeWords(file.bytes)})`)
      total += bytes?.length ?? 0
    }
    const { zipSync } = await import('fflate')
    saveAs(`${state.sourcesOf}-files.zip`, zipSync(all) as Uint8Array<ArrayBuffer>)
    if (leftOut.length === 0) return
    const names = leftOut.length > 3 ? `${leftOut.slice(0, 3).join(', ')} and ${leftOut.length - 3} more` : leftOut.join(', ')
    const limits = `A file may have ${sizeWords(FETCH_BYTES)}, all together ${sizeWords(ARCHIVE_BYTES)}.`
    this.#tell(`Left out of the archive: ${names}. ${limits}`)
  }

  async #fetchFor(file: BoxFile): Promise<Uint8Array | null> {
    try {
      return file.bytes > FETCH_BYTES ? null : await this.#link.fetchFile(file.name)
    } catch {
      return null
    }
  }

  async #fetch(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = this.#store.getState().box?.files.find(each => each.name === name)
    try {
      if (file && file.bytes > FETCH_BYTES)
        throw new Error(`"${name}" is ${sizeWords(file.bytes)}; the limit for a file out of a box is ${sizeWords(FETCH_BYTES)}.`)
      return await this.#link.fetchFile(name)
    } catch (error) {
      this.#tell(faultWords(error))
      return null
    }
  }

  #tell(text: string): void {
    this.#store.setState({ notice: { tone: 'warning', text } })
  }
}
