import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../platform/app-error.ts'
import { silentLogger } from '../platform/logger.ts'
import { createMetrics } from '../platform/metrics.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { COMPILED, eventually, SCRIPT } from '../test-server.ts'
import type { Exercise, Grade, Tests } from './exercise.ts'
import { FakeGrader } from './fake-grader.ts'
import { fromStored, toStored } from './stored-exercise.ts'
import { type Graded, type Order, Submissions } from './submissions.ts'

const none: Tests = { io: [], generated: [], files: [] }
const main = { name: 'main.txt', content: 'right' }
const shared = { compare: 'trimmed', tolerance: 0, hint: null, points: 1 } as const
const hello: Exercise = {
  slug: 'hello',
  version: 'a'.repeat(64),
  title: 'Hello',
  difficulty: 'easy',
  tags: ['first'],
  points: 10,
  prerequisites: [],
  solutionShown: 'after_pass',
  limits: { wallMs: 1000, cpuMs: 1000 },
  body: 'Say hello.',
  hints: [{ title: 'How', body: 'Like this.' }],
  inLanguages: new Map([
    [
      'script',
      {
        main: 'main.txt',
        starter: [],
        solution: [main],
        visible: { ...none, io: [{ name: 'io', stdin: '', args: [], stdout: 'é\u0000', stderr: null, exit: 0, ...shared }] },
        hidden: { ...none, generated: [{ name: 'more', seed: 1, count: 2, generator: { ...main, encoding: 'base64' }, ...shared }] },
      },
    ],
  ]),
  attribution: null,
  attachments: [{ name: 'a.png', content: 'AAAA', encoding: 'base64' }],
}

let store: Store
let grader: FakeGrader
let exercises: Map<string, Exercise>
let nowMs: number
const open = (grade: Grade = grader.grade): Submissions =>
  new Submissions({
    rows: store.submissions,
    gradings: store.gradings,
    versions: store.versions,
    catalogue: { find: slug => exercises.get(slug) },
    profiles: new Map([SCRIPT, COMPILED].map(profile => [profile.id, profile])),
    grade,
    keptDays: 30,
    metrics: createMetrics(),
    now: () => nowMs,
    log: silentLogger(),
  })
const order = (content = 'right', changes: Partial<Order> = {}): Order => ({
  slug: 'hello',
  body: { language: 'script', files: [{ name: 'main.txt', content }] },
  tenant: 'me',
  member: null,
  name: null,
  ...changes,
})

beforeEach(async () => {
  store = await openSqlite(':memory:')
  await store.classes.add({ id: 'class', title: 'Year 9', code: 'ABCDEF', keyHash: 'hash', choices: '[]' }, 1)
  await store.members.add({ id: 'ada', class: 'class', name: 'Ada', nameKey: 'ada', tokenHash: 'token' }, 9, 1)
  grader = new FakeGrader()
  exercises = new Map([['hello', hello]])
  nowMs = 1_800_000_000_000
})
afterEach(() => store[Symbol.asyncDispose]())

it('keeps an exercise as grading needs it', () => {
  expect(fromStored(toStored(hello))).toEqual({ ...hello, attachments: [] })
})

it('grades what the server before it has begun, of the language that is ready, with the exercise as it was', async () => {
  grader.hold()
  const first = open()
  const { id } = await first.submit(order('right', { member: 'ada' }))
  await first.close()
  expect((await first.read(id)).view.state).toBe('grading')

  grader = new FakeGrader()
  exercises.set('hello', { ...hello, version: 'b'.repeat(64), limits: { wallMs: 1, cpuMs: 1 } })
  const second = open()
  const told: Graded[] = []
  second.onGraded(graded => told.push(graded))
  await second.resume('compiled')
  expect(grader.requests).toEqual([])
  await second.resume('script')
  expect(grader.requests).toMatchObject([{ exercise: { version: hello.version, limits: hello.limits }, files: [{ content: 'right' }] }])
  expect((await second.read(id)).view).toMatchObject({ state: 'graded', version: hello.version, grading: { status: 'pass' } })
  expect(told).toMatchObject([{ member: 'ada', submission: { id } }])
  await second.resume('script')
  expect(grader.requests).toHaveLength(1)
})

