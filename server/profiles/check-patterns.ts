import { type Context, createContext, Script } from 'node:vm'
import { POSITION_LINE_CHARS } from '../protocol/positions.ts'

/** What a pattern is allowed on the worst line that was thought of; a sound one takes a thousandth. A machine may be busy: it is asked a second time. */
const PATTERN_MS = [200, 2000] as const
const SEEDS = [
  'a',
  'Z',
  '1',
  ' ',
  '\t',
  ':',
  '.',
  '/',
  '"',
  '-',
  '_',
  'a ',
  'a:',
  '1:',
  'a.',
  '::',
  'a/',
  'aError ',
  'error: ',
  'a:1:',
  'é',
  '(',
  'a(',
]
const ENDS = ['', '!', '\u0001']
/** Of the texts that a pattern itself has in it, so many are put before what is repeated. */
const PREFIXES = 6

/** The names of a pattern's groups, and how many groups there are with or without one. */
export function groupsOf(pattern: string): { readonly names: readonly string[]; readonly count: number } {
  // With an empty alternative it fits the empty text, and tells its groups.
  const match = new RegExp(`${pattern}|`).exec('')
  return { names: Object.keys(match?.groups ?? {}), count: (match?.length ?? 1) - 1 }
}

/**
 * Says why a pattern may take for ever on some line, or null. Output is hostile: a program may print whatever makes a pattern slow, to stop the page of whoever
 * reads it. What is slow shows on lines made to be slow: texts of the pattern itself, then the same over and over, then something that does not fit.
 */
export function slownessOf(pattern: string): string | null {
  const context = createContext({ pattern: new RegExp(pattern), line: '' })
  const script = new Script('pattern.exec(line)')
  for (const line of nastyLines(pattern)) {
    context.line = line
    if (PATTERN_MS.every(timeout => !endsWithin(script, context, timeout)))
      return `takes seconds on a line such as ${JSON.stringify(line.slice(0, 30))} and so on`
  }
  return null
}

function endsWithin(script: Script, context: Context, timeout: number): boolean {
  try {
    script.runInContext(context, { timeout })
    return true
  } catch {
    return false
  }
}

function* nastyLines(pattern: string): Generator<string> {
  const texts = pattern
    .replace(/\(\?<\w+>|\(\?[:=!]|\\[a-zA-Z]|\[(?:\\.|[^\]])*\]|\{[\d,]+\}/g, '\0')
    .replace(/\\(.)/g, '$1')
    .split(/[\0^$.*+?()|]+/)
    .filter(text => text !== '')
    .slice(0, PREFIXES)
  const seeds = [...SEEDS, ...texts]
  for (let count = 0; count <= texts.length; count++) {
    const prefix = texts.slice(0, count).join('1')
    for (const seed of seeds)
      for (const end of ENDS) {
        const room = Math.max(0, POSITION_LINE_CHARS - prefix.length - end.length)
        yield prefix + seed.repeat(Math.ceil(room / seed.length)).slice(0, room) + end
      }
  }
}
