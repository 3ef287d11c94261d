import { AppError } from '../platform/app-error.ts'

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
