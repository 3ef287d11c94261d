import '../workspace/no-eval.ts'
import { z } from 'zod'
import { SnippetId, TITLE_LENGTH } from '../../server/protocol/snippet.ts'
import { savedShares, saveShares } from '../workspace/saved.ts'
import { savedEntries } from '../workspace/saved-entries.ts'

/** The oldest give way to more. */
export const HISTORY_MOST = 500
/** The same may be shared again, and is there until every share is taken back. */
const KEYS_MOST = 50

const Share = z.object({
  id: SnippetId,
  title: z.string().max(TITLE_LENGTH),
  /** What the language is called. */
  language: z.string().max(200),
  createdMs: z.number().int().nonnegative(),
  /** One for each time that it was shared. */
  deletionKeys: z.array(z.string().max(200)).max(KEYS_MOST),
})
/** A snippet that was shared from this browser, and the keys to take it back. */
export type Share = Readonly<z.infer<typeof Share>>

/** The newest first. */
export function ownShares(): readonly Share[] {
  return savedEntries(savedShares(), Share, HISTORY_MOST)
}

/** False when the browser does not keep it. */
export function addShare(share: Share): boolean {
  const before = ownShares()
  const keys = before.find(({ id }) => id === share.id)?.deletionKeys ?? []
  const merged = { ...share, deletionKeys: [...share.deletionKeys, ...keys].slice(0, KEYS_MOST) }
  return keep([merged, ...before.filter(({ id }) => id !== share.id)].slice(0, HISTORY_MOST))
}

export function removeShare(id: string): boolean {
  return keep(ownShares().filter(share => share.id !== id))
}

function keep(shares: readonly Share[]): boolean {
  return saveShares(JSON.stringify(shares))
}

/** Those in which each word of the query stands, in whatever case. */
export function findShares(shares: readonly Share[], query: string): readonly Share[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return shares.filter(({ title, language, id }) => {
    const text = `${title} ${language} ${id}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
