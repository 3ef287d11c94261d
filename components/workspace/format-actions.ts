import type { EditorControls } from '../editor/editor-props.ts'
import { fileLanguage } from '../editor/file-language.ts'
import { faultWords } from '../ui/fault-words.ts'
import { savedFormatOnSave } from './saved.ts'
import { editFile, fileNamed, isBinary } from './sources.ts'
import { chosenProfile, type WorkspaceState, type WorkspaceStore } from './store.ts'

type Format = (name: string, content: string) => Promise<string>

/** Whether the active file can be laid out: there is a formatter, and the file is of its language. */
export function canFormat(state: Pick<WorkspaceState, 'profiles' | 'profileId' | 'sources' | 'sourcesOf'>): boolean {
  const profile = chosenProfile(state)
  const { sources } = state
  const file = sources && fileNamed(sources, sources.active)
  if (!profile?.formats || !sources || !file || isBinary(file) || profile.id !== state.sourcesOf) return false
  return fileLanguage(profile, file.name, file.name === sources.main) === profile.editorLanguage
}

/** Lays out the active file, and saves. What cannot be done is said in a notice, and the text stays as it is. */
export class FormatActions {
  readonly #store: WorkspaceStore
  readonly #format: Format
  readonly #editor: () => EditorControls | null
  readonly #save: () => void

  constructor(store: WorkspaceStore, format: Format, editor: () => EditorControls | null, save: () => void) {
    this.#store = store
    this.#format = format
    this.#editor = editor
    this.#save = save
  }

  async format(): Promise<void> {
    const before = this.#store.getState()
    const file = before.sources && fileNamed(before.sources, before.sources.active)
    if (!file || before.formatting || !canFormat(before)) return
    this.#store.setState({ formatting: true })
    try {
      const laidOut = await this.#format(file.name, file.content)
      this.#take(before.sourcesOf, file.name, file.content, laidOut)
    } catch (error) {
      const why = faultWords(error)
      this.#store.setState({ notice: { tone: 'warning', text: `Not formatted. ${why}` } })
    } finally {
      this.#store.setState({ formatting: false })
    }
  }

  /** What is typed is saved by itself; who presses the keys for it wants to be sure. */
  async save(): Promise<void> {
    if (savedFormatOnSave() && canFormat(this.#store.getState())) await this.format()
    this.#save()
    this.#store.setState({ hint: 'Saved in this browser' })
  }

  #take(sourcesOf: string | null, name: string, before: string, after: string): void {
    const { sources, sourcesOf: now } = this.#store.getState()
    const file = sources && fileNamed(sources, name)
    if (!file || now !== sourcesOf) return
    if (before === after) return this.#store.setState({ hint: 'Formatted already' })
    if (file.content !== before) return this.#dropped()
    if (sources.active !== name) this.#store.setState({ sources: editFile(sources, name, after) })
    else if (!this.#editor()?.relayout(before, after)) return this.#dropped()
    this.#store.setState({ hint: 'Formatted' })
  }

  #dropped(): void {
    this.#store.setState({ hint: 'Edited meanwhile, so not formatted' })
  }
}
