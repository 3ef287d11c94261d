import '../workspace/no-eval.ts'
import { z } from 'zod'
import { Shared, Snippet, type SnippetContent } from '../../server/protocol/snippet.ts'

/** What the page asks of the server about snippets. Whatever goes wrong is thrown as a sentence for a person. */

const PATIENCE_MS = 30_000
const PATH = '/api/v1/snippets'

const Problem = z.object({ detail: z.string().max(2000), code: z.string().max(64) })

export class CallFault extends Error {
  /** What was to be taken back is not there, or has been taken back already. */
  readonly settled: boolean

  constructor(text: string, settled = false) {
    super(text)
    this.settled = settled
  }
}

export async function shareSnippet(content: SnippetContent): Promise<Shared> {
  const response = await call(PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  })
  return understood(Shared, await response.json().catch(() => null))
}

export async function fetchSnippet(id: string): Promise<Snippet> {
  const response = await call(`${PATH}/${encodeURIComponent(id)}`, {})
  return understood(Snippet, await response.json().catch(() => null))
}

export async function deleteSnippet(id: string, deletionKey: string): Promise<void> {
  await call(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { authorization: `Bearer ${deletionKey}` } })
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    throw new CallFault('The server cannot be reached right now. Please try again in a moment.')
  }
  if (response.ok) return response
  const problem = Problem.safeParse(await response.json().catch(() => null)).data
  const settled = problem !== undefined && ['not_found', 'taken_down', 'bad_key'].includes(problem.code)
  throw new CallFault(problem?.detail ?? `The server refused this (${response.status}).`, settled)
}

function understood<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new CallFault('The server gave an answer that this page does not understand. Please reload the page.')
  return parsed.data
}