it('tells nobody how long hidden tests took', async () => {
  const slow: Grade = async (request, events = {}) => {
    const grading = await grader.grade(request)
    const tests = [false, true].flatMap((hidden, index) => grading.tests.map(test => ({ ...test, index, hidden, wallMs: 1234 })))
    for (const test of tests) events.onTest?.(test)
    return { ...grading, tests, wallMs: 2468 }
  }
  const submissions = open(slow)
  const { id, follow, result } = await submissions.submit(order())
  const told: unknown[] = []
  follow(progress => told.push(progress))
  const { grading } = await result
  const times = [
    { hidden: false, wallMs: 1234 },
    { hidden: true, wallMs: 0, status: 'pass' },
  ]
  expect(grading).toMatchObject({ tests: times, wallMs: 3000 })
  expect(told.slice(-2)).toMatchObject(times.map(result => ({ type: 'test', result })))
  expect((await submissions.read(id)).view.grading).toEqual(grading)
})

it('gives up what no server has lived to see the end of', async () => {
  grader.hold()
  const { id } = await open().submit(order())
  for (let starts = 0; starts < 2; starts++) {
    // It held what it graded, and says no more that it does.
    nowMs += 15_000
    const dying = open()
    void dying.resume('script')
    await eventually(() => grader.requests.length === starts + 2)
  }
  const last = open()
  await last.resume('script')
  expect((await last.read(id)).view.state).toBe('grading')
  nowMs += 15_000
  await last.resume('script')
  expect(grader.requests).toHaveLength(3)
  const { view, fault } = await last.read(id)
  expect([view.state, fault?.code]).toEqual(['failed', 'internal'])
})

it('leaves to another server what that one is grading, and tells of its result', async () => {
  grader.hold()
  const [one, other] = [open(), open()]
  const first = await one.submit(order('right', { name: 'n' }))
  await other.resume('script')
  // Sent again, by way of the other server.
  const again = await other.submit(order('right', { name: 'n' }))
  expect([again.id, again.isNew]).toEqual([first.id, false])
  expect(grader.requests).toHaveLength(1)
  grader.letGo()
  expect((await first.result).grading.status).toBe('pass')
  expect((await again.result).grading.status).toBe('pass')
  expect(grader.requests).toHaveLength(1)
  expect(other.ongoing).toBe(0)
})

it('goes on with what a server had that was killed, and leaves to others what they say they are at', async () => {
  const [dead, busy] = [new FakeGrader(), new FakeGrader()]
  for (const one of [dead, busy]) one.hold()
  const [killed, living, next] = [open(dead.grade), open(busy.grade), open()]
  const lost = await killed.submit(order())
  const held = await living.submit(order('right', { tenant: 'you' }))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    living.start()
    next.start()
    nowMs += 4000
    vi.advanceTimersByTime(4000)
    await eventually(async () => !(await store.gradings.pending('script', 9, nowMs + 4000)).includes(held.id))
    await next.resume('script')
    expect(grader.requests).toEqual([])
    nowMs += 4000
    vi.advanceTimersByTime(4000)
    await eventually(async () => (await next.read(lost.id)).view.state === 'graded')
    busy.letGo()
    expect((await held.result).grading.status).toBe('pass')
    expect([grader.requests.length, busy.requests.length]).toEqual([1, 1])
  } finally {
    await Promise.all([living.close(), next.close()])
    vi.useRealTimers()
  }
})

it('takes nothing in any more when the server ends', async () => {
  const submissions = open()
  await submissions.close()
  await expect(submissions.submit(order())).rejects.toMatchObject({ code: 'shutting_down' })
})

it('does not keep what was refused for now, and takes it a little later under the same name', async () => {
  const busy = vi.fn<Grade>().mockRejectedValueOnce(new AppError('too_busy', 'Later.')).mockImplementation(grader.grade)
  const submissions = open(busy)
  const refused = await submissions.submit(order('right', { name: 'n' }))
  await expect(refused.result).rejects.toMatchObject({ code: 'too_busy' })
  await expect(submissions.read(refused.id)).rejects.toMatchObject({ code: 'not_found' })
  const taken = await submissions.submit(order('right', { name: 'n' }))
  expect(taken.isNew).toBe(true)
  expect((await taken.result).grading.status).toBe('pass')
  expect(submissions.ongoing).toBe(0)
})

