import { FILES_BYTES } from '../../server/protocol/limits.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import { faultWords } from '../ui/fault-words.ts'
import { sizeWords } from './bytes.ts'
import { saveAs } from './download.ts'
import {
  addFile,
  fileNamed,
  type Outcome,
  openFile,
  putFile,
  removeFile,
  renameFile,
  restoreFile,
  type Sources,
  setMain,
} from './sources.ts'
import type { WorkspaceStore } from './store.ts'
import { bytesOf, fileOf } from './take-over.ts'

/** What people do with the files of the page. What cannot be done is said in a notice. */
export class FileActions {
  readonly #store: WorkspaceStore
  readonly #forget: (name: string) => void

  /** @param forget removes from the box what a program has written to a file that is no longer there by this name. */
  constructor(store: WorkspaceStore, forget: (name: string) => void) {
    this.#store = store
    this.#forget = forget
  }

  /** Makes a change that cannot be refused, such as showing another tab. */
  change(step: (sources: Sources) => Sources): void {
    const { sources } = this.#store.getState()
    if (sources) this.#store.setState({ sources: step(sources) })
  }

  create(name: string, content = ''): boolean {
    return this.#try(sources => addFile(sources, { name, content }))
  }

  rename(from: string, to: string): boolean {
    const renamed = this.#try(sources => renameFile(sources, from, to))
    if (renamed) this.#forgetChanged(from)
    return renamed
  }

  makeMain(name: string): void {
    this.#try(sources => setMain(sources, name))
  }

  /** Removes a file, and offers to bring it back. */
  remove(name: string): void {
    const { sources: before, sourcesOf } = this.#store.getState()
    const file = before && fileNamed(before, name)
    if (!file || !this.#try(sources => removeFile(sources, name))) return
    this.#forgetChanged(name)
    const at = before.files.indexOf(file)
    this.#offer(`"${name}" was deleted.`, () => {
      if (this.#store.getState().sourcesOf === sourcesOf) this.#try(sources => restoreFile(sources, file, at, before.main === name))
    })
  }

  /** Puts other files in the place of all that there are, and offers to go back. */
  replaceAll(sources: Sources, text: string): void {
    const { sources: before, sourcesOf } = this.#store.getState()
    this.#store.setState({ sources })
    this.#offer(text, () => {
      if (this.#store.getState().sourcesOf === sourcesOf) this.#store.setState({ sources: before })
    })
  }

  download(name: string): void {
    const { sources } = this.#store.getState()
    const file = sources && fileNamed(sources, name)
    if (file) saveAs(name.slice(name.lastIndexOf('/') + 1), bytesOf(file))
  }

  /** Takes in files from the person's machine, and those that are in archives. Those that have the name of one that is here take its place. */
  async upload(uploads: readonly File[]): Promise<void> {
    const { sources: before, sourcesOf } = this.#store.getState()
    const refusals: string[] = []
    const replaced: string[] = []
    for (const upload of uploads) {
      const refusal = await this.#take(upload, sourcesOf, replaced)
      if (refusal) refusals.push(uploads.length === 1 ? refusal : `${upload.name}: ${refusal}`)
      // The rest would be refused for the same reasons: a few sentences are enough.
      if (refusals.length >= 3) break
    }
    if (refusals.length > 0) this.#tell(refusals.join(' '))
    else if (replaced.length > 0 && before) {
      const text = replaced.length === 1 ? `"${replaced[0]}" was replaced.` : `${replaced.length} files were replaced.`
      this.#offer(text, () => {
        for (const name of replaced) {
          const file = fileNamed(before, name)
          if (file && this.#store.getState().sourcesOf === sourcesOf) this.#try(sources => putFile(sources, file))
        }
      })
    }
  }

  async #take(upload: File, sourcesOf: string | null, replaced: string[]): Promise<string | null> {
    // Looked at before it is read: it may be any size.
    if (upload.size > FILES_BYTES) return `The file is ${sizeWords(upload.size)}; the limit is ${sizeWords(FILES_BYTES)}.`
    const files = await filesIn(upload)
    if (typeof files === 'string') return files
    const { sources: before, sourcesOf: now } = this.#store.getState()
    if (!before || now !== sourcesOf) return 'The language was changed meanwhile.'
    let sources = before
    for (const file of files) {
      const outcome = putFile(sources, file)
      if (!outcome.sources) return outcome.refusal
      sources = outcome.sources
    }
    replaced.push(...files.filter(({ name }) => fileNamed(before, name)).map(({ name }) => name))
    // An archive may hold more files than there is room for beside each other.
    if (files.length > 1) sources = openFile({ ...sources, tabs: before.tabs, active: before.active }, files[0]?.name ?? before.active)
    this.#store.setState({ sources })
    return null
  }

  #try(step: (sources: Sources) => Outcome): boolean {
    const { sources } = this.#store.getState()
    if (!sources) return false
    const outcome = step(sources)
    if (outcome.sources) this.#store.setState({ sources: outcome.sources, notice: null })
    else this.#tell(outcome.refusal)
    return outcome.sources !== undefined
  }

  #forgetChanged(name: string): void {
    const { box, sourcesOf } = this.#store.getState()
    if (box?.profile === sourcesOf && box?.files.some(file => file.name === name && file.state === 'changed')) this.#forget(name)
  }

  #tell(text: string): void {
    this.#store.setState({ notice: { tone: 'warning', text } })
  }

  #offer(text: string, undo: () => void): void {
    const run = (): void => {
      this.#store.setState({ notice: null })
      undo()
    }
    this.#store.setState({ notice: { tone: 'info', text, action: { label: 'Undo', run } } })
  }
}

/** A file's files: an archive's own, or the file itself. Or why it cannot be read. */
async function filesIn(upload: File): Promise<readonly SourceFile[] | string> {
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await upload.arrayBuffer())
  } catch {
    return 'It cannot be read. Folders are not taken, only files.'
  }
  if (!/\.zip$/i.test(upload.name)) return [fileOf(upload.name, bytes)]
  try {
    const { readZip } = await import('./zip.ts')
    return readZip(bytes)
  } catch (fault) {
    return faultWords(fault)
  }
}
