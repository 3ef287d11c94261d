import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { LtiPlatform } from './lti-record.ts'
import type { Store } from './store.ts'

const freshPlatform = (): LtiPlatform => ({
  id: randomBytes(6).toString('hex'),
  issuer: `https://${randomBytes(6).toString('hex')}.example`,
  clientId: 'client',
  deployments: ['1'],
  loginUrl: 'https://lms.example/auth',
  tokenUrl: 'https://lms.example/token',
  jwksUrl: 'https://lms.example/jwks',
  audience: null,
  origins: ['https://lms.example'],
  createdMs: 5,
})

/** What every database must do for course systems. */
export function describeLti(title: string, store: () => Store): void {
  /** A class with a student of a course, both of them as a course system knows them. */
  async function freshCourse() {
    const platform = await store().lti.register(freshPlatform())
    const [classId, member] = [randomBytes(6).toString('hex'), randomBytes(8).toString('hex')]
    await store().classes.add({ id: classId, title: 'x', code: classId, keyHash: classId, choices: '[]' }, 1)
    await store().members.add({ id: member, class: classId, name: 'Ada', nameKey: 'ada', tokenHash: member }, 9, 1)
    const course = { platform: platform.id, deployment: '1', context: 'course' }
    expect(await store().lti.addClass({ ...course, class: classId, classKey: 'key' })).toBe('added')
    expect(await store().lti.addMember({ ...course, subject: 'ada', member })).toBe('added')
    return { platform, classId, member, course }
  }

  it(`${title}: keeps one registration of an issuer's client, and the last one at that`, async () => {
    const first = await store().lti.register(freshPlatform())
    const second = await store().lti.register({ ...first, id: 'other', deployments: ['1', '2'], createdMs: 9 })
    expect(second).toEqual({ ...first, deployments: ['1', '2'] })
    expect((await store().lti.platforms()).filter(({ issuer }) => issuer === first.issuer)).toEqual([second])
    expect([await store().lti.removePlatform(first.id), await store().lti.removePlatform(first.id)]).toEqual([true, false])
  })

  it(`${title}: keeps the first of two keys`, async () => {
    const key = await store().lti.keyOr('{"d":"1"}', 1)
    expect(await store().lti.keyOr('{"d":"2"}', 2)).toBe(key)
    expect(await store().lti.key()).toBe(key)
  })

  it(`${title}: knows who of a course is who, until the student, the class or the course system is removed`, async () => {
    const { platform, classId, member, course } = await freshCourse()
    expect(await store().lti.findClass(course)).toEqual({ ...course, class: classId, classKey: 'key' })
    expect(await store().lti.findMember(course, 'ada')).toBe(member)
    for (const other of [{ deployment: '2' }, { context: 'other' }])
      expect(await store().lti.findMember({ ...course, ...other }, 'ada')).toBeNull()
    expect(await store().lti.addMember({ ...course, subject: 'ada', member: 'other' })).toBe('taken')
    await store().ltiScores.link({ member, lineItem: 'l', platform: platform.id, subject: 'ada', slug: 's' }, 9, 1)
    await store().members.remove(member)
    expect(await store().lti.findMember(course, 'ada')).toBeNull()
    expect(await store().ltiScores.improve(member, 's', 1, 1, 1)).toBe(0)
    await store().classes.remove(classId)
    expect(await store().lti.findClass(course)).toBeNull()
    const second = await freshCourse()
    await store().lti.removePlatform(second.platform.id)
    expect(await store().lti.findClass(second.course)).toBeNull()
    expect(await store().members.find(second.member)).not.toBeNull()
  })

  it(`${title}: has a score told wherever it goes, once, and again when it is better`, async () => {
    const { platform, member } = await freshCourse()
    const line = { member, lineItem: 'https://lms.example/1', platform: platform.id, subject: 'ada', slug: 'sum' }
    const due = async (nowMs: number) => (await store().ltiScores.due(nowMs, 1000)).filter(one => one.member === member)
    expect(await store().ltiScores.link(line, 2, 1)).toBe('linked')
    expect(await due(1)).toEqual([])
    expect([
      await store().ltiScores.improve(member, 'other', 1, 10, 10),
      await store().ltiScores.improve(member, 'sum', 2.5, 10, 10),
    ]).toEqual([0, 1])
    expect([await due(9), await due(10)]).toMatchObject([[], [{ ...line, points: 2.5, maxPoints: 10, tries: 0 }]])
    const [first] = await due(10)
    if (!first) throw new Error('nothing is due')
    await store().ltiScores.settle(first, 20)
    expect([await due(19), await due(20)]).toMatchObject([[], [{ tries: 1 }]])
    // It becomes better while it is told.
    expect(await store().ltiScores.improve(member, 'sum', 2, 4, 21)).toBe(1)
    await store().ltiScores.settle(first, null)
    expect(await due(21)).toMatchObject([{ points: 2, maxPoints: 4, tries: 0 }])
    const [second] = await due(21)
    if (!second) throw new Error('nothing is due')
    await store().ltiScores.settle(second, null)
    expect(await due(1e9)).toEqual([])
    expect(await store().ltiScores.improve(member, 'sum', 4, 10, 30)).toBe(0)
    // Another place hears of what was reached before.
    expect(await store().ltiScores.link({ ...line, lineItem: 'https://lms.example/2' }, 2, 40)).toBe('linked')
    expect(await due(40)).toMatchObject([{ lineItem: 'https://lms.example/2', points: 2, maxPoints: 4 }])
    expect(await store().ltiScores.link({ ...line, lineItem: 'https://lms.example/3' }, 2, 40)).toBe('too_many')
    expect(await store().ltiScores.nextDueMs()).toBeLessThanOrEqual(40)
  })

  it(`${title}: tells all that it keeps of course systems, and takes it in once`, async () => {
    const { platform, member, classId, course } = await freshCourse()
    await store().ltiScores.link({ member, lineItem: 'l', platform: platform.id, subject: 'ada', slug: 's' }, 9, 1)
    await store().ltiScores.improve(member, 's', 1, 2, 3)
    const records = []
    for await (const record of store().lti.records()) records.push(record)
    expect(records).toContainEqual({ platform })
    expect(records).toContainEqual({ class: { ...course, class: classId, classKey: 'key' } })
    expect(records).toContainEqual({ member: { ...course, subject: 'ada', member } })
    const score = { member, lineItem: 'l', platform: platform.id, subject: 'ada', slug: 's', points: 1, maxPoints: 2, dueMs: 3, tries: 0 }
    expect(records).toContainEqual({ score })
    for (const record of records) expect(await store().lti.addRecord(record)).toBe(false)
    expect(await store().lti.addRecord({ score: { ...score, member: 'nobody' } })).toBe(false)
    expect(await store().lti.addRecord({ score: { ...score, lineItem: 'm' } })).toBe(true)
  })
}

