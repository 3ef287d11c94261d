import { GitFork, Pencil } from 'lucide-react'
import { exitWords } from '../../server/protocol/exit-words.ts'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { playgroundPath, snippetPath } from '../share/snippet-address.ts'
import { primaryButton } from '../ui/looks.ts'
import { PageHead } from '../ui/page-head.tsx'
import { Scrolled } from '../ui/scrolled.tsx'
import { FileBlock } from './file-block.tsx'
import type { ShownFile } from './highlighted-files.ts'
import { outputText } from './output-text.ts'
import { Playback } from './playback.tsx'
import { SnippetTools } from './snippet-tools.tsx'
import { dayWords, snippetLanguage, snippetTitle } from './snippet-words.ts'

type Props = {
  readonly snippet: Snippet
  readonly files: readonly ShownFile[]
  /** Where it can be reported; null where the operator has named nothing. */
  readonly report: string | null
}

/** A shared program as a page to read, with ways to go on from it. */
export function SnippetPage({ snippet, files, report }: Props) {
  const { id, parent, createdMs, recording } = snippet
  const title = snippetTitle(snippet)
  return (
    <div className="h-dvh overflow-y-auto">
      <PageHead home={{ href: '/' }} docs="/docs/sharing">
        <a href={playgroundPath(id)} className={`${primaryButton} max-sm:h-10`}>
          <Pencil className="size-4" aria-hidden="true" />
          Edit and run
        </a>
      </PageHead>
      <main className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-8 max-sm:gap-5 max-sm:px-3 max-sm:py-5">
        <div className="flex flex-col gap-2">
          <h1 className="wrap-anywhere font-semibold text-2xl tracking-tight">{title}</h1>
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-muted">
            <span className="rounded-md bg-accent-soft px-1.5 py-0.5 font-medium text-text text-xs">{snippetLanguage(snippet)}</span>
            <time dateTime={new Date(createdMs).toISOString()}>{dayWords(createdMs)}</time>
            {parent && (
              <a href={snippetPath(parent)} className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-2">
                <GitFork className="size-3.5" aria-hidden="true" />
                Made from another snippet
              </a>
            )}
          </p>
        </div>
        <SnippetTools id={id} title={snippet.title} />
        {files.map(file => (
          <FileBlock key={file.name} file={file} isMain={file.name === snippet.main && files.length > 1} />
        ))}
        <RunWith snippet={snippet} />
        {recording && (
          <section aria-labelledby="output" className="flex flex-col gap-2">
            <h2 id="output" className="font-semibold">
              Output
            </h2>
            <Playback
              id={id}
              title={snippet.title}
              text={outputText(recording.events)}
              end={`${exitWords(recording.report).text}${recording.truncated ? '. This is the beginning of what it printed.' : ''}`}
            />
          </section>
        )}
        {report && (
          <p className="text-muted text-sm">
            <a href={report} rel="nofollow noreferrer" className="underline underline-offset-2 hover:text-text">
              Report this snippet
            </a>
          </p>
        )}
      </main>
    </div>
  )
}

/** Arguments and preset input, where there are any. */
function RunWith({ snippet: { args, stdin } }: { readonly snippet: Snippet }) {
  return (
    <>
      {args.length > 0 && (
        <section aria-labelledby="arguments" className="flex flex-col gap-2">
          <h2 id="arguments" className="font-semibold">
            Arguments
          </h2>
          <ol className="flex flex-wrap gap-1.5">
            {args.map((arg, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
              <li key={at} className="wrap-anywhere max-w-full rounded-md border border-line bg-panel px-2 py-0.5 font-mono text-[13px]">
                {arg === '' ? '(empty)' : arg}
              </li>
            ))}
          </ol>
        </section>
      )}
      {stdin !== null && (
        <section aria-labelledby="input" className="flex flex-col gap-2">
          <h2 id="input" className="font-semibold">
            Standard input
          </h2>
          <Scrolled label="What the program reads" className="max-h-80 rounded-xl border border-line bg-panel">
            <pre className="p-4 font-mono text-[13px] leading-5">{stdin === '' ? '(empty)' : stdin}</pre>
          </Scrolled>
        </section>
      )}
    </>
  )
}
