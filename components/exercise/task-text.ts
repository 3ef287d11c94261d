import { Marked, Parser, Renderer, type Token, type Tokens } from 'marked'
import { escapeHtml } from '../../server/protocol/escape-html.ts'
import { highlight } from '../snippet/highlight.ts'

/** For a whole task. What comes after that is plain. */
const HIGHLIGHT_MS = 1000
/** Some names of languages in Markdown, and what names of their files end in. */
const ENDINGS: Readonly<Record<string, string>> = {
  bash: 'sh',
  cpp: 'cpp',
  csharp: 'cs',
  golang: 'go',
  haskell: 'hs',
  javascript: 'js',
  perl: 'pl',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  shell: 'sh',
  typescript: 'ts',
}
const HEADINGS_FROM = 2
const OUTSIDE = /^https?:\/\//i

/** Makes HTML of an author's Markdown. No HTML in it comes through, and no address but those of the web, of this server and of the exercise's own pictures. */
export async function taskHtml(markdown: string): Promise<string> {
  const tokens = new Marked().lexer(markdown)
  const code: Tokens.Code[] = []
  new Marked().walkTokens(tokens, token => {
    if (token.type === 'code') code.push(token as Tokens.Code)
  })
  const budget = { leftMs: HIGHLIGHT_MS }
  const colours = new Map<Token, string>()
  for (const token of code) colours.set(token, await highlight(fileName(token.lang ?? ''), token.text, budget))
  return new Parser({ renderer: new TaskRenderer(colours) }).parse(tokens)
}

/** The name of a file in the language that stands behind the ``` of a block. */
function fileName(info: string): string {
  const language = /^\S*/.exec(info)?.[0].toLowerCase() ?? ''
  return `code.${ENDINGS[language] ?? language}`
}

class TaskRenderer extends Renderer {
  readonly #colours: ReadonlyMap<Token, string>

  constructor(colours: ReadonlyMap<Token, string>) {
    super()
    this.#colours = colours
  }

  /** Below the page's own title. */
  override heading({ tokens, depth }: Tokens.Heading): string {
    const level = Math.min(6, Math.max(HEADINGS_FROM, depth))
    return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
  }

  override code(token: Tokens.Code): string {
    return `<pre tabindex="0"><code>${this.#colours.get(token) ?? escapeHtml(token.text)}</code></pre>\n`
  }

  override link({ href, tokens }: Tokens.Link): string {
    const text = this.parser.parseInline(tokens)
    if (OUTSIDE.test(href)) return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">${text}</a>`
    return ownPath(href) ? `<a href="${escapeHtml(href)}">${text}</a>` : text
  }

  /** Only the exercise's own: others would tell strangers who reads this. */
  override image({ href, text }: Tokens.Image): string {
    return ownPath(href) ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}" loading="lazy">` : escapeHtml(text)
  }

  override html({ text }: Tokens.HTML | Tokens.Tag): string {
    return text.startsWith('<!--') ? '' : escapeHtml(text)
  }

  override table(token: Tokens.Table): string {
    return `<div class="task-table" role="group" aria-label="Table" tabindex="0">${super.table(token)}</div>\n`
  }
}

/** An address on this server: neither of another, nor of what runs. */
function ownPath(href: string): boolean {
  return /^\/(?![/\\])/.test(href) || /^#/.test(href)
}
