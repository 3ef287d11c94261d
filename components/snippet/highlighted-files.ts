import type { Snippet } from '../../server/protocol/snippet.ts'
import { highlight } from './highlight.ts'

/** All that is kept of pages that were shown, in characters. */
const KEPT_CHARS = 16 * 1024 * 1024
const HIGHLIGHT_MS = 1000

/** A file of a snippet as the page shows it; without `html` where it is not text. */
export type ShownFile = { readonly name: string; readonly content: string; readonly html: string | null }

/** By snippet, which never changes; those that were shown last come last. */
const kept = new Map<string, readonly ShownFile[]>()
let keptChars = 0

/** Those that are being made now: whoever asks for the same meanwhile waits for it. */
const making = new Map<string, Promise<readonly ShownFile[]>>()

/** A snippet's files in colour, the main one first. */
export function highlightedFiles(snippet: Snippet): Promise<readonly ShownFile[]> {
  const { id } = snippet
  const before = kept.get(id)
  if (before) {
    kept.delete(id)
    kept.set(id, before)
    return Promise.resolve(before)
  }
  const made = making.get(id) ?? make(snippet).finally(() => making.delete(id))
  making.set(id, made)
  return made
}

async function make({ id, files, main }: Snippet): Promise<readonly ShownFile[]> {
  const ordered = [...files.filter(file => file.name === main), ...files.filter(file => file.name !== main)]
  const shown: ShownFile[] = []
  const budget = { leftMs: HIGHLIGHT_MS }
  for (const { name, content, encoding } of ordered)
    shown.push({ name, content, html: encoding === undefined ? await highlight(name, content, budget) : null })
  keep(id, shown)
  return shown
}

function keep(id: string, shown: readonly ShownFile[]): void {
  if (kept.has(id)) return
  kept.set(id, shown)
  keptChars += chars(shown)
  for (const [old, files] of kept) {
    if (keptChars <= KEPT_CHARS) break
    kept.delete(old)
    keptChars -= chars(files)
  }
}

function chars(files: readonly ShownFile[]): number {
  return files.reduce((sum, { content, html }) => sum + content.length + (html?.length ?? 0), 0)
}
