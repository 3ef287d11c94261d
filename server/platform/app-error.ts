import type { ErrorCode } from '../protocol/errors.ts'

/**
 * A refusal or fault with a code that a peer may be told. `message` is a sentence for a person and never holds a secret or a path;
 * the cause is for the log.
 */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
  }
}

/** What a peer is told of any thrown thing: an AppError's own words, or nothing but that it was our fault. */
export function publicError(thrown: unknown): { code: ErrorCode; message: string } {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message }
  return { code: 'internal', message: 'Something went wrong on the server. Your text is safe; please try again.' }
}

/** For the default branch of a switch over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`)
}