it('keeps what could not be graded, says why, and tries again when it is sent again', async () => {
  const grade = vi.fn<Grade>().mockRejectedValueOnce(new AppError('engine_down', 'The engine is gone.')).mockImplementation(grader.grade)
  const submissions = open(grade)
  const failed = await submissions.submit(order('right', { name: 'n' }))
  await expect(failed.result).rejects.toMatchObject({ code: 'engine_down' })
  const { view, fault } = await submissions.read(failed.id)
  expect([view.state, fault?.message]).toEqual(['failed', 'The engine is gone.'])
  await submissions.resume('script')
  expect(grade).toHaveBeenCalledTimes(1)
  const again = await submissions.submit(order('right', { name: 'n' }))
  expect([again.id, again.isNew, (await again.result).grading.status]).toEqual([failed.id, false, 'pass'])
  expect((await submissions.read(failed.id)).view.state).toBe('graded')
})

it('says that it failed where it is sent again and refused', async () => {
  const grade = vi
    .fn<Grade>()
    .mockRejectedValueOnce(new Error('a fault of ours'))
    .mockRejectedValueOnce(new AppError('too_busy', 'Later.'))
    .mockImplementation(grader.grade)
  const submissions = open(grade)
  const send = () => submissions.submit(order('right', { name: 'n' }))
  const first = await send()
  await expect(first.result).rejects.toThrow('a fault of ours')
  await expect((await send()).result).rejects.toMatchObject({ code: 'too_busy' })
  const { view, fault } = await submissions.read(first.id)
  expect([view.state, fault?.message]).toEqual(['failed', 'Later.'])
  const last = await send()
  expect([last.id, (await last.result).grading.status]).toEqual([first.id, 'pass'])
})

it('goes on later with what it finds begun while too much waits, and not for ever', async () => {
  grader.hold()
  const first = open()
  const ids = [await first.submit(order()), await first.submit(order('right', { tenant: 'you' }))].map(({ id }) => id)
  await first.close()
  grader = new FakeGrader()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const busy = new AppError('too_busy', 'Later.')
    const grade = vi.fn<Grade>().mockRejectedValueOnce(busy).mockRejectedValueOnce(busy).mockImplementationOnce(grader.grade)
    grade.mockRejectedValue(busy)
    const second = open(grade)
    const resuming = second.resume('script')
    while (grade.mock.calls.length === 0) await new Promise(setImmediate)
    expect((await second.read(ids[0] ?? '')).view.state).toBe('grading')
    while (second.ongoing > 0 || grade.mock.calls.length < 4) await vi.advanceTimersByTimeAsync(10_000)
    await resuming
    const states = await Promise.all(ids.map(async id => (await second.read(id)).view.state))
    expect(states).toEqual(['graded', 'failed'])
    expect((await store.submissions.read(ids[1] ?? ''))?.attempts).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})

it('waits for no queue when the server ends', async () => {
  grader.hold()
  const first = open()
  const { id } = await first.submit(order())
  await first.close()
  const grade = vi.fn<Grade>().mockRejectedValue(new AppError('too_busy', 'Later.'))
  const second = open(grade)
  void second.resume('script')
  await eventually(() => grade.mock.calls.length === 1)
  await second.close()
  expect((await second.read(id)).view.state).toBe('grading')
})

