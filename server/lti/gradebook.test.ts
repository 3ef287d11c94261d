import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { eventually } from '../test-server.ts'
import { Gradebook } from './gradebook.ts'
import { OwnKey } from './own-key.ts'
import { TestPlatform } from './test-platform.ts'

const GRADED = { member: 'm1', slug: 'sum', points: 5, maxPoints: 10 }

let store: Store
let platform: TestPlatform
let nowMs: number
const open: Gradebook[] = []
beforeEach(async () => {
  store = await openSqlite(':memory:')
  platform = await TestPlatform.start()
  nowMs = 1_800_000_000_000
  await store.lti.register(platform.registration)
  await store.classes.add({ id: 'c1', title: 'x', code: 'c', keyHash: 'k', choices: '[]' }, 1)
  await store.members.add({ id: 'm1', class: 'c1', name: 'Ada', nameKey: 'ada', tokenHash: 't' }, 9, 1)
})
afterEach(async () => {
  for (const gradebook of open.splice(0)) await gradebook.close()
  await platform[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

function start(): Gradebook {
  const now = (): number => nowMs
  const gradebook = new Gradebook({ rows: store.ltiScores, lti: store.lti, key: new OwnKey(store.lti, now), now, log: silentLogger() })
  open.push(gradebook)
  gradebook.start()
  return gradebook
}

const lineOf = (item: string) => ({ member: 'm1', lineItem: `${platform.url}/${item}`, subject: 'ada', slug: 'sum' })
const settled = async (): Promise<boolean> => (await store.ltiScores.due(nowMs, 10)).length === 0

it('tells a score again when it was not taken, and a better one at once', async () => {
  platform.status = 500
  const gradebook = start()
  await gradebook.link(platform.registration, lineOf('item'))
  await gradebook.graded(GRADED)
  await eventually(async () => platform.scores.length === 1 && (await settled()))
  expect(((await store.ltiScores.nextDueMs()) ?? 0) - nowMs).toBe(10_000)
  await gradebook.graded({ ...GRADED, points: 4 })
  expect(platform.scores).toHaveLength(1)
  platform.status = 204
  await gradebook.graded({ ...GRADED, points: 9 })
  await eventually(async () => platform.scores.at(-1)?.body.scoreGiven === 9 && (await store.ltiScores.nextDueMs()) === null)
  expect(platform.scores).toHaveLength(2)
})

it('gives a score up after a week', async () => {
  platform.status = 403
  const first = start()
  await first.link(platform.registration, lineOf('item'))
  await first.graded(GRADED)
  let atMs = nowMs
  let tries = 0
  for (; tries < 100; tries++) {
    await eventually(async () => platform.scores.length === tries + 1 && (await settled()))
    const nextMs = await store.ltiScores.nextDueMs()
    if (nextMs === null) break
    expect(nextMs - nowMs).toBeLessThanOrEqual(6 * 3_600_000)
    atMs = nextMs
    nowMs = nextMs
    start()
  }
  expect([tries, Math.round((atMs - 1_800_000_000_000) / 86_400_000)]).toEqual([39, 7])
})

it('tells what an earlier server has left', async () => {
  platform.status = 0
  const first = start()
  await first.link(platform.registration, lineOf('item'))
  await first.graded(GRADED)
  await eventually(async () => ((await store.ltiScores.nextDueMs()) ?? 0) > nowMs)
  await first.close()
  platform.status = 200
  nowMs += 3_600_000
  start()
  await eventually(() => platform.scores.length === 1)
  expect(platform.scores).toMatchObject([{ path: '/item/scores', body: { scoreGiven: 5, scoreMaximum: 10 } }])
})

it('takes a new access token when the old one has ended, or is not taken any more', async () => {
  const gradebook = start()
  await gradebook.link(platform.registration, lineOf('item'))
  await gradebook.graded(GRADED)
  await eventually(() => platform.scores.length === 1)
  nowMs += 3_600_000
  platform.status = 401
  await gradebook.graded({ ...GRADED, points: 6 })
  await eventually(async () => platform.scores.length === 2 && (await settled()))
  platform.status = 200
  await gradebook.graded({ ...GRADED, points: 7 })
  await eventually(() => platform.scores.length === 3)
  expect(platform.scores.map(({ authorization }) => authorization)).toEqual(['Bearer token 1', 'Bearer token 2', 'Bearer token 3'])
})

it('follows no redirect with a score', async () => {
  platform.status = 307
  const gradebook = start()
  await gradebook.link(platform.registration, lineOf('item'))
  await gradebook.graded(GRADED)
  await eventually(async () => ((await store.ltiScores.nextDueMs()) ?? 0) > nowMs)
  expect(platform.scores).toEqual([])
})

it('tells every place that an exercise has, and more of them than are told together', async () => {
  const gradebook = start()
  for (let item = 0; item < 90; item++) expect(await gradebook.link(platform.registration, lineOf(`${item}`))).toBe(true)
  await gradebook.graded(GRADED)
  await eventually(() => platform.scores.length === 90)
  expect(new Set(platform.scores.map(({ path }) => path)).size).toBe(90)
  expect(platform.grants).toHaveLength(1)
})

it('does not tell a score again and again where the database cannot note that it was told', async () => {
  const gradebook = start()
  await gradebook.link(platform.registration, lineOf('item'))
  const waits = vi.spyOn(globalThis, 'setTimeout')
  vi.spyOn(store.ltiScores, 'settle').mockImplementation(async () => {
    waits.mockClear()
    throw new Error('the disk is full')
  })
  await gradebook.graded(GRADED)
  const next = () => waits.mock.calls.map(([, ms = 0]) => ms).filter(ms => ms === 1000 || ms === 60_000)
  await eventually(() => next().length > 0)
  expect([platform.scores.length, next()]).toEqual([1, [60_000]])
  waits.mockRestore()
})

it('forgets what is to be told to a course system that is removed', async () => {
  platform.status = 500
  const gradebook = start()
  await gradebook.link(platform.registration, lineOf('item'))
  await gradebook.graded(GRADED)
  await eventually(() => platform.scores.length === 1)
  await store.lti.removePlatform('platform1')
  expect(await store.ltiScores.nextDueMs()).toBeNull()
})
