import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetchSolution, fetchSubmission, handIn, isForGood, refusalCode } from './grade.ts'
import { testResult, testSubmission } from './test-exercise.ts'

const answers: (() => Response)[] = []
const asked: { readonly path: string; readonly headers: Headers }[] = []

beforeEach(() => {
  answers.length = asked.length = 0
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, headers: new Headers(init.headers) })
    const answer = answers.shift()
    if (!answer) throw new TypeError('no network')
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const lines = (...events: readonly unknown[]) =>
  new Response(events.map(event => `${JSON.stringify(event)}\n`).join(''), { headers: { 'content-type': 'application/x-ndjson' } })
const problem = (status: number, detail: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ detail, code: 'too_busy' }), { status, headers })

async function hand() {
  const told: string[] = []
  const handing = {
    slug: 'greeting',
    key: 'k'.repeat(36),
    body: { language: 'python', files: [{ name: 'main.py', content: '' }] },
    member: 'm'.repeat(22),
  }
  const result: Promise<{ told: string[]; came: string; forGood?: boolean }> = handIn(
    handing,
    { onEvent: ({ type }) => told.push(type), onLost: () => told.push('lost'), onUnknown: () => told.push('unknown') },
    new AbortController().signal,
  ).then(
    ({ id }) => ({ told, came: id }),
    (fault: Error) => ({ told, came: fault.message, forGood: isForGood(fault) }),
  )
  await vi.runAllTimersAsync()
  return result
}

const submission = testSubmission()

it('follows a grading to its end', async () => {
  answers.push(() =>
    lines(
      { type: 'queued', position: 1 },
      { type: 'tests', total: 1 },
      { type: 'test', result: testResult },
      { type: 'result', submission },
    ),
  )
  expect(await hand()).toEqual({ told: ['queued', 'tests', 'test', 'result'], came: submission.id })
  expect(asked[0]?.path).toBe('/api/v1/exercises/greeting/submissions')
  expect(Object.fromEntries(asked[0]?.headers ?? [])).toMatchObject({
    'idempotency-key': 'k'.repeat(36),
    'glovebox-member': 'm'.repeat(22),
  })
})

it('asks again with the same key when the connection breaks off, or the server is busy', async () => {
  answers.push(
    () => lines({ type: 'queued', position: 1 }),
    () => {
      throw new TypeError('no network')
    },
    () => problem(409, 'It is being graded.', { 'retry-after': '2' }),
    () => Response.json(submission),
  )
  expect(await hand()).toEqual({ told: ['queued', 'lost', 'lost', 'lost'], came: submission.id })
  expect(new Set(asked.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1)
})

it('asks again with the same key when the server ends, which grades it when it is back', async () => {
  answers.push(
    () =>
      lines(
        { type: 'tests', total: 1 },
        { type: 'error', problem: { code: 'shutting_down', title: 'Service Unavailable', detail: 'The server ends.' } },
      ),
    () => lines({ type: 'result', submission }),
  )
  expect(await hand()).toEqual({ told: ['tests', 'lost', 'result'], came: submission.id })
  expect(asked.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k'.repeat(36), 'k'.repeat(36)])
})

it('tells what was refused for good from what may still be graded', async () => {
  answers.push(() => problem(413, 'The files are too large.'))
  expect((await hand()).forGood).toBe(true)
  answers.push(() => lines({ type: 'error', problem: { code: 'internal', title: 'Error', detail: 'The box broke.' } }))
  expect((await hand()).forGood).toBe(true)
  // The server cannot be reached; it stays busy, or goes on ending; what lies between answers in its place; the page is older than the server.
  expect((await hand()).forGood).toBe(false)
  for (let n = 0; n < 40; n++) answers.push(() => problem(503, 'The server ends.'))
  expect((await hand()).forGood).toBe(false)
  answers.length = 0
  for (let n = 0; n < 40; n++) answers.push(() => lines({ type: 'queued', position: 1 }))
  expect((await hand()).forGood).toBe(false)
  answers.length = 0
  answers.push(() => new Response('<h1>Gateway Timeout</h1>', { status: 504 }))
  expect((await hand()).forGood).toBe(false)
  answers.push(() => lines({ type: 'who knows' }))
  expect((await hand()).forGood).toBe(false)
})

it('passes on what the server refuses, and gives up in the end', async () => {
  answers.push(() => problem(413, 'The files are too large.'))
  expect((await hand()).came).toBe('The files are too large.')
  answers.push(() => problem(429, 'That was the last one of this hour.', { 'retry-after': '1800' }))
  expect((await hand()).came).toBe('That was the last one of this hour.')
  answers.push(() => lines({ type: 'error', problem: { code: 'internal', title: 'Error', detail: 'The box broke.' } }))
  expect((await hand()).came).toBe('The box broke.')
  answers.push(() => lines({ type: 'who knows' }))
  expect((await hand()).came).toMatch(/does not understand/)
  expect((await hand()).came).toMatch(/cannot be reached/)
})

it('goes without a class that does not know the member', async () => {
  answers.push(
    () => Response.json({ detail: 'Join the class again.', code: 'bad_key' }, { status: 401 }),
    () => Response.json(submission),
  )
  expect(await hand()).toEqual({ told: ['unknown'], came: submission.id })
  expect(asked.map(({ headers }) => headers.has('glovebox-member'))).toEqual([true, false])
})

it('shows a passing submission for the solution', async () => {
  answers.push(() => Response.json({ language: 'python', main: 'main.py', files: [{ name: 'main.py', content: 'x' }] }))
  expect((await fetchSolution('greeting', 'python', submission.id)).files).toHaveLength(1)
  expect(asked[0]?.headers.get('glovebox-submission')).toBe(submission.id)
})

it('tells by a code that the server no longer has a submission', async () => {
  answers.push(() => Response.json({ detail: 'There is no such submission.', code: 'not_found' }, { status: 404 }))
  expect(await fetchSubmission(submission.id).catch(refusalCode)).toBe('not_found')
  expect(await fetchSubmission(submission.id).catch(refusalCode)).toBe('')
})
