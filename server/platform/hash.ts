import { createHash } from 'node:crypto'

/** SHA-256 in hexadecimal. It is what is kept of keys and tokens: they are random and long, and nobody finds one by trying. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
