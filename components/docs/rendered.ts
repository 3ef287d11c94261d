import type { DocPage, DocTexts, FileTexts } from './doc-pages.ts'
import { type Doc, renderDoc } from './render-doc.ts'

/**
 * Renders each page once: what they say changes with the server only.
 * @param api asks for the API's text.
 */
export function keepRendered(files: FileTexts, api: () => Promise<string>): (page: DocPage) => Promise<Doc> {
  const withApi = async (): Promise<DocTexts> => ({ ...files, openapi: await api() })
  const kept = new Map<DocPage, Promise<Doc>>()
  return page => {
    const before = kept.get(page)
    if (before) return before
    const doc = withApi().then(texts => renderDoc(page, texts))
    kept.set(page, doc)
    // One that failed is tried again.
    doc.catch(() => kept.delete(page))
    return doc
  }
}
