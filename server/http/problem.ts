import { type ServerResponse, STATUS_CODES } from 'node:http'
import { publicError } from '../platform/app-error.ts'
import { type ErrorCode, errorStatus } from '../protocol/errors.ts'

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

/** Answers with a problem. Headers that were set before stay. */
export function answerProblem(response: ServerResponse, thrown: unknown): void {
  const problem = toProblem(thrown)
  answerJson(response, problem.status, problem, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
}

export function answerJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const body = `${JSON.stringify(value)}\n`
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}
