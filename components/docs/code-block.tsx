import { Play } from 'lucide-react'
import { runAddress } from './code-info.ts'
import { CopyCode } from './copy-code.tsx'
import type { DocBlock } from './render-doc.ts'
import { RunHere } from './run-here.tsx'

type Props = { readonly block: Extract<DocBlock, { kind: 'code' }> }

/** Code to read and to copy. A program runs where it stands; without scripts, it is opened in the playground. */
export function CodeBlock({ block: { info, text, html } }: Props) {
  const code = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by the arrows
    <pre tabIndex={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by highlight.ts, which lets nothing of the text be markup */}
      <code dangerouslySetInnerHTML={{ __html: html }} />
    </pre>
  )
  if (!info.name)
    return (
      <div className="docs-block relative">
        {info.language !== '' && info.language !== 'text' && <CopyCode text={text} look="absolute top-1.5 right-1.5" />}
        {code}
      </div>
    )
  return (
    <figure className="docs-block">
      <figcaption className="flex min-h-10 items-center gap-1 border-line border-b py-1 pr-1.5 pl-4">
        <span className="wrap-anywhere grow font-medium font-mono text-[13px]">{info.name}</span>
        <CopyCode text={text} look="" />
        {info.run && (
          <a
            href={runAddress(info, text)}
            title="Open in the playground"
            className="docs-plain inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg bg-accent px-3 font-semibold text-[13px] text-on-accent transition-colors hover:bg-accent-strong max-sm:h-10 print:hidden"
          >
            <Play className="size-3.5 fill-current" aria-hidden="true" />
            Run<span className="sr-only"> {info.name} in the playground</span>
          </a>
        )}
      </figcaption>
      {info.run ? (
        <RunHere language={info.language} name={info.name}>
          {code}
        </RunHere>
      ) : (
        code
      )}
    </figure>
  )
}
