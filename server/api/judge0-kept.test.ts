import { expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { Kept } from './judge0-kept.ts'
import type { Submission } from './judge0-submission.ts'

/** What is counted for one without text. */
const EMPTY = 1024
const BOUNDS = { bytes: 6 * EMPTY, tenantBytes: 3 * EMPTY }

function submission(tenant: string, token: string, finishedMs: number | null = 1): Submission {
  return { token, tenant, finishedMs, submitted: {}, outcome: {} } as Submission
}

/** Which tokens are kept when all have been added. Each begins with its tenant. */
function addAll(kept: Kept, tokens: readonly string[]): string {
  for (const token of tokens) kept.add(submission(token[0] as string, token))
  return tokens.filter(token => kept.get(token)).join(' ')
}

it("forgets a tenant's own oldest, and nobody else's", () => {
  const kept = new Kept(BOUNDS, () => 1)
  expect(addAll(kept, ['a1', 'b1', 'b2', 'b3', 'b4', 'b5'])).toBe('a1 b3 b4 b5')
  expect(kept.bytes).toBe(4 * EMPTY)
})

it('forgets the oldest of whoever has most, when there are too many of everybody’s', () => {
  const kept = new Kept(BOUNDS, () => 1)
  expect(addAll(kept, ['a1', 'b1', 'b2', 'c1', 'c2', 'c3', 'd1', 'd2'])).toBe('a1 b2 c2 c3 d1 d2')
})

it('refuses a tenant whose submissions have not ended, and nobody else', () => {
  const kept = new Kept(BOUNDS, () => 1)
  for (const token of ['a1', 'a2', 'a3']) kept.add(submission('a', token, null))
  expect(() => kept.add(submission('a', 'a4'))).toThrow('of yours')
  kept.add(submission('b', 'b1'))
  for (const token of ['a1', 'a2', 'a3', 'b1']) expect(kept.get(token)?.token).toBe(token)
  expect(kept.bytes).toBe(4 * EMPTY)
})

it('refuses what there is no room for, and counts none of it', () => {
  const kept = new Kept(BOUNDS, () => 1)
  for (const tenant of ['a', 'b']) for (const index of [1, 2, 3]) kept.add(submission(tenant, `${tenant}${index}`, null))
  expect(() => kept.add(submission('c', 'c1'))).toThrow('on this server')
  expect([kept.get('c1'), kept.bytes]).toEqual([null, BOUNDS.bytes])
})

it('counts what a submission came to, and keeps the newest however large it is', () => {
  const kept = new Kept(BOUNDS, () => 1)
  const large = submission('a', 'a2', null)
  for (const one of [submission('a', 'a1'), large]) kept.add(one)
  large.finishedMs = 1
  Object.assign(large.outcome, { stdout: 'x'.repeat(4 * EMPTY) })
  kept.end(large)
  expect([kept.get('a1'), kept.get('a2'), kept.bytes]).toEqual([null, large, 9 * EMPTY])
  kept.add(submission('a', 'a3'))
  expect([kept.get('a2'), kept.bytes]).toEqual([null, EMPTY])
})

it('forgets after an hour', () => {
  let now = 0
  const kept = new Kept(BOUNDS, () => now)
  for (const [token, finishedMs] of [
    ['a1', null],
    ['a2', 0],
    ['a3', 1],
  ] as const)
    kept.add(submission('a', token, finishedMs))
  now = 3_600_000
  kept.add(submission('b', 'b1', now))
  expect(['a1', 'a2', 'a3'].map(token => kept.get(token) !== null)).toEqual([true, false, true])
})

const submit = async ({ port }: TestServer, address: string, more: object = {}): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/judge0/submissions?wait=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ language_id: 71, source_code: 'print x', ...more }),
  })
  return ((await response.json()) as { token: string }).token
}

it('keeps what one address has sent, however much another one sends', async () => {
  await using server = await startTestServer({ proxies: 1 })
  const status = async (token: string) => (await fetch(`http://127.0.0.1:${server.port}/api/judge0/submissions/${token}`)).status
  const small = await submit(server, '192.0.2.1')
  const large: string[] = []
  for (let count = 0; count < 34; count++) large.push(await submit(server, '192.0.2.2', { expected_output: 'x'.repeat(2 ** 20) }))
  expect(await status(small)).toBe(200)
  expect([await status(large[0] as string), await status(large.at(-1) as string)]).toEqual([404, 200])
})
