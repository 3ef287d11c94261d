import type { Snippet } from '../../server/protocol/snippet.ts'

/** A snippet's files and recording, by code that is loaded with them. Throws a sentence for a person. */
export async function loadSnippet(id: string): Promise<Snippet> {
  const { fetchSnippet } = await import('../share/share-calls.ts')
  return fetchSnippet(id)
}
