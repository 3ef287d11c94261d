import { cache } from 'react'
import { z } from 'zod'
import { Snippet, SnippetId } from '../../../server/protocol/snippet.ts'

const PATIENCE_MS = 10_000

const Problem = z.object({ detail: z.string() })

type Found =
  | { readonly state: 'here'; readonly snippet: Snippet }
  /** There was none, or whoever shared it has taken it back. */
  | { readonly state: 'none' }
  /** The operator has taken it away. */
  | { readonly state: 'gone'; readonly why: string }

/** Asks the server for a snippet, once for each page. */
export const findSnippet = cache(async (id: string): Promise<Found> => {
  if (!SnippetId.safeParse(id).success) return { state: 'none' }
  const base = process.env.GLOVEBOX_PAGES_DATA
  if (!base) throw new Error('GLOVEBOX_PAGES_DATA is not set: the pages cannot ask for snippets')
  const response = await fetch(`${base}/snippets/${id}`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
  if (response.status === 404) return { state: 'none' }
  if (response.status === 410) return { state: 'gone', why: Problem.parse(await response.json()).detail }
  if (!response.ok) throw new Error(`the server answered ${response.status} for a snippet`)
  return { state: 'here', snippet: Snippet.parse(await response.json()) }
})
