import { SNIPPET_BYTES, type SnippetContent } from '../../server/protocol/snippet.ts'
import { joinArguments, splitArguments } from '../workspace/arguments.ts'
import { sizeWords, textBytes } from '../workspace/bytes.ts'
import type { Opened } from '../workspace/opened.ts'
import type { RunSettings } from '../workspace/saved.ts'
import { addFile, fileNamed, isBinary, type Outcome, type Sources, setMain, sizeFault } from '../workspace/sources.ts'

/** What the page shows, as it is shared. */
type Shown = {
  readonly profile: string
  readonly sources: Sources
  readonly settings: RunSettings
  /** The snippet that the page was opened with. */
  readonly origin: Pick<Opened, 'id' | 'content'> | null
}

type Taken = { readonly content: SnippetContent; readonly fault?: never } | { readonly fault: string; readonly content?: never }

/** The page's files and settings as a snippet, or what is above a limit. */
export function contentOf({ profile, sources, settings, origin }: Shown, extra: Pick<SnippetContent, 'title' | 'recording'>): Taken {
  const { args, fault } = splitArguments(settings.args)
  if (fault) return { fault: `Run settings: ${fault}` }
  const tooLarge = sizeFault(sources)
  if (tooLarge) return { fault: tooLarge }
  const shown = {
    profile,
    main: sources.main,
    files: [...sources.files],
    args: [...args],
    stdin: settings.useStdin ? settings.stdin : null,
  }
  // A snippet that was only opened and shared again has not been made from itself.
  const parent = origin === null ? null : alike(shown, origin.content) ? origin.content.parent : (origin.id ?? origin.content.parent)
  const content = { ...shown, ...extra, title: extra.title.trim(), parent }
  const bytes = textBytes(JSON.stringify(content))
  if (bytes <= SNIPPET_BYTES) return { content }
  const without = content.recording ? ' Without the output it is less.' : ''
  return { fault: `This is ${sizeWords(bytes)} in all; the limit for sharing is ${sizeWords(SNIPPET_BYTES)}.${without}` }
}

type Run = Pick<SnippetContent, 'profile' | 'main' | 'files' | 'args' | 'stdin'>

function alike(one: Run, other: Run): boolean {
  const parts = ({ profile, main, files, args, stdin }: Run) =>
    JSON.stringify([profile, main, files.map(({ name, content, encoding }) => [name, content, encoding]), args, stdin])
  return parts(one) === parts(other)
}

/** A snippet's files as the page has them. They may come from a link that anybody has made: the page's own rules hold. */
export function sourcesOf({ files, main }: Pick<SnippetContent, 'files' | 'main'>): Outcome {
  let sources: Sources = { files: [], main, tabs: [], active: main }
  for (const file of files) {
    if (file.encoding === 'base64' && !/^[A-Za-z0-9+/]*={0,2}$/.test(file.content)) return { refusal: `"${file.name}" is not base64.` }
    const outcome = addFile(sources, file)
    if (!outcome.sources) return outcome
    sources = outcome.sources
  }
  const chosen = setMain(sources, main)
  if (!chosen.sources) return chosen
  const tabs = chosen.sources.files.filter(file => file.name === main || !isBinary(file)).map(file => file.name)
  // As many as fit beside each other.
  const open = [main, ...tabs.filter(name => name !== main)].slice(0, 5)
  return { sources: { ...chosen.sources, tabs: open, active: fileNamed(chosen.sources, main)?.name ?? main } }
}

/** A snippet's arguments and input as the page has them. */
export function settingsOf({ args, stdin }: Pick<SnippetContent, 'args' | 'stdin'>): RunSettings {
  return { args: joinArguments(args), stdin: stdin ?? '', useStdin: stdin !== null }
}
