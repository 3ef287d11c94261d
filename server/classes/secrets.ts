import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { hashOf } from '../platform/hash.ts'
import { CODE_LENGTH, CODE_LETTERS } from '../protocol/classes.ts'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A key or a token: nobody finds it by trying. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function isSecretOf(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash))
}

/** What is read from a wall and typed: short, so that trying must be bounded. */
export function newCode(): string {
  return pick(CODE_LETTERS, CODE_LENGTH)
}

export function newId(length: number): string {
  return pick(LETTERS, length)
}

function pick(letters: string, length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
