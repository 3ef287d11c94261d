import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Note } from './fault.ts'

export type YamlFile<T> = {
  readonly data: T
  /** The line of what is at a path in the document, or of what is nearest to it. */
  readonly line: (...path: readonly (string | number)[]) => number
}

export const UNKNOWN_FIELD = 'there is no such field: is it misspelt?'

/** Aliases may make much of little. */
const ALIASES = 20
/** Of one file. More would not be read by anybody. */
const FAULTS = 20

/**
 * Reads YAML and validates it. Everything that is wrong is noted with its line, and then it is null.
 * @param before lines of the file that are above `text`.
 */
export function readYaml<T extends z.ZodType>(file: string, text: string, schema: T, note: Note, before = 0): YamlFile<z.infer<T>> | null {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const lineAt = (offset: number | undefined): number => before + (offset === undefined ? 1 : Math.max(1, counter.linePos(offset).line))
  if (document.errors.length > 0) {
    for (const { pos, message } of document.errors.slice(0, FAULTS)) note(file, lineAt(pos[0]), `this is not YAML: ${message}`)
    return null
  }
  const line = (...path: readonly (string | number)[]): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
      if (!isNode(node)) continue
      const missing = path[length]
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === missing) : undefined
      return lineAt((isNode(pair?.key) ? pair.key : node).range?.[0])
    }
    return before + 1
  }
  let json: unknown
  try {
    json = document.toJS({ maxAliasCount: ALIASES })
  } catch (fault) {
    note(file, before + 1, `this YAML cannot be read: ${fault instanceof Error ? fault.message : String(fault)}`)
    return null
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { data: parsed.data, line }
  for (const issue of parsed.error.issues.slice(0, FAULTS)) {
    const path = issue.path.filter(part => typeof part !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) note(file, line(...path, key), `${[...path, key].join('.')}: ${UNKNOWN_FIELD}`)
    } else {
      note(file, line(...path), `${path.length === 0 ? '' : `${path.join('.')}: `}${issue.message}`)
    }
  }
  return null
}
