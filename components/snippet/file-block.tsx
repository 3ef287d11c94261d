import { Scrolled } from '../ui/scrolled.tsx'
import { base64Bytes, sizeWords } from '../workspace/bytes.ts'
import type { ShownFile } from './highlighted-files.ts'

/** A file of a snippet, with the numbers of its lines. */
export function FileBlock({ file: { name, content, html }, isMain }: { readonly file: ShownFile; readonly isMain: boolean }) {
  return (
    <section className="overflow-hidden rounded-xl border border-line bg-panel">
      <div className="flex items-center gap-2.5 border-line border-b px-4 py-2">
        <h2 className="wrap-anywhere font-medium font-mono text-[13px]">{name}</h2>
        {isMain && <span className="rounded-md bg-accent-soft px-1.5 text-text text-xs">main</span>}
      </div>
      {html === null ? (
        <p className="px-4 py-3 text-muted">Not text, {sizeWords(base64Bytes(content))}. It is in the download.</p>
      ) : (
        <Scrolled label={`Code of ${name}`} className="flex font-mono text-[13px] leading-5 [font-variant-ligatures:none]">
          <pre aria-hidden="true" className="sticky left-0 select-none bg-panel py-3 pr-3 pl-4 text-right text-muted">
            {numbers(content)}
          </pre>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by highlight.ts, which lets nothing of the text be markup */}
          <pre className="grow py-3 pr-4" dangerouslySetInnerHTML={{ __html: html === '' ? ' ' : html }} />
        </Scrolled>
      )}
    </section>
  )
}

/** The numbers of a text's lines; the end of the last one is no line. */
function numbers(content: string): string {
  const lines = content.split('\n').length - (content.endsWith('\n') ? 1 : 0)
  return Array.from({ length: Math.max(1, lines) }, (_, at) => at + 1).join('\n')
}
