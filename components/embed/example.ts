import type { SourceFile } from '../../server/protocol/messages.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { addFile, type Sources } from '../workspace/sources.ts'
import type { Load } from './messages.ts'

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
  return { title, language, main: name ?? null, code, setup, teardown, files, args, stdin, readonly, id: null }
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
  const { setup, code, teardown } = example
  const content = `${setup === '' ? '' : ended(setup)}${teardown === '' ? code : `${ended(code)}${teardown}`}`
  let sources: Sources = { files: [], main, tabs: [], active: main }
  for (const file of [{ name: main, content }, ...example.files]) {
    const outcome = addFile(sources, file)
    if (!outcome.sources) return { refusal: outcome.refusal }
    sources = outcome.sources
  }
  return { sources }
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
