/** The parts of `exercise.md`. */
export type ExerciseText = {
  /** YAML. */
  readonly frontMatter: string
  /** Line of the first line of `frontMatter`, from 1. */
  readonly frontMatterLine: number
  readonly body: string
  readonly hints: readonly { readonly title: string; readonly body: string }[]
}

/** What a text points at. */
export type Reference = { readonly kind: 'link' | 'image'; readonly target: string; readonly line: number }

/** Of `[text](target "title")`, with an exclamation mark before it or not: everything up to the target, and the target. */
const REFERENCE = /(!?)(\[(?:[^[\]\\]|\\.|\[[^[\]]*\])*\]\(\s*)(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)/g
/** Of a line `[label]: target "title"`, which links and images name by its label: everything up to the target, the label, and the target. */
const DEFINITION = /^( {0,3}\[((?:[^[\]\\]|\\.)+)\]:\s*)(<[^<>\n]*>|\S+)(?=\s*$|\s+["'(])/
/** Of an image that names one: its text, and the label where that is another. */
const IMAGE_BY_LABEL = /!\[((?:[^[\]\\]|\\.)*)\](?!\()(?:\[((?:[^[\]\\]|\\.)*)\])?/g
/** Of an HTML element. */
const ELEMENT = /(<(img|a)\b[^>]*?\b(?:src|href)=")([^"]*)/gi
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const HINT = /^##\s+Hint(?::\s*(.*?))?\s*#*\s*$/i

/** Splits the file. Null when it does not begin with front matter. */
export function splitText(text: string): ExerciseText | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const end = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line))
  if (!/^---\s*$/.test(lines[0] ?? '') || end < 0) return null
  const body: string[] = []
  const hints: { title: string; lines: string[] }[] = []
  let into = body
  for (const { line, code } of marked(lines.slice(end + 1))) {
    const hint = code ? null : HINT.exec(line)
    if (hint) {
      into = []
      hints.push({ title: hint[1] ?? '', lines: into })
    } else {
      if (!code && /^##\s/.test(line)) into = body
      into.push(line)
    }
  }
  return {
    frontMatter: lines.slice(1, end).join('\n'),
    frontMatterLine: 2,
    body: tidy(body),
    hints: hints.map(hint => ({ title: hint.title, body: tidy(hint.lines) })),
  }
}

function tidy(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}

/** Says of each line whether it is in a block of code, fences included. */
function* marked(lines: readonly string[]): Generator<{ readonly line: string; readonly code: boolean }> {
  let fence: string | null = null
  for (const line of lines) {
    const mark = FENCE.exec(line)?.[1]
    if (fence !== null) {
      yield { line, code: true }
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null
    } else {
      if (mark) fence = mark
      yield { line, code: mark !== undefined }
    }
  }
}

/** Every link and image of a text, outside of code. Lines count from 1. */
export function references(text: string): readonly Reference[] {
  const found: Reference[] = []
  rewriteLines(text, (kind, target, line) => {
    found.push({ kind, target, line })
    return target
  })
  return found
}

/** The text with other targets in its links and images; what is code stays as it is. */
export function rewriteReferences(text: string, change: (kind: Reference['kind'], target: string) => string): string {
  return rewriteLines(text, change)
}

function rewriteLines(text: string, change: (kind: Reference['kind'], target: string, line: number) => string): string {
  const lines = [...marked(text.split('\n'))]
  const pictures = pictureLabels(lines)
  const rewritten = lines.map(({ line, code }, index) => {
    if (code) return line
    const ofLine = (kind: Reference['kind'], target: string): string => change(kind, target, index + 1)
    const [whole, before = '', label = '', target = ''] = DEFINITION.exec(line) ?? []
    if (whole === undefined) return proseOf(line, part => rewritePart(part, ofLine))
    return before + rewriteTarget(target, bare => ofLine(pictures.has(labelKey(label)) ? 'image' : 'link', bare)) + line.slice(whole.length)
  })
  return rewritten.join('\n')
}

/** What images name their definitions by. */
function pictureLabels(lines: readonly { readonly line: string; readonly code: boolean }[]): ReadonlySet<string> {
  const labels = new Set<string>()
  for (const { line, code } of lines)
    if (!code)
      proseOf(line, part => {
        for (const [, own = '', label] of part.matchAll(IMAGE_BY_LABEL)) labels.add(labelKey(label || own))
        return part
      })
  return labels
}

/** Labels are the same whatever their case and spaces. */
function labelKey(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase()
}

/** Changes a text line by line where it is not code. */
export function rewriteProse(text: string, change: (part: string) => string): string {
  return [...marked(text.split('\n'))].map(({ line, code }) => (code ? line : proseOf(line, change))).join('\n')
}

/** Code within the line is kept out of it: every second part is between backquotes. */
function proseOf(line: string, change: (part: string) => string): string {
  const parts = line.split(/(`+[^`]*`+)/)
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('')
}

function rewritePart(part: string, change: (kind: Reference['kind'], target: string) => string): string {
  return part
    .replace(REFERENCE, (_, mark: string, before: string, target: string) => {
      return `${mark}${before}${rewriteTarget(target, bare => change(mark === '!' ? 'image' : 'link', bare))}`
    })
    .replace(ELEMENT, (_, before: string, name: string, target: string) => {
      return `${before}${change(name.toLowerCase() === 'img' ? 'image' : 'link', target)}`
    })
}

/** Without the pointed brackets that it may be in. */
function rewriteTarget(target: string, change: (bare: string) => string): string {
  const bare = target.startsWith('<') ? target.slice(1, -1) : target
  const changed = change(bare)
  return changed === bare ? target : changed
}
