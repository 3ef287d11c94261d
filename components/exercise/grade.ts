import '../workspace/no-eval.ts'
import { z } from 'zod'
import { GradingEvent, Solution, Submission, type SubmissionBody, SubmissionView } from '../../server/protocol/exercise.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import type { SeenSubmission } from './class-progress.ts'

/** What the page asks of the server about exercises. Whatever goes wrong is thrown as a sentence for a person. */

const PATIENCE_MS = 30_000
/** A grading that says nothing for so long has broken off. */
const SILENCE_MS = 120_000
/** Minutes, such as a server needs that begins anew. After that the page asks when it is opened again. */
const TRIES = 20
const PAUSE_MS = { first: 500, most: 10_000 }
/** A line holds a result, whose outputs are bounded. */
const LINE_CHARS = 8 * 1024 * 1024

const Problem = z.object({ detail: z.string().max(4000), code: z.string().max(64) })

class Refused extends Error {
  readonly retryMs: number | null
  /** Empty where it is not this server that refuses: what lies between, or a page that does not understand it. */
  readonly code: string

  constructor(text: string, retryMs: number | null = null, code = '') {
    super(text)
    this.retryMs = retryMs
    this.code = code
  }
}

/** Whether nothing will come of what was handed in. Otherwise the server may have it, and its result is had with the same key. */
export function isForGood(fault: unknown): boolean {
  return fault instanceof Refused && fault.retryMs === null && fault.code !== ''
}

/** The code by which this server refuses; empty where it is something else that went wrong. */
export function refusalCode(fault: unknown): string {
  return fault instanceof Refused ? fault.code : ''
}

export type Handing = {
  readonly slug: string
  /** The same one is graded once, however often it is sent. */
  readonly key: string
  readonly body: SubmissionBody
  /** Of a class; null: without one. */
  readonly member: string | null
}

type Told = {
  readonly onEvent: (event: GradingEvent) => void
  /** The connection broke off; it is tried again. */
  readonly onLost: () => void
  /** No class knows this member: it goes without. */
  readonly onUnknown: (text: string) => void
}

/** Hands a solution in, and follows its grading to the end, over as many connections as it takes. */
export async function handIn(first: Handing, { onEvent, onLost, onUnknown }: Told, signal: AbortSignal): Promise<Submission> {
  let handing = first
  for (let tries = 1; ; tries++) {
    let broken: Error = new Error('The server cannot be reached. What you handed in is kept here, and asked for again when you are online.')
    let waitMs = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** (tries - 1))
    try {
      const submission = await follow(handing, onEvent, signal)
      if (submission) return submission
    } catch (fault) {
      if (signal.aborted) throw fault
      if (fault instanceof Refused && fault.code === 'bad_key' && handing.member !== null) {
        onUnknown(fault.message)
        handing = { ...handing, member: null }
        continue
      }
      if (fault instanceof Refused) {
        // Busy, or being graded by another request with the same key. Anything else that was said is the end.
        if (fault.retryMs === null) throw fault
        broken = fault
        waitMs = fault.retryMs
      }
    }
    if (tries >= TRIES) throw broken
    onLost()
    await pause(waitMs, signal)
  }
}

/** Null where it broke off before the result. */
async function follow({ slug, key, body, member }: Handing, onEvent: Told['onEvent'], signal: AbortSignal): Promise<Submission | null> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  try {
    const response = await fetch(`/api/v1/exercises/${slug}/submissions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/x-ndjson',
        'idempotency-key': key,
        ...(member === null ? {} : { 'glovebox-member': member }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok) throw await refusal(response)
    // An answer from before comes whole.
    if (!response.headers.get('content-type')?.includes('ndjson')) return understood(Submission, await response.json())
    for await (const line of linesOf(response)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      const event = understood(GradingEvent, JSON.parse(line))
      if (event.type === 'error') {
        // The next server grades it.
        if (event.problem.code === 'shutting_down') return null
        throw new Refused(event.problem.detail, null, event.problem.code)
      }
      onEvent(event)
      if (event.type === 'result') return event.submission
    }
    return null
  } finally {
    clearTimeout(timer)
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    rest += value
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_CHARS) throw new Error('The answer is longer than this page takes.')
    for (const line of lines) if (line.trim() !== '') yield line
  }
  if (rest.trim() !== '') yield rest
}

async function refusal(response: Response): Promise<Refused> {
  const problem = Problem.safeParse(await response.json().catch(() => null)).data
  const text = problem?.detail ?? `The server refused this (${response.status}).`
  // A language that is being built takes minutes.
  const again =
    problem?.code !== 'not_ready' &&
    (response.status === 409 || response.status === 429 || response.status === 502 || response.status === 503)
  const seconds = Number(response.headers.get('retry-after') ?? '2')
  // Who has used up an hour's worth is told so.
  return new Refused(text, again && seconds <= 30 ? Math.max(1, seconds) * 1000 : null, problem?.code)
}

/** What came of a submission. */
export async function fetchSubmission(id: string): Promise<Submission> {
  return (await fetchHandedIn(id)).submission
}

/** The same, with what was handed in. */
export async function fetchHandedIn(id: string): Promise<SeenSubmission> {
  const { main, files, state: _state, problem, grading, ...rest } = await askSubmission(id)
  if (grading) return { submission: { ...rest, grading }, main, files }
  throw new Refused(problem?.detail ?? 'It is still being graded.')
}

/** What was handed in. */
export async function fetchFiles(id: string): Promise<readonly SourceFile[]> {
  return (await askSubmission(id)).files
}

async function askSubmission(id: string): Promise<SubmissionView> {
  return understood(SubmissionView, await ask(`/api/v1/submissions/${encodeURIComponent(id)}`, {}))
}

/** @param passed a submission that passed everything; null where the solution may be looked at in any case. */
export async function fetchSolution(slug: string, language: string, passed: string | null): Promise<Solution> {
  const path = `/api/v1/exercises/${slug}/solution?language=${encodeURIComponent(language)}`
  return understood(Solution, await ask(path, passed === null ? {} : { 'glovebox-submission': passed }))
}

async function ask(path: string, headers: Record<string, string>): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    throw new Error('The server cannot be reached right now. Please try again in a moment.')
  }
  if (!response.ok) throw await refusal(response)
  return response.json().catch(() => null)
}

function understood<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new Refused('The server gave an answer that this page does not understand. Please reload the page.')
  return parsed.data
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop)
  })
}
