import '../workspace/no-eval.ts'
import { z } from 'zod'
import {
  type ClassChanges,
  ClassView,
  Comment,
  type HandedIn,
  HandedInList,
  Joined,
  MEMBER_HEADER,
  Membership,
  NewClass,
  OpenedSubmission,
  Secret,
} from '../../server/protocol/classes.ts'
import { ExerciseIndex } from '../../server/protocol/exercise.ts'
import type { Return } from './memberships.ts'

/** What the pages of classes ask of the server. Whatever goes wrong is thrown as a sentence for a person. */

const PATIENCE_MS = 30_000
const CLASSES = '/api/v1/classes'

const Problem = z.object({ detail: z.string().max(2000), code: z.string().max(64) })
const Nothing = z.unknown()

export class Refusal extends Error {
  readonly code: string

  constructor(text: string, code: string) {
    super(text)
    this.code = code
  }
}

/** A class, and the key that opens it. */
export type Opener = { readonly id: string; readonly key: string }

const keyHeader = ({ key }: Opener) => ({ authorization: `Bearer ${key}` })
const pathOf = ({ id }: Opener, rest = '') => `${CLASSES}/${id}${rest}`

export function makeClass(title: string): Promise<NewClass> {
  return ask(NewClass, CLASSES, { body: { title } })
}

export function changeClass(opener: Opener, changes: ClassChanges): Promise<ClassView> {
  return ask(ClassView, pathOf(opener), { method: 'PATCH', body: changes, headers: keyHeader(opener) })
}

export function renewCode(opener: Opener): Promise<ClassView> {
  return ask(ClassView, pathOf(opener, '/code'), { method: 'POST', headers: keyHeader(opener) })
}

export async function deleteClass(opener: Opener): Promise<void> {
  await ask(Nothing, pathOf(opener), { method: 'DELETE', headers: keyHeader(opener) })
}

export async function deleteMember(opener: Opener, member: string): Promise<void> {
  await ask(Nothing, pathOf(opener, `/members/${member}`), { method: 'DELETE', headers: keyHeader(opener) })
}

export async function makeReturn(opener: Opener, member: string): Promise<string> {
  const path = pathOf(opener, `/members/${member}/return`)
  return (await ask(z.object({ key: Secret }), path, { method: 'POST', headers: keyHeader(opener) })).key
}

export async function listSubmissions(opener: Opener, member: string, slug: string): Promise<readonly HandedIn[]> {
  const path = pathOf(opener, `/members/${member}/submissions?slug=${slug}`)
  return (await ask(HandedInList, path, { headers: keyHeader(opener) })).submissions
}

export function openSubmission(opener: Opener, id: string): Promise<OpenedSubmission> {
  return ask(OpenedSubmission, pathOf(opener, `/submissions/${id}`), { headers: keyHeader(opener) })
}

export function addComment(opener: Opener, submission: string, text: string): Promise<Comment> {
  return ask(Comment, pathOf(opener, `/submissions/${submission}/comments`), { body: { text }, headers: keyHeader(opener) })
}

export async function deleteComment(opener: Opener, { submission, id }: Comment): Promise<void> {
  await ask(Nothing, pathOf(opener, `/submissions/${submission}/comments/${id}`), { method: 'DELETE', headers: keyHeader(opener) })
}

/** The results as a table for spreadsheets. */
export async function fetchResults(opener: Opener): Promise<Uint8Array<ArrayBuffer>> {
  const response = await call(pathOf(opener, '/results.csv?bom=1'), { headers: keyHeader(opener) })
  return new Uint8Array(await response.arrayBuffer())
}

/** What is told of a class as it happens. */
export function watchClass(opener: Opener, signal: AbortSignal): Promise<Response> {
  return call(pathOf(opener, '/live'), { headers: keyHeader(opener), signal })
}

export function joinClass(code: string, name: string): Promise<Joined> {
  return ask(Joined, '/api/v1/join', { body: { code, name } })
}

export function comeBack({ key, token }: Return): Promise<Joined> {
  return ask(Joined, '/api/v1/join/return', { body: { key, token } })
}

/** What a student's token stands for. */
export function fetchMembership(token: string): Promise<Membership> {
  return ask(Membership, '/api/v1/member', { headers: { [MEMBER_HEADER]: token } })
}

export function fetchIndex(): Promise<ExerciseIndex> {
  return ask(ExerciseIndex, '/api/v1/exercises', {})
}

type Asking = {
  readonly method?: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

async function ask<T>(schema: z.ZodType<T>, path: string, asking: Asking): Promise<T> {
  const response = await call(path, { ...asking, signal: AbortSignal.timeout(PATIENCE_MS) })
  const parsed = schema.safeParse(response.status === 204 ? undefined : await response.json().catch(() => null))
  if (!parsed.success)
    throw new Refusal('The server gave an answer that this page does not understand. Please reload the page.', 'internal')
  return parsed.data
}

async function call(path: string, { method, body, headers = {}, signal }: Asking): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch {
    throw new Refusal('The server cannot be reached right now. Please try again in a moment.', 'unreachable')
  }
  if (response.ok) return response
  const problem = Problem.safeParse(await response.json().catch(() => null)).data
  throw new Refusal(problem?.detail ?? `The server refused this (${response.status}).`, problem?.code ?? 'internal')
}
