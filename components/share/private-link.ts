import { Gunzip, gzipSync } from 'fflate'
import { SNIPPET_BYTES, SnippetContent } from '../../server/protocol/snippet.ts'
import { fromBase64, sizeWords, toBase64 } from '../workspace/bytes.ts'
import { isPrivate, PRIVATE } from './snippet-address.ts'

/**
 * A link that has everything in itself, behind its `#`, which browsers do not send: `#code=` and a SnippetContent as JSON, gzip and base64url
 * (RFC 4648, without padding).
 */

/** Longer addresses are cut by chats and mail. */
export const PRIVATE_LINK_LENGTH = 64 * 1024
/** Compressed bytes that are looked at in one go: gzip makes at most about a thousand of one. */
const STEP = 2048
type Made = { readonly fragment: string; readonly fault?: never } | { readonly fault: string; readonly fragment?: never }

/** The part behind the `#`. */
export function privateFragment(content: SnippetContent): Made {
  // Without a time, so that the same content gives the same link.
  const packed = gzipSync(new TextEncoder().encode(JSON.stringify(content)), { level: 9, mtime: 0 })
  const text = toBase64(packed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  if (text.length <= PRIVATE_LINK_LENGTH) return { fragment: `${PRIVATE}${text}` }
  return {
    fault: `A private link would be ${sizeWords(text.length)} long; the limit is ${sizeWords(PRIVATE_LINK_LENGTH)}. A page of its own takes more.`,
  }
}

/** What a private link holds; null for what is none, or not whole. */
export function readPrivate(hash: string): { readonly content: SnippetContent; readonly mark: string } | null {
  const text = isPrivate(hash) ? hash.slice(PRIVATE.length + 1) : ''
  if (text === '' || text.length > PRIVATE_LINK_LENGTH || !/^[\w-]+$/.test(text)) return null
  const packed = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
  const json = packed && unpack(packed)
  if (!json) return null
  try {
    const content = SnippetContent.safeParse(JSON.parse(json)).data
    // The end of gzip's data is a checksum of what it holds.
    return content ? { content, mark: text.slice(-11) } : null
  } catch {
    return null
  }
}

/** Null where it is no gzip, or more than a snippet may be. */
function unpack(packed: Uint8Array): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  try {
    const gunzip = new Gunzip((chunk, final) => {
      bytes += chunk.length
      if (bytes > SNIPPET_BYTES) throw new Error('too large')
      text += decoder.decode(chunk, { stream: !final })
    })
    for (let at = 0; at < packed.length; at += STEP) gunzip.push(packed.subarray(at, at + STEP), at + STEP >= packed.length)
  } catch {
    return null
  }
  return text
}
