import { Marked, Parser, Renderer, type Token, type Tokens } from 'marked'
import { escapeHtml } from '../../server/protocol/escape-html.ts'
import { highlight } from '../snippet/highlight.ts'
import { Anchors } from './anchors.ts'
import { type CodeInfo, codeName, readCodeInfo } from './code-info.ts'
import type { DocPage, DocTexts } from './doc-pages.ts'
import { type DocPart, partsOf } from './doc-parts.ts'
import { docLink } from './links.ts'

export type DocHeading = { readonly id: string; readonly text: string; readonly depth: number }

export type DocBlock =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'code'; readonly info: CodeInfo; readonly text: string; readonly html: string }

export type Doc = {
  readonly title: string
  /** How it begins, as plain text. */
  readonly description: string
  readonly blocks: readonly DocBlock[]
  /** Those below the title. */
  readonly headings: readonly DocHeading[]
}

/** The texts are ours: there is time for all of them. */
const HIGHLIGHT_MS = 60_000

/** Makes a page of its texts. No HTML in them comes through. */
export async function renderDoc(page: DocPage, texts: DocTexts): Promise<Doc> {
  const anchors = new Anchors()
  const headings: DocHeading[] = []
  const blocks: DocBlock[] = []
  let description = ''
  for (const part of partsOf(page, texts)) {
    const tokens = new Marked().lexer(part.text)
    const colours = await highlighted(tokens)
    const parser = new Parser({ renderer: new DocRenderer(part, anchors, headings, colours) })
    const first = tokens.find(token => token.type === 'paragraph')
    if (description === '' && first) description = plainText(first)
    // Code blocks are shown by a component; what stands between them is made in one go.
    let between: Token[] = []
    const flush = (): void => {
      const html = parser.parse(between)
      if (html.trim() !== '') blocks.push({ kind: 'html', html })
      between = []
    }
    for (const token of tokens) {
      if (token.type !== 'code') between.push(token)
      else {
        flush()
        const { lang = '', text } = token as Tokens.Code
        blocks.push({ kind: 'code', info: readCodeInfo(lang), text, html: colours.get(token) ?? '' })
      }
    }
    flush()
  }
  const [title, ...below] = headings
  if (title?.depth !== 1 || below.some(({ depth }) => depth === 1)) throw new Error(`${page.source} must have one title, at its beginning`)
  return { title: title.text, description, blocks, headings: below }
}

/** The code blocks in colour, those within lists too. */
async function highlighted(tokens: readonly Token[]): Promise<Map<Token, string>> {
  const found: Tokens.Code[] = []
  new Marked().walkTokens([...tokens], token => {
    if (token.type === 'code') found.push(token as Tokens.Code)
  })
  const colours = new Map<Token, string>()
  for (const token of found)
    colours.set(token, await highlight(codeName(readCodeInfo(token.lang ?? '')), token.text, { leftMs: HIGHLIGHT_MS }))
  return colours
}

class DocRenderer extends Renderer {
  readonly #part: DocPart
  readonly #anchors: Anchors
  readonly #headings: DocHeading[]
  readonly #colours: ReadonlyMap<Token, string>

  constructor(part: DocPart, anchors: Anchors, headings: DocHeading[], colours: ReadonlyMap<Token, string>) {
    super()
    this.#part = part
    this.#anchors = anchors
    this.#headings = headings
    this.#colours = colours
  }

  override heading({ tokens, depth }: Tokens.Heading): string {
    const text = tokens.map(plainText).join('')
    const id = this.#anchors.next(text)
    this.#headings.push({ id, text, depth })
    const html = this.parser.parseInline(tokens)
    if (depth === 1) return `<h1 id="${id}">${html}</h1>\n`
    return `<h${depth} id="${id}"><a class="docs-anchor" href="#${id}">${html}</a></h${depth}>\n`
  }

  override code(token: Tokens.Code): string {
    return `<pre tabindex="0"><code>${this.#colours.get(token) ?? ''}</code></pre>\n`
  }

  override link({ href, tokens }: Tokens.Link): string {
    const text = this.parser.parseInline(tokens)
    const link = docLink(href, this.#part.source)
    if (link.kind === 'file') return `<span title="In the repository: ${escapeHtml(link.path)}">${text}</span>`
    return `<a href="${escapeHtml(link.href)}"${link.outside ? ' rel="noopener"' : ''}>${text}</a>`
  }

  override image({ text }: Tokens.Image): string {
    return escapeHtml(text)
  }

  override html({ text }: Tokens.HTML | Tokens.Tag): string {
    return text.startsWith('<!--') ? '' : escapeHtml(text)
  }

  /** Wide ones scroll by themselves, also by keys. */
  override table(token: Tokens.Table): string {
    const under = this.#headings.at(-1)?.text ?? ''
    return `<div class="docs-table" role="group" aria-label="${escapeHtml(`Table: ${under}`)}" tabindex="0">${super.table(token)}</div>\n`
  }

  override tablecell(token: Tokens.TableCell): string {
    // A heading that says nothing is none.
    return token.header && token.text === '' ? '<td></td>\n' : super.tablecell(token)
  }
}

function plainText(token: Token): string {
  const { tokens, text = '' } = token as { tokens?: Token[]; text?: string }
  return tokens ? tokens.map(plainText).join('') : text
}
