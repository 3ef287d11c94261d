import { createHash } from 'node:crypto'
import type { Snippet, SnippetId } from '../protocol/snippet.ts'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LETTERS = 12

/** All that a snippet's id stands for. */
export type IdentifiedContent = Omit<Snippet, 'id' | 'createdMs'>

export type Identified = {
  readonly id: SnippetId
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string
  /** The content in the one form that the digest is of: JSON with sorted names. */
  readonly text: string
}

export function identify(content: IdentifiedContent): Identified {
  const text = canonicalJson(content)
  const digest = createHash('sha256').update(text).digest('hex')
  return { id: toLetters(BigInt(`0x${digest}`)), digest, text }
}

/** JSON that is the same for the same content, in whatever order it was put together. What is not set is left out. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, held]) => held !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, held]) => `${JSON.stringify(name)}:${canonicalJson(held)}`).join(',')}}`
}

/** The last digits of a number to the base of 62. */
function toLetters(number: bigint): SnippetId {
  let letters = ''
  for (let rest = number; letters.length < ID_LETTERS; rest /= 62n) letters = LETTERS[Number(rest % 62n)] + letters
  return letters
}
