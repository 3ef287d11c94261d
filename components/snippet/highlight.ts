import { setImmediate } from 'node:timers/promises'
import { createCssVariablesTheme, createHighlighterCore, type GrammarState, type HighlighterCore, type ThemedToken } from 'shiki/core'
import { createOnigurumaEngine } from 'shiki/engine/oniguruma'
import { escapeHtml } from '../../server/protocol/escape-html.ts'
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

/** Part of a line, and the class of its colour (app/globals.css). */
export type Piece = { readonly text: string; readonly look: string | undefined }

/** A file's text as HTML: nothing but text and <span> with a class. */
export async function highlight(name: string, text: string, budget: Budget): Promise<string> {
  return (await colouredLines(name, text, budget)).map(lineHtml).join('\n')
}

/** A file's text in lines of coloured pieces. */
export async function colouredLines(name: string, text: string, budget: Budget): Promise<readonly (readonly Piece[])[]> {
  const load = text.length <= HIGHLIGHT_CHARS ? grammarOf(name) : null
  if (!load) return plain(text.split('\n'))
  try {
    const [shiki, { default: grammars }] = await Promise.all([highlighter(), load()])
    await shiki.loadLanguage(...grammars)
    const lang = grammars.at(-1)?.name
    return lang === undefined ? plain(text.split('\n')) : await inLines(shiki, lang, text, budget)
  } catch {
    return plain(text.split('\n'))
  }
}

function plain(lines: readonly string[]): readonly (readonly Piece[])[] {
  return lines.map(text => [{ text, look: undefined }])
}

async function inLines(shiki: HighlighterCore, lang: string, text: string, budget: Budget): Promise<readonly (readonly Piece[])[]> {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const coloured: (readonly Piece[])[] = []
  let state: GrammarState | undefined
  for (const [at, line] of lines.entries()) {
    if (budget.leftMs <= 0) return [...coloured, ...plain(lines.slice(at))]
    const startMs = performance.now()
    const tokens = shiki.codeToTokensBase(line, {
      lang,
      theme: THEME,
      tokenizeMaxLineLength: LINE_CHARS,
      tokenizeTimeLimit: budget.leftMs,
      ...(state ? { grammarState: state } : {}),
    })
    state = shiki.getLastGrammarState(tokens)
    coloured.push(pieces(tokens.flat()))
    budget.leftMs -= performance.now() - startMs
    if (at % LINES_IN_A_ROW === LINES_IN_A_ROW - 1) await setImmediate()
  }
  return coloured
}

/** Neighbours of one colour are one piece; blanks are of the colour before them. */
function pieces(tokens: readonly ThemedToken[]): readonly Piece[] {
  const merged: { text: string; readonly look: string | undefined }[] = []
  for (const { content, color } of tokens) {
    const before = merged.at(-1)
    const look = content.trim() === '' ? before?.look : CLASSES[color ?? '']
    if (before && before.look === look) before.text += content
    else merged.push({ text: content, look })
  }
  return merged
}

function lineHtml(line: readonly Piece[]): string {
  return line.map(({ text, look }) => (look ? `<span class="${look}">${escapeHtml(text)}</span>` : escapeHtml(text))).join('')
}
