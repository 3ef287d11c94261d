import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.ts'
import { CLASS_MEMBERS, type NewClass } from '../protocol/classes.ts'
import type { ExerciseIndex } from '../protocol/exercise.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { eventually } from '../test-server.ts'
import { chosenExercises } from './choices.ts'
import { type Classrooms, createClassrooms } from './classrooms.ts'

const exercise = (slug: string) => ({
  slug,
  title: slug,
  languages: ['python'],
  difficulty: 'easy' as const,
  tags: [],
  points: 10,
  prerequisites: [],
})
const sections = [
  { title: 'A', exercises: ['one', 'two'] },
  { title: 'B', exercises: ['three', 'gone'] },
]
const FULL: ExerciseIndex = {
  courses: [{ slug: 'first', title: 'First', description: '', sections }],
  exercises: ['one', 'two', 'three', 'alone'].map(exercise),
}

let store: Store
let index = FULL
let nowMs: number
let rooms: Classrooms
let own: NewClass
beforeEach(async () => {
  store = await openSqlite(':memory:')
  index = FULL
  nowMs = 1_700_000_000_000
  rooms = createClassrooms({ store, index: () => index, now: () => nowMs, log: silentLogger() })
  own = await rooms.classes.create('Year 9', [])
})
afterEach(() => store[Symbol.asyncDispose]())

it('resolves what was chosen to what is there, each once, in order', () => {
  const slugs = (...choices: Parameters<typeof chosenExercises>[0]) => chosenExercises(choices, FULL).map(({ slug }) => slug)
  expect(slugs({ course: 'first' })).toEqual(['one', 'two', 'three'])
  expect(slugs({ exercise: 'alone' }, { course: 'first', section: 'B' }, { exercise: 'three' })).toEqual(['alone', 'three'])
  expect(slugs({ course: 'none' }, { course: 'first', section: 'none' }, { exercise: 'none' })).toEqual([])
})

it('takes what was chosen before and is gone, and nothing else that is not there', async () => {
  const { classes } = rooms
  const record = await classes.opened(own.id, own.key)
  await classes.change(record, { choices: [{ exercise: 'alone' }] })
  index = { ...FULL, exercises: FULL.exercises.filter(({ slug }) => slug !== 'alone') }
  const changed = await classes.opened(own.id, own.key)
  const view = await classes.change(changed, { choices: [{ exercise: 'alone' }, { course: 'first', section: 'A' }] })
  expect([view.choices.length, view.exercises.map(({ slug }) => slug)]).toEqual([2, ['one', 'two']])
  await expect(classes.change(changed, { choices: [{ exercise: 'gone' }] })).rejects.toMatchObject({ code: 'bad_message' })
})

it('lets those in whom another system knows, by names that are free, as long as there is room', async () => {
  const { classes } = rooms
  const names = []
  for (let count = 0; count < 3; count++) names.push((await classes.enrol(own.id, 'Ada')).name)
  expect(names).toEqual(['Ada', 'Ada 2', 'Ada 3'])
  await classes.enrol(own.id, 'x'.repeat(40))
  expect((await classes.enrol(own.id, 'x'.repeat(40))).name).toBe(`${'x'.repeat(37)} 2`)
  for (let count = 5; count < CLASS_MEMBERS; count++) await classes.enrol(own.id, `Student ${count}`)
  await expect(classes.enrol(own.id, 'One more')).rejects.toMatchObject({ code: 'class_full' })
  await expect(classes.enrol('none', 'Ada')).rejects.toMatchObject({ code: 'not_found' })
})

it('tells a student how far they are, whatever browser that was from', async () => {
  const member = await rooms.classes.memberOf((await rooms.classes.enrol(own.id, 'Ada')).token)
  if (!member) throw new Error('nobody has joined')
  expect(await rooms.work.ownProgress(member)).toEqual([])
  const version = { hash: 'a'.repeat(64), slug: 'one', content: '{}', createdMs: 1 }
  const handIn = async (id: string, language: string, points: number, atMs: number) => {
    const rest = { version: version.hash, main: 'main', files: '[]', digest: 'd', requestKey: null }
    await store.submissions.add(version, { ...rest, id, slug: 'one', language, member: member.id }, atMs)
    await store.gradings.finish(id, { grading: '{}', status: points === 10 ? 'pass' : 'fail', points, maxPoints: 10 }, atMs)
  }
  await handIn('passed', 'python', 10, 2)
  await handIn('failed', 'python', 5, 3)
  await handIn('in-c', 'c', 10, 4)
  await handIn('last', 'c', 0, 5)
  expect(await rooms.work.ownProgress(member)).toEqual([
    { slug: 'one', attempts: 4, points: 10, maxPoints: 10, solved: { python: 'passed', c: 'in-c' }, last: 'last' },
  ])
})

it('drops a class that nobody has joined for 30 days', async () => {
  const [left, joined] = [own, await rooms.classes.create('Year 10', [])]
  await rooms.classes.enrol(joined.id, 'Ada')
  nowMs += 30 * 86_400_000 + 1
  rooms.start()
  await eventually(async () => (await rooms.classes.find(left.id)) === null)
  expect(await rooms.classes.find(joined.id)).not.toBeNull()
  await rooms.close()
})

it('bounds how many pages of one network watch, and not those of another', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, async () => (await rooms.classes.create('More', [])).id))
  const watch = (count: number, network: string) => rooms.live.watch(ids[count % ids.length] ?? '', network, () => {})
  const watching = Array.from({ length: 40 }, (_, count) => watch(count, '2001:db8::/64'))
  expect(() => watch(40, '2001:db8::/64')).toThrow(/40 pages/)
  watching.push(watch(40, '192.0.2.1'))
  watching.shift()?.[Symbol.dispose]()
  watching.push(watch(0, '2001:db8::/64'))
  for (const one of watching) one[Symbol.dispose]()
})

it('writes down where somebody is when that changes, and otherwise once a minute', async () => {
  const { member } = await rooms.classes.enrol(own.id, 'Ada')
  const kept = async () => {
    const found = await store.members.find(member)
    return [found?.current, (found?.lastSeenMs ?? 0) - 1_700_000_000_000]
  }
  const note = async (slug: string | null, afterMs: number) => {
    nowMs = 1_700_000_000_000 + afterMs
    await rooms.presences.note(member, slug)
  }
  await note('one', 1000)
  await note('one', 31_000)
  expect(await kept()).toEqual(['one', 1000])
  await note('one', 61_000)
  expect(await kept()).toEqual(['one', 61_000])
  await note(null, 62_000)
  expect(await kept()).toEqual([null, 62_000])
  expect(await rooms.live.rows(own.id)).toMatchObject([{ name: 'Ada', here: true, current: null }])
  nowMs += 90_000
  expect(await rooms.live.rows(own.id)).toMatchObject([{ here: false, lastSeenMs: 1_700_000_062_000 }])
})
