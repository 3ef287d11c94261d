import { ARGUMENT_BYTES, ARGUMENTS } from '../../server/protocol/limits.ts'
import { textBytes } from './bytes.ts'

type Split = { readonly args: readonly string[]; readonly fault: string | null }

/**
 * Splits a line into program arguments as a shell does: blanks part them, quotes keep them together, a backslash takes the next character as it
 * is (between double quotes only before `"` and `\`). Nothing is expanded.
 */
export function splitArguments(line: string): Split {
  const args: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    const next = line[at + 1]
    if (char === '\\' && quote !== "'" && next !== undefined && (quote === null || next === '"' || next === '\\')) {
      word = (word ?? '') + next
      at++
    } else if (quote !== null) {
      if (char === quote) quote = null
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) args.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (word !== null) args.push(word)
  return { args, fault: quote === null ? argumentsFault(args) : `A quote ${quote} is not closed.` }
}

function argumentsFault(args: readonly string[]): string | null {
  if (args.length > ARGUMENTS) return `These are ${args.length} arguments; the limit is ${ARGUMENTS}.`
  if (args.some(arg => textBytes(arg) > ARGUMENT_BYTES)) return `An argument is longer than ${ARGUMENT_BYTES} bytes.`
  if (args.some(arg => arg.includes('\0'))) return 'An argument has a NUL character in it.'
  return null
}

/** The line that splitArguments splits into these. */
export function joinArguments(args: readonly string[]): string {
  return args.map(arg => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`)).join(' ')
}
