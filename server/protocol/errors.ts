/** Every error that a peer may be told, with the HTTP status it has at an HTTP edge. A new code does not compile without one. */
const ERROR_STATUS = {
  /** The message breaks a bound or is not what its type says. */
  bad_message: 400,
  /** The language is not installed here. */
  bad_profile: 400,
  /** A file name that is not allowed. */
  bad_name: 400,
  /** The sources are larger, or more, than the limit. */
  source_too_large: 413,
  /** What is asked for is not here. */
  not_found: 404,
  /** It was here, and the operator of this server has taken it away. */
  taken_down: 410,
  /** This content was taken down here, and is not taken again. */
  content_refused: 403,
  /** A key is needed. */
  no_key: 401,
  /** The key that was shown opens nothing here. */
  bad_key: 403,
  /** Nobody may join this class now. */
  class_closed: 403,
  /** The class has as many students as it may. */
  class_full: 403,
  /** The class has somebody of that name. */
  name_taken: 409,
  /** The solution of an exercise may not be looked at, or not yet. */
  solution_closed: 403,
  /** The key for the API that was shown is not known here, or not any more. */
  unknown_key: 401,
  /** A page of another site asks. */
  bad_origin: 403,
  /** There is no such way to use this address. */
  bad_method: 405,
  /** It is asked for in a form that is not made here. */
  not_implemented: 501,
  /** The body is of a type that is not taken here. */
  bad_type: 415,
  /** The body is larger than the limit. */
  body_too_large: 413,
  /** The body did not come in time. */
  too_slow: 408,
  /** The key that names a request, so that it is not done twice, was that of another request. */
  other_request: 422,
  /** The request of that name is still being done. */
  still_running: 409,
  /** This address, or this key, asks more often than the limit. */
  rate_limited: 429,
  /** A run number that is not above the last one, or a message for a run that is over. */
  stale_run: 409,
  /** A run is already going on in this session. */
  already_running: 409,
  /** The program does not take its input and too much is waiting. */
  stdin_overflow: 429,
  /** All boxes are taken and the queue is full. */
  too_busy: 429,
  /** This language's image is still being built. */
  not_ready: 503,
  /** A box of the strength that was asked for is not to be had here. */
  tier_missing: 503,
  /** A required layer of the wall was measured not to hold. */
  wall_fails: 503,
  /** The container engine does not answer. */
  engine_down: 503,
  /** The database is as large as it may be. */
  storage_full: 507,
  /** The server is shutting down. */
  shutting_down: 503,
  /** A fault of ours. */
  internal: 500,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof ERROR_STATUS
export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

export function errorStatus(code: ErrorCode): number {
  return ERROR_STATUS[code]
}
