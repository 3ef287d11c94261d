import { ArrowLeft, ArrowRight, ChevronDown } from 'lucide-react'
import { plainButton } from '../ui/looks.ts'
import { Mark } from '../ui/mark.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { CodeBlock } from './code-block.tsx'
import { type DocPage, docPath, neighbours } from './doc-pages.ts'
import { DocsContents, DocsNavigation } from './docs-navigation.tsx'
import type { Doc } from './render-doc.ts'

type Props = { readonly page: DocPage; readonly doc: Doc }

const fold =
  'flex h-11 cursor-pointer list-none items-center justify-between px-4 font-medium [&::-webkit-details-marker]:hidden -outline-offset-2'

/** A page of the documentation. All of it is there without scripts. */
export function DocsPage({ page, doc }: Props) {
  const { before, after } = neighbours(page)
  return (
    <div className="docs">
      <a
        href="#text"
        className="fixed top-2 left-2 z-30 -translate-y-20 rounded-lg bg-accent px-4 py-2 font-semibold text-on-accent focus:translate-y-0"
      >
        Skip to the text
      </a>
      <header className="sticky top-0 z-20 border-line border-b bg-panel print:hidden">
        <div className="mx-auto flex h-14 max-w-[90rem] items-center gap-2 px-6 max-sm:px-4">
          <a href="/docs" className="flex items-center gap-2.5 rounded-md font-semibold text-[17px] tracking-tight">
            <Mark />
            Glovebox
            <span className="font-normal text-muted">Docs</span>
          </a>
          <span className="grow" />
          <ThemeSwitch />
          <a href="/" className={`${plainButton} max-sm:h-10`}>
            Playground
          </a>
        </div>
      </header>
      <div className="mx-auto flex max-w-[90rem]">
        <div className="sticky top-14 h-[calc(100dvh-3.5rem)] w-64 shrink-0 overflow-y-auto border-line border-r px-3 py-6 max-lg:hidden print:hidden">
          <DocsNavigation page={page} label="Documentation" />
        </div>
        <div className="min-w-0 grow">
          <details className="group border-line border-b bg-panel lg:hidden print:hidden">
            <summary className={fold}>
              {page.group} · {page.title}
              <ChevronDown className="size-4 text-muted group-open:rotate-180" aria-hidden="true" />
            </summary>
            <div className="px-1 pb-4">
              <DocsNavigation page={page} label="All pages" />
            </div>
          </details>
          <div className="flex justify-center gap-12 px-6 max-sm:px-4 lg:px-10">
            <main id="text" tabIndex={-1} className="docs-text min-w-0 max-w-3xl grow py-10 outline-none max-sm:py-6">
              {doc.headings.length > 1 && (
                <details className="group mb-6 rounded-xl border border-line bg-panel xl:hidden print:hidden">
                  <summary className={fold}>
                    On this page
                    <ChevronDown className="size-4 text-muted group-open:rotate-180" aria-hidden="true" />
                  </summary>
                  <div className="px-4 pb-3">
                    <DocsContents headings={doc.headings} label="Contents" />
                  </div>
                </details>
              )}
              {doc.blocks.map((block, at) =>
                block.kind === 'html' ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the page never changes
                  // biome-ignore lint/security/noDangerouslySetInnerHtml: made by render-doc.ts of our own texts
                  <div key={at} dangerouslySetInnerHTML={{ __html: block.html }} />
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <CodeBlock key={at} block={block} />
                ),
              )}
              <nav
                aria-label="Neighbouring pages"
                className="mt-14 grid grid-cols-2 gap-4 border-line border-t pt-6 max-sm:grid-cols-1 print:hidden"
              >
                {before ? <Neighbour page={before} to="before" /> : <span className="max-sm:hidden" />}
                {after && <Neighbour page={after} to="after" />}
              </nav>
            </main>
            <div className="sticky top-14 h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto py-10 max-xl:hidden print:hidden">
              {doc.headings.length > 1 && (
                <>
                  <p className="mb-2 font-semibold text-xs">On this page</p>
                  <DocsContents headings={doc.headings} label="On this page" />
                </>
              )}
            </div>
          </div>
        </div>
      </div>
    </div>
  )
}

function Neighbour({ page, to }: { readonly page: DocPage; readonly to: 'before' | 'after' }) {
  return (
    <a
      href={docPath(page)}
      className={`docs-plain flex flex-col gap-0.5 rounded-xl border border-line bg-panel px-4 py-3 transition-colors hover:border-accent ${to === 'after' ? 'items-end text-right' : ''}`}
    >
      <span className="flex items-center gap-1 text-muted text-xs">
        {to === 'before' && <ArrowLeft className="size-3.5" aria-hidden="true" />}
        {to === 'before' ? 'Before' : 'Next'}
        {to === 'after' && <ArrowRight className="size-3.5" aria-hidden="true" />}
      </span>
      <span className="font-semibold">{page.title}</span>
    </a>
  )
}
