import { AppError } from '../platform/app-error.ts'
import type { ErrorCode } from '../protocol/errors.ts'

/** Of what is refused like this when it first comes, it is as if it had never been handed in: it can be, a little later. */
export const REFUSALS: readonly ErrorCode[] = [
  'too_busy',
  'not_ready',
  'bad_profile',
  'rate_limited',
  'bad_name',
  'bad_message',
  'source_too_large',
]

export function noRoom(): AppError {
  return new AppError('storage_full', 'This server has no room for more submissions. Tell whoever operates it.')
}

export function notThere(): AppError {
  return new AppError('not_found', 'There is no such submission, or no longer.')
}

/** Their data were deleted, or the token was never one. */
export function noMember(): AppError {
  return new AppError('bad_key', 'No class here knows this member, or not any more. Join the class again.')
}