/** What every database must do for course systems when it is as large as it may be. @param open opens the same database, with a bound. */
export function describeFullLti(title: string, open: (maxBytes: number | null) => Promise<Store>): void {
  it(`${title}: says that there is no room for a key, a course, somebody of it or a place for scores, and keeps what is there`, async () => {
    const [platform, course] = [freshPlatform(), { deployment: '1', context: 'course' }]
    const line = { member: 'ada', lineItem: 'l', platform: platform.id, subject: 'ada', slug: 'sum' }
    const [known, large] = [{ ...course, platform: platform.id }, 'x'.repeat(200_000)]
    {
      await using store = await open(null)
      await store.lti.register(platform)
      for (const id of ['first', 'second']) await store.classes.add({ id, title: 'x', code: id, keyHash: id, choices: '[]' }, 1)
      for (const id of ['ada', 'ben']) await store.members.add({ id, class: 'first', name: id, nameKey: id, tokenHash: id }, 9, 1)
      await store.lti.addClass({ ...known, class: 'first', classKey: 'key' })
      await store.lti.addMember({ ...known, subject: 'ada', member: 'ada' })
      await store.ltiScores.link(line, 9, 1)
    }
    await using store = await open(16 * 1024)
    expect(await store.lti.keyOr(JSON.stringify(large), 1)).toBeNull()
    expect(await store.lti.addClass({ ...known, context: 'other', class: 'second', classKey: large })).toBe('full')
    expect(await store.lti.addMember({ ...known, subject: large, member: 'ben' })).toBe('full')
    expect(await store.ltiScores.link({ ...line, lineItem: large }, 9, 1)).toBe('full')
    expect([await store.lti.key(), await store.lti.findClass({ ...known, context: 'other' })]).toEqual([null, null])
    // What is there goes on.
    expect(await store.ltiScores.link(line, 9, 1)).toBe('linked')
    expect(await store.ltiScores.improve('ada', 'sum', 5, 10, 1)).toBe(1)
    expect(await store.ltiScores.due(1, 9)).toMatchObject([{ ...line, points: 5 }])
  })
}
