import { fileNameFault } from './file-name.ts'
import { BUILD_FOLDER } from './limits.ts'
import type { OutputPosition } from './profile-info.ts'

/** A place in one of the workspace's files that a line of output names. */
export type Place = {
  readonly file: string
  readonly line: number
  readonly column?: number
}

/** A place, and what is said about it: `message` is empty where nothing was found. */
export type FoundPosition = Place & {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
}

/** A place, and the part of the output line that names it: from `start` to before `end`. */
export type PlaceInLine = Place & { readonly start: number; readonly end: number }

/** Output is hostile: no more of its end is looked at than this, and no more of a line. Patterns are tried with lines of this length when a profile is checked. */
const TEXT_CHARS = 256 * 1024
export const POSITION_LINE_CHARS = 1000
const FOUND_MOST = 200
/** How far from a place its message may stand. */
const MESSAGE_LINES = 60
const MESSAGE_CHARS = 500
const LINE_MOST = 1_000_000

/** Colours, links, titles and other control sequences: what a terminal does not print. Tabs stay. */
const CONTROLS = new RegExp(
  ['E\\[[0-?]*[ -/]*[@-~]', 'E\\][^EB]*(?:B|E\\\\)?', 'E[PX^_][^E]*(?:E\\\\)?', 'E[ -/]*[0-~]', '(?![\\t\\n])\\p{Cc}']
    .join('|')
    .replaceAll('E', '\\u001b')
    .replaceAll('B', '\\u0007'),
  'gu',
)

type Compiled = { readonly pattern: RegExp; readonly message?: { readonly step: 1 | -1; readonly pattern: RegExp } }
const compiledBefore = new WeakMap<readonly OutputPosition[], readonly Compiled[]>()

function compile(positions: readonly OutputPosition[]): readonly Compiled[] {
  const before = compiledBefore.get(positions)
  if (before) return before
  const compiled = positions.map(({ pattern, message }) => ({
    pattern: new RegExp(pattern),
    ...(message && { message: { step: message.where === 'after' ? (1 as const) : (-1 as const), pattern: new RegExp(message.pattern) } }),
  }))
  compiledBefore.set(positions, compiled)
  return compiled
}

/**
 * Finds the places in the workspace's files that a compiler, a linter or a program's own trace names, in the order of the text and each one once. Places
 * in other files, such as a library's, are left out.
 */
export function findPositions(text: string, positions: readonly OutputPosition[]): FoundPosition[] {
  const compiled = compile(positions)
  const lines = text
    .slice(-TEXT_CHARS)
    .replace(CONTROLS, '')
    .split('\n')
    .map(line => line.slice(0, POSITION_LINE_CHARS))
  const found = new Map<string, FoundPosition>()
  for (const [index, line] of lines.entries()) {
    if (found.size >= FOUND_MOST) break
    const match = matchLine(line, compiled)
    if (!match) continue
    const said = match.by.message ? lookFor(match.by.message, lines, index) : match.groups
    const position = {
      ...match.place,
      severity: toSeverity(said.severity ?? match.groups.severity),
      message: (said.message ?? match.groups.message ?? '').trim().slice(0, MESSAGE_CHARS),
    }
    const { file, line: at, column, severity, message } = position
    const key = JSON.stringify([file, at, column, severity, message])
    if (!found.has(key)) found.set(key, position)
  }
  return [...found.values()]
}

/** The place that a line of output names, as it stands on a screen, or null. */
export function placeInLine(line: string, positions: readonly OutputPosition[]): PlaceInLine | null {
  const match = matchLine(line.slice(0, POSITION_LINE_CHARS), compile(positions))
  return match && { ...match.place, start: match.start, end: match.end }
}

type Groups = Readonly<Record<string, string | undefined>>
type Match = { readonly by: Compiled; readonly groups: Groups; readonly place: Place; readonly start: number; readonly end: number }

/** The first pattern that fits decides. */
function matchLine(line: string, compiled: readonly Compiled[]): Match | null {
  for (const by of compiled) {
    const match = by.pattern.exec(line)
    if (!match) continue
    const groups: Groups = match.groups ?? {}
    const place = toPlace(groups)
    if (!place) continue
    // Leading space and the message are not a link's.
    const lead = match[0].length - match[0].trimStart().length
    const said = groups.message ? match[0].lastIndexOf(groups.message) : -1
    const named = (said > lead ? match[0].slice(0, said) : match[0]).replace(/[\s:]+$/, '')
    return { by, groups, place, start: match.index + lead, end: match.index + named.length }
  }
  return null
}

function lookFor({ step, pattern }: NonNullable<Compiled['message']>, lines: readonly string[], from: number): Groups {
  for (let index = from + step, far = 0; index >= 0 && index < lines.length && far < MESSAGE_LINES; index += step, far++) {
    const match = pattern.exec(lines[index] as string)
    if (match) return match.groups ?? {}
  }
  return {}
}

function toPlace(groups: Groups): Place | null {
  const file = toName(groups.file ?? '')
  const line = toNumber(groups.line)
  const column = toNumber(groups.column)
  if (file === null || line === null) return null
  return { file, line, ...(column !== null && { column }) }
}

/** The name as the workspace has it; null for what is not one of its files. */
function toName(path: string): string | null {
  const name = path.replace(/^file:\/\//, '').replace(/^(?:\/code\/+)?(?:\.\/+)*/, '')
  if (/^\w+:|^</.test(name) || name.startsWith(`${BUILD_FOLDER}/`)) return null
  return fileNameFault(name) === null ? name : null
}

function toNumber(digits: string | undefined): number | null {
  const number = Number(digits)
  return digits && Number.isInteger(number) && number >= 1 && number <= LINE_MOST ? number : null
}

function toSeverity(word: string | undefined): FoundPosition['severity'] {
  if (word === undefined || /error|fatal/i.test(word)) return 'error'
  if (/warn/i.test(word)) return 'warning'
  return /note|info|hint|help|style|remark/i.test(word) ? 'info' : 'error'
}
