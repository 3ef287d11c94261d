import { type DocPage, type DocSource, type DocTexts, PARTS_OF } from './doc-pages.ts'

/** Markdown, and the file that its links start from. */
export type DocPart = { readonly source: DocSource; readonly text: string }

const HEADING = /^(#+) (.*)$/
const PART = /^<!-- part: (\S+?)(?:#(\S.*?))? -->$/m

/**
 * A page's text, with what it takes from elsewhere in the place of `<!-- part: FILE#Heading -->`: what stands below that heading, up to the next one
 * that is no deeper. So nothing is written twice.
 */
export function partsOf(page: DocPage, texts: DocTexts): readonly DocPart[] {
  const { source } = page
  // Texts, and what they take, by turns: split gives the file and the heading of each.
  const pieces = texts[source].split(PART)
  const parts: DocPart[] = []
  for (let at = 0; at < pieces.length; at += 3) {
    parts.push({ source, text: pieces[at] ?? '' })
    const file = pieces[at + 1]
    if (file !== undefined) parts.push(partOf(file, pieces[at + 2], texts))
  }
  return parts
}

function partOf(file: string, heading: string | undefined, texts: DocTexts): DocPart {
  const source = PARTS_OF.find(name => name === file)
  if (!source) throw new Error(`no page can take a part from ${file}`)
  return { source, text: heading === undefined ? texts[source] : section(texts[source], heading, file) }
}

function section(text: string, heading: string, file: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex(line => HEADING.exec(line)?.[2] === heading)
  if (start < 0) throw new Error(`${file} has no heading "${heading}"`)
  const depth = depthOf(lines[start] ?? '')
  const end = lines.findIndex((line, at) => at > start && depthOf(line) <= depth)
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n')
}

/** How far below the top a line is as a heading; farther than any where it is none. */
function depthOf(line: string): number {
  return HEADING.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY
}
