import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'
import { type ApiDescription, apiReference } from '../../components/docs/api-reference.ts'
import { type CodeInfo, readCodeInfo } from '../../components/docs/code-info.ts'
import { DOC_PAGES, type DocPage, type DocTexts } from '../../components/docs/doc-pages.ts'
import { partsOf } from '../../components/docs/doc-parts.ts'
import { describeApi } from '../../server/api/openapi.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** The texts as they lie in the repository, for tests. */
export function readTexts(): DocTexts {
  const read = (source: string) => [source, readFileSync(join(ROOT, source), 'utf8')] as const
  const texts = Object.fromEntries([...DOC_PAGES.map(({ source }) => source), 'README.md'].map(read))
  return { ...texts, openapi: apiReference(describeApi('open') as ApiDescription) } as DocTexts
}

export type DocCode = CodeInfo & { readonly code: string }

/** A page's code blocks, those within lists too. */
export function codeBlocks(page: DocPage, texts: DocTexts): readonly DocCode[] {
  const found: Tokens.Code[] = []
  const marked = new Marked()
  for (const { text } of partsOf(page, texts))
    marked.walkTokens(marked.lexer(text), (token: Token) => {
      if (token.type === 'code') found.push(token as Tokens.Code)
    })
  return found.map(({ lang, text }) => ({ ...readCodeInfo(lang ?? ''), code: `${text}\n` }))
}
