import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ApiDescription, apiReference } from '../../components/docs/api-reference.ts'
import { DOC_PAGES, type DocTexts } from '../../components/docs/doc-pages.ts'
import { describeApi } from '../../server/api/openapi.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** The texts as they lie in the repository, for tests. */
export function readTexts(): DocTexts {
  const read = (source: string) => [source, readFileSync(join(ROOT, source), 'utf8')] as const
  const texts = Object.fromEntries([...DOC_PAGES.map(({ source }) => source), 'README.md'].map(read))
  return { ...texts, openapi: apiReference(describeApi('open') as ApiDescription) } as DocTexts
}
