import type { DocPage, DocTexts } from './doc-pages.ts'
import { type Doc, renderDoc } from './render-doc.ts'

/** Renders each page once: texts change with the server only. */
export function keepRendered(texts: DocTexts): (page: DocPage) => Promise<Doc> {
  const kept = new Map<DocPage, Promise<Doc>>()
  return page => {
    const before = kept.get(page)
    if (before) return before
    const doc = renderDoc(page, texts)
    kept.set(page, doc)
    // One that failed is tried again.
    doc.catch(() => kept.delete(page))
    return doc
  }
}
