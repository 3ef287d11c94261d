import { setImmediate } from 'node:timers/promises'
import { createCssVariablesTheme, createHighlighterCore, type GrammarState, type HighlighterCore, type ThemedToken } from 'shiki/core'
import { createOnigurumaEngine } from 'shiki/engine/oniguruma'
import { grammarOf } from './code-grammars.ts'

/** Larger texts are shown plain. */
export const HIGHLIGHT_CHARS = 200 * 1024
/** Longer lines too: machines make them, and some grammars take seconds for a thousand of the same character. */
const LINE_CHARS = 300
/** Others have their turn after so many lines. */
const LINES_IN_A_ROW = 50

/** How long finding colours may still take, for all files of a snippet together. What comes after that is plain. */
export type Budget = { leftMs: number }

const THEME = 'page'

/** The page's colours (app/globals.css), by what the theme calls them. What is not here is in the colour of text. */
const CLASSES: Readonly<Record<string, string>> = {
  'var(--x-token-keyword)': 'code-keyword',
  'var(--x-token-string)': 'code-string',
  'var(--x-token-string-expression)': 'code-string',
  'var(--x-token-constant)': 'code-number',
  'var(--x-token-comment)': 'code-comment',
  'var(--x-token-function)': 'code-type',
  'var(--x-token-link)': 'code-type',
}

let made: Promise<HighlighterCore> | null = null

function highlighter(): Promise<HighlighterCore> {
  made ??= createHighlighterCore({
    themes: [createCssVariablesTheme({ name: THEME, variablePrefix: '--x-', fontStyle: false })],
    langs: [],
    // It gives up a match after so many steps. Node's own expressions do not, and anybody may share a text that is made to keep them busy.
    engine: createOnigurumaEngine(import('shiki/wasm')),
  })
  return made
}

/** A file's text as HTML: nothing but text and <span> with a class. */
export async function highlight(name: string, text: string, budget: Budget): Promise<string> {
  const load = text.length <= HIGHLIGHT_CHARS ? grammarOf(name) : null
  if (!load) return escaped(text)
  try {
    const [shiki, { default: grammars }] = await Promise.all([highlighter(), load()])
    await shiki.loadLanguage(...grammars)
    const lang = grammars.at(-1)?.name
    return lang === undefined ? escaped(text) : await inLines(shiki, lang, text, budget)
  } catch {
    return escaped(text)
  }
}

async function inLines(shiki: HighlighterCore, lang: string, text: string, budget: Budget): Promise<string> {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const html: string[] = []
  let state: GrammarState | undefined
  for (const [at, line] of lines.entries()) {
    if (budget.leftMs <= 0) {
      html.push(escaped(lines.slice(at).join('\n')))
      break
    }
    const startMs = performance.now()
    const tokens = shiki.codeToTokensBase(line, {
      lang,
      theme: THEME,
      tokenizeMaxLineLength: LINE_CHARS,
      tokenizeTimeLimit: budget.leftMs,
      ...(state ? { grammarState: state } : {}),
    })
    state = shiki.getLastGrammarState(tokens)
    html.push(...tokens.map(lineHtml))
    budget.leftMs -= performance.now() - startMs
    if (at % LINES_IN_A_ROW === LINES_IN_A_ROW - 1) await setImmediate()
  }
  return html.join('\n')
}

function lineHtml(tokens: readonly ThemedToken[]): string {
  let html = ''
  let open: string | undefined
  for (const { content, color } of tokens) {
    const blank = content.trim() === ''
    const look = blank ? open : CLASSES[color ?? '']
    if (look !== open) {
      if (open) html += '</span>'
      if (look) html += `<span class="${look}">`
      open = look
    }
    html += escaped(content)
  }
  return open ? `${html}</span>` : html
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escaped(text: string): string {
  return text.replace(/[&<>]/g, char => ESCAPES[char] ?? char)
}
