/** Puts `insert` in the place of what is from `from` to before `to` in the text before. */
export type TextEdit = { readonly from: number; readonly to: number; readonly insert: string }

/** Lines times lines that are compared; beyond, what differs is one edit. */
const COMPARISONS = 4_000_000

/** The edits, line by line, that make one text of the other, in order and apart from each other. */
export function textEdits(before: string, after: string): TextEdit[] {
  if (before === after) return []
  const { head, hunks } = compare(splitLines(before), splitLines(after))
  const edits: TextEdit[] = []
  let at = length(head)
  for (const { removed, added, kept } of hunks) {
    const gone = removed.join('')
    if (removed.length > 0 || added.length > 0) edits.push(trim({ from: at, to: at + gone.length, insert: added.join('') }, gone))
    at += gone.length + length(kept)
  }
  return edits
}

/** From `line` on, counted from 1 in the text before, so many lines are gone, and so many are in their place. */
export type ChangedLines = { readonly line: number; readonly removed: number; readonly added: number }

/** The lines in which two texts differ, in order. */
export function changedLines(before: string, after: string): ChangedLines[] {
  if (before === after) return []
  const { head, hunks } = compare(before.split('\n'), after.split('\n'))
  let line = head.length + 1
  return hunks.map(({ removed, added, kept }) => {
    const changed = { line, removed: removed.length, added: added.length }
    line += removed.length + kept.length
    return changed
  })
}

/** Where a cursor belongs after the edits: outside of them it stays where it is, within one it stays behind the same character of the code. */
export function mapCursor(before: string, edits: readonly TextEdit[], cursor: number): number {
  let shift = 0
  for (const { from, to, insert } of edits) {
    if (cursor < from) break
    if (cursor > to) {
      shift += insert.length - (to - from)
      continue
    }
    const wanted = codeLength(before.slice(from, cursor))
    let at = 0
    for (let seen = 0; at < insert.length && seen < wanted; at++) if (!isSpace(insert[at] as string)) seen += 1
    return from + shift + at
  }
  return cursor + shift
}

type Hunk = { readonly removed: string[]; readonly added: string[]; readonly kept: string[] }

/** The lines that both begin with, and what follows as far as it differs. */
function compare(old: readonly string[], now: readonly string[]): { readonly head: readonly string[]; readonly hunks: readonly Hunk[] } {
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  return { head: old.slice(0, head), hunks: findHunks(old.slice(head, old.length - tail), now.slice(head, now.length - tail)) }
}

/** What is removed and added, and the lines after that which stay: by the longest common subsequence. */
function findHunks(old: readonly string[], now: readonly string[]): Hunk[] {
  if (old.length * now.length > COMPARISONS) return [{ removed: [...old], added: [...now], kept: [] }]
  const width = now.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === now[j]
          ? (common[(i + 1) * width + j + 1] as number) + 1
          : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number)
  const found: Hunk[] = []
  let hunk: Hunk = { removed: [], added: [], kept: [] }
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      hunk.kept.push(old[i] as string)
      i += 1
      j += 1
      continue
    }
    if (hunk.kept.length > 0) {
      found.push(hunk)
      hunk = { removed: [], added: [], kept: [] }
    }
    const remove = j >= now.length || (i < old.length && (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))
    if (remove) hunk.removed.push(old[i++] as string)
    else hunk.added.push(now[j++] as string)
  }
  found.push(hunk)
  return found
}

/** Leaves out what begins and ends alike. */
function trim({ from, to, insert }: TextEdit, gone: string): TextEdit {
  let head = 0
  while (head < gone.length && head < insert.length && gone[head] === insert[head]) head += 1
  let tail = 0
  while (tail < gone.length - head && tail < insert.length - head && gone.at(-1 - tail) === insert.at(-1 - tail)) tail += 1
  return { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) }
}

function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/)
}

function length(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

function isSpace(char: string): boolean {
  return /\s/.test(char)
}

function codeLength(text: string): number {
  return text.replace(/\s/g, '').length
}
