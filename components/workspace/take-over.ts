import type { BoxFile, SourceFile } from '../../server/protocol/messages.ts'
import { faultWords } from '../ui/fault-words.ts'
import { fromBase64, textOf, toBase64 } from './bytes.ts'
import { fileNamed, isBinary, putFile, type Sources } from './sources.ts'
import type { WorkspaceStore } from './store.ts'

/** A file as its bytes are: text where they are text. */
export function fileOf(name: string, bytes: Uint8Array): SourceFile {
  const content = textOf(bytes)
  return content === null ? { name, content: toBase64(bytes), encoding: 'base64' } : { name, content }
}

/** The bytes of a file of the page. */
export function bytesOf(file: SourceFile): Uint8Array<ArrayBuffer> {
  return isBinary(file) ? (fromBase64(file.content) ?? new Uint8Array()) : new TextEncoder().encode(file.content)
}

/**
 * What becomes of a file that the page has sent and a program has written to: `same` where the page has it like that, `edited` where the page's copy is
 * another than was sent, and stays.
 */
function takeOver(
  sources: Sources,
  sent: SourceFile | undefined,
  written: SourceFile,
): { readonly sources: Sources } | { readonly refusal: string } | 'same' | 'edited' | 'gone' {
  const here = fileNamed(sources, written.name)
  if (!here) return 'gone'
  if (alike(here, written)) return 'same'
  if (!sent || !alike(here, sent)) return 'edited'
  return putFile(sources, written)
}

function alike(one: SourceFile, other: SourceFile): boolean {
  return one.content === other.content && isBinary(one) === isBinary(other)
}

/** Brings what programs write to the page's own files back to the page. */
export class TakesOver {
  readonly #store: WorkspaceStore
  readonly #fetch: (name: string) => Promise<Uint8Array>
  #sent: readonly SourceFile[] = []
  readonly #seen = new Map<string, number>()

  constructor(store: WorkspaceStore, fetch: (name: string) => Promise<Uint8Array>) {
    this.#store = store
    this.#fetch = fetch
  }

  /** These files are in the box from now on. */
  sent(files: readonly SourceFile[]): void {
    this.#sent = files
    this.#seen.clear()
  }

  /** Looks at what the box of this language has. Each state of a file is looked at once. */
  async look(profileId: string, files: readonly BoxFile[]): Promise<void> {
    for (const { name, state, modifiedMs } of files) {
      if (state !== 'changed' || this.#seen.get(name) === modifiedMs) continue
      this.#seen.set(name, modifiedMs)
      const sent = this.#sent.find(file => file.name === name)
      try {
        const bytes = await this.#fetch(name)
        const { sources, sourcesOf } = this.#store.getState()
        if (sources && sourcesOf === profileId) this.#take(sources, sent, fileOf(name, bytes))
      } catch (error) {
        this.#tell(`A program has written to "${name}", but it cannot be read back: ${faultWords(error)}`)
      }
    }
  }

  #take(sources: Sources, sent: SourceFile | undefined, written: SourceFile): void {
    const taken = takeOver(sources, sent, written)
    if (taken === 'edited') {
      const text = `A program has written to "${written.name}", which you have edited meanwhile. Your text was kept.`
      this.#store.setState({
        notice: { tone: 'warning', text, action: { label: 'Take the program’s', run: () => this.#put(written) } },
      })
    } else if (typeof taken === 'object') {
      if ('sources' in taken) this.#store.setState({ sources: taken.sources })
      else this.#tell(`A program has written to "${written.name}", which stays as it was here. ${taken.refusal}`)
    }
  }

  #put(file: SourceFile): void {
    const { sources } = this.#store.getState()
    const { sources: put, refusal } = sources ? putFile(sources, file) : { refusal: undefined }
    if (put) this.#store.setState({ sources: put, notice: null })
    else if (refusal) this.#tell(refusal)
  }

  #tell(text: string): void {
    this.#store.setState({ notice: { tone: 'warning', text } })
  }
}
