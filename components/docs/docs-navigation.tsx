import { Fragment } from 'react'
import { DOC_PAGES, type DocPage, docPath } from './doc-pages.ts'
import type { DocHeading } from './render-doc.ts'

const GROUPS = [...new Set(DOC_PAGES.map(({ group }) => group))]

/** All pages, by what people are about to do. */
export function DocsNavigation({ page, label }: { readonly page: DocPage; readonly label: string }) {
  return (
    <nav aria-label={label} className="flex flex-col gap-5">
      {GROUPS.map(group => (
        <div key={group}>
          <p className="mb-1 px-3 font-semibold text-xs">{group}</p>
          <ul>
            {DOC_PAGES.filter(known => known.group === group).map(known => (
              <li key={known.slug}>
                <a
                  href={docPath(known)}
                  aria-current={known === page ? 'page' : undefined}
                  className="flex min-h-8 items-center rounded-md px-3 text-muted transition-colors hover:bg-accent-soft hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-text max-lg:min-h-11"
                >
                  {known.title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The headings of a page, down to the second level below its title. */
export function DocsContents({ headings, label }: { readonly headings: readonly DocHeading[]; readonly label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="text-[13px] leading-5">
        {headings
          .filter(({ depth }) => depth <= 3)
          .map(({ id, text, depth }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className={`wrap-anywhere block rounded-sm py-1 text-muted transition-colors hover:text-text max-xl:py-2 ${depth === 3 ? 'pl-3.5' : ''}`}
              >
                <Breakable text={text} />
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}

/** Paths are broken between their parts, rather than within a word. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?=\/)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
