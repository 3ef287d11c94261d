import { type ServerResponse, STATUS_CODES } from 'node:http'
import { publicError } from '../platform/app-error.ts'
import { type ErrorCode, errorStatus } from '../protocol/errors.ts'

/** Boxes become free, servers ready, and requests done, within seconds. */
export const RETRY_SECONDS = 2
const RETRY = { name: 'retry-after', value: String(RETRY_SECONDS) }
const HINTS: Readonly<Record<number, { readonly name: string; readonly value: string }>> = {
  401: { name: 'www-authenticate', value: 'Bearer' },
  409: RETRY,
  429: RETRY,
  503: RETRY,
}

/** What a caller is told of a refusal or a fault (RFC 9457). */
type Problem = {
  /** The title and the status say what kind it is; `code` says it more exactly. */
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  /** A sentence for a person; names the limit or the way out. */
  readonly detail: string
  readonly code: ErrorCode
}

/** The problem of any thrown thing; one that is not ours to tell becomes `internal`. */
export function toProblem(thrown: unknown): Problem {
  const { code, message } = publicError(thrown)
  const status = errorStatus(code)
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail: message, code }
}

/** Says when it is worth trying again, where it is, and what kind of key is missing. Returns the status. Headers that were set before stay. */
export function prepareFault(response: ServerResponse, thrown: unknown): number {
  const { status } = toProblem(thrown)
  const hint = HINTS[status]
  if (hint && !response.hasHeader(hint.name)) response.setHeader(hint.name, hint.value)
  return status
}

/** Answers with a problem. */
export function answerProblem(response: ServerResponse, thrown: unknown): void {
  prepareFault(response, thrown)
  const problem = toProblem(thrown)
  answerJson(response, problem.status, problem, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
}

export function answerJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  answerText(response, status, `${JSON.stringify(value)}\n`, headers)
}

/** Answers with what is JSON already. */
export function answerText(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}
