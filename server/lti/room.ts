import { AppError } from '../platform/app-error.ts'

/** The database, or its disk, is as large as it may be. */
export function noRoom(): AppError {
  return new AppError('storage_full', 'This server has no room for what comes from courses. Tell whoever operates it.')
}