it('takes a name for its own tenant and for a day', async () => {
  const submissions = open()
  const [one, other] = [
    await submissions.submit(order('right', { name: 'n' })),
    await submissions.submit(order('x', { name: 'n', tenant: 'you' })),
  ]
  expect(other.id).not.toBe(one.id)
  await one.result
  await expect(submissions.submit(order('x', { name: 'n' }))).rejects.toMatchObject({ code: 'other_request' })
  const adas = await submissions.submit(order('right', { name: 'n', member: 'ada' }))
  expect([adas.isNew, adas.id === one.id]).toEqual([true, false])
  expect(await submissions.submit(order('right', { name: 'n', member: 'ada', tenant: 'at home' }))).toMatchObject({
    id: adas.id,
    isNew: false,
  })
  nowMs += 86_400_001
  const later = await submissions.submit(order('x', { name: 'n' }))
  expect([later.isNew, (await later.result).grading.status]).toEqual([true, 'fail'])
})

it('takes nothing of a member who was deleted meanwhile', async () => {
  const submissions = open()
  await store.members.remove('ada')
  await expect(submissions.submit(order('right', { member: 'ada' }))).rejects.toMatchObject({ code: 'bad_key' })
  expect([submissions.ongoing, grader.requests]).toEqual([0, []])
})

it('says that there is no room', async () => {
  await store[Symbol.asyncDispose]()
  store = await openSqlite(':memory:', 256 * 1024)
  const submissions = open()
  await expect(submissions.submit(order('x'.repeat(300_000)))).rejects.toMatchObject({ code: 'storage_full' })
  expect(submissions.ongoing).toBe(0)
  expect((await (await submissions.submit(order())).result).grading.status).toBe('pass')
})

it('drops what is nobody’s after its days, and keeps what is a member’s', async () => {
  const submissions = open()
  const [nobodys, adas] = [await submissions.submit(order()), await submissions.submit(order('right', { member: 'ada' }))]
  await Promise.all([nobodys.result, adas.result])
  nowMs += 31 * 86_400_000
  submissions.start()
  await eventually(async () => (await store.submissions.read(nobodys.id)) === null)
  expect((await submissions.ofMembers(['ada'], 10)).map(({ id }) => id)).toEqual([adas.id])
  await submissions.close()
})

it('tells the others where one who listens fails', async () => {
  const submissions = open()
  const told: string[] = []
  submissions.onGraded(() => {
    throw new Error('a listener’s own fault')
  })
  const leave = submissions.onGraded(({ submission }) => told.push(submission.id))
  const handedIn = await submissions.submit(order())
  await handedIn.result
  leave()
  await (await submissions.submit(order())).result
  expect(told).toEqual([handedIn.id])
})

it('grades again, compares, and keeps the new result where that is asked for', async () => {
  const submissions = open()
  const ids: string[] = []
  for (const content of ['right', 'wrong']) {
    const { id, result } = await submissions.submit(order(content))
    await result
    ids.push(id)
  }
  const collect = async (target: Parameters<Submissions['regrade']>[0], version: 'stored' | 'newest', keep = false) => {
    const all = []
    for await (const one of submissions.regrade(target, { version, keep, signal: new AbortController().signal })) all.push(one)
    return all
  }
  expect((await collect({ slug: 'hello' }, 'stored')).map(({ differs }) => differs)).toEqual([false, false])

  exercises.set('hello', { ...hello, version: 'b'.repeat(64) })
  const passing: Grade = async request => ({ ...(await new FakeGrader().grade(request)), status: 'pass', points: 10 })
  const generous = open(passing)
  const told: Graded[] = []
  generous.onGraded(graded => told.push(graded))
  const differing = []
  for await (const one of generous.regrade({ slug: 'hello' }, { version: 'newest', keep: true, signal: new AbortController().signal })) {
    if (one.differs) differing.push(one)
  }
  expect(differing).toMatchObject([
    {
      submission: { id: ids[1] },
      before: { status: 'fail', points: 0, version: hello.version },
      after: { status: 'pass', points: 10, version: 'b'.repeat(64) },
    },
  ])
  expect(told).toHaveLength(2)
  expect((await submissions.read(ids[1] ?? '')).view).toMatchObject({ version: 'b'.repeat(64), grading: { status: 'pass' } })

  exercises.clear()
  expect(await collect({ id: ids[0] ?? '' }, 'newest')).toMatchObject([{ after: null, fault: { code: 'not_found' } }])
  await expect(collect({ id: 'none' }, 'stored')).rejects.toMatchObject({ code: 'not_found' })
})
