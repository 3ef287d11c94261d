import { SnippetId } from '../../server/protocol/snippet.ts'
import type { Opened } from '../workspace/opened.ts'
import { readPrivate } from './private-link.ts'
import { fetchSnippet } from './share-calls.ts'
import { settingsOf, sourcesOf } from './shared-content.ts'
import { type Address, isPrivate, namedSnippet } from './snippet-address.ts'

/** The snippet that an address names, as the page has it. Throws a sentence for a person where it cannot be had. */
export async function openSnippet(address: Address): Promise<Opened> {
  const { id, mark, content } = isPrivate(address.hash) ? inLink(address.hash) : await onServer(namedSnippet(address))
  const { sources, refusal } = sourcesOf(content)
  if (!sources) throw new Error(refusal)
  return { id, mark, content, sources, settings: settingsOf(content) }
}

function inLink(hash: string) {
  const read = readPrivate(hash)
  if (!read) throw new Error('The link is not whole: it may have been cut when it was passed on.')
  return { id: null, ...read }
}

async function onServer(named: string | null) {
  const id = SnippetId.safeParse(named).data
  if (id === undefined) throw new Error('Its address is not whole.')
  return { id, mark: id, content: await fetchSnippet(id) }
}
