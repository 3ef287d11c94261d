import { DOC_PAGES, type DocSource, docPath } from './doc-pages.ts'

/** What is in here is served as it is. */
const PUBLIC = 'public/'

export type DocLink =
  /** An address that the page can lead to. */
  | { readonly kind: 'address'; readonly href: string; readonly outside: boolean }
  /** A file of the repository that is no page: a server has none of it to show. */
  | { readonly kind: 'file'; readonly path: string }

/** Where a link of a text leads, on the server: what names a file of the repository leads to its page. */
export function docLink(href: string, source: DocSource): DocLink {
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return { kind: 'address', href, outside: true }
  if (href.startsWith('#') || href.startsWith('/')) return { kind: 'address', href, outside: false }
  const { pathname, hash } = new URL(href, `file:///${source}`)
  const path = decodeURIComponent(pathname.slice(1))
  if (path.startsWith(PUBLIC)) return { kind: 'address', href: `/${path.slice(PUBLIC.length)}${hash}`, outside: false }
  const page = DOC_PAGES.find(known => known.source === path)
  return page ? { kind: 'address', href: `${docPath(page)}${hash}`, outside: false } : { kind: 'file', path }
}
