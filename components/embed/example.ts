import type { SourceFile } from '../../server/protocol/messages.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { isBinary, nameFault, type Sources, sizeFault } from '../workspace/sources.ts'
import type { Load } from './messages.ts'

/** What may be in no line, nor turn one round: a title has none of it (SnippetContent). */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu

/** What a frame shows and runs. */
export type Example = {
  /** Empty where nobody has said what it is called. */
  readonly title: string
  /** As whoever wrote it calls it: profileNamed finds what is meant. */
  readonly language: string
  /** Null: as the language calls its main file. */
  readonly main: string | null
  readonly code: string
  readonly setup: string
  readonly teardown: string
  /** The other files. */
  readonly files: readonly SourceFile[]
  readonly args: readonly string[]
  readonly stdin: string | null
  readonly readonly: boolean
  /** The snippet that it is. */
  readonly id: string | null
}

export function exampleOfSnippet({ id, title, profile, main, files, args, stdin }: Snippet, readonly: boolean): Example {
  return {
    title,
    language: profile,
    main,
    code: files.find(file => file.name === main)?.content ?? '',
    setup: '',
    teardown: '',
    files: files.filter(file => file.name !== main),
    args,
    stdin,
    readonly,
    id,
  }
}

export function exampleOfLoad({ name, title, language, code, setup, teardown, files, args, stdin, readonly }: Load): Example {
  const line = title.replace(UNPRINTABLE, ' ').trim()
  return { title: line, language, main: name ?? null, code, setup, teardown, files, args, stdin, readonly, id: null }
}

/** The main file's name; empty where the language names it, as no other file's is. */
export function mainName({ main }: Pick<Example, 'main'>): string {
  return main ?? ''
}

/** All files as they are read, the main one first: it without what is not shown. */
export function shownFiles(example: Example): readonly SourceFile[] {
  return [{ name: mainName(example), content: example.code }, ...example.files]
}

/** The file of this name as it is read, or the main one where there is none. */
export function shownFile(example: Example, name: string): SourceFile {
  return example.files.find(file => file.name === name) ?? { name: mainName(example), content: example.code }
}

/** With the text that was typed into a file. It may be above a limit: nothing that is typed is lost. */
export function withText(example: Example, name: string, content: string): Example {
  if (name === mainName(example)) return { ...example, code: content }
  return { ...example, files: example.files.map(file => (file.name === name && !isBinary(file) ? { name, content } : file)) }
}

/** With a file in the place of the one of its name, or added where there is none; or why that cannot be. */
export function withFile(
  example: Example,
  file: SourceFile,
): { readonly example: Example; readonly refusal?: never } | { readonly refusal: string; readonly example?: never } {
  const { name } = file
  const isMain = name === mainName(example)
  if (isMain && isBinary(file)) return { refusal: 'The main file has to be text.' }
  const at = example.files.findIndex(other => other.name === name)
  const files = at < 0 ? [...example.files, file] : example.files.with(at, file)
  const changed = isMain ? { ...example, code: file.content } : { ...example, files }
  const refusal = exampleFault(changed)
  return refusal === null ? { example: changed } : { refusal }
}

/** Whether two have the same files, as they are read. */
export function sameFiles(one: Example, other: Example): boolean {
  if (one === other) return true
  const [files, others] = [shownFiles(one), shownFiles(other)]
  return (
    files.length === others.length &&
    files.every(({ name, content, encoding }, at) => {
      const file = others[at]
      return name === file?.name && content === file.content && encoding === file.encoding
    })
  )
}

/** What is wrong with the names of the files, or above a limit, or null. A main file that has no name is not looked at for one. */
export function exampleFault(example: Example): string | null {
  const files: SourceFile[] = []
  for (const file of [wholeMain(example), ...example.files]) {
    const fault = files.length === 0 && example.main === null ? null : nameFault({ files }, file.name)
    if (fault !== null) return fault
    files.push(file)
  }
  return sizeFault({ files })
}

/** The language that a name means: its id, how its files end, or its title, in any case. */
export function profileNamed(profiles: readonly ProfileInfo[], name: string): ProfileInfo | null {
  const wanted = name.toLowerCase()
  return (
    profiles.find(({ id }) => id === wanted) ??
    profiles.find(({ extensions }) => extensions.includes(`.${wanted}`)) ??
    profiles.find(({ title, editorLanguage }) => title.toLowerCase() === wanted || editorLanguage === wanted) ??
    null
  )
}

/** Lines of the main file that stand before what is shown. */
export function linesBefore({ setup }: Pick<Example, 'setup'>): number {
  return setup === '' ? 0 : ended(setup).split('\n').length - 1
}

/** The files as they are run, with the parts that are not shown; or why they cannot be. */
export function sourcesOfExample(
  example: Example,
  { mainFile }: Pick<ProfileInfo, 'mainFile'>,
): { readonly sources: Sources; readonly refusal?: never } | { readonly refusal: string; readonly sources?: never } {
  const main = example.main ?? mainFile
  const named = { ...example, main }
  const refusal = exampleFault(named)
  if (refusal !== null) return { refusal }
  return { sources: { files: [wholeMain(named), ...example.files], main, tabs: [main], active: main } }
}

/** The main file with the parts that are not shown. */
function wholeMain({ main, setup, code, teardown }: Example): SourceFile {
  return { name: main ?? '', content: `${setup === '' ? '' : ended(setup)}${teardown === '' ? code : `${ended(code)}${teardown}`}` }
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
