import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { NewClassRow } from './class-rows.ts'
import type { NewMember } from './member-rows.ts'
import type { Store } from './store.ts'

/** What every database must do with classes. */
export function describeClasses(title: string, opened: () => Store): void {
  const random = (): string => randomBytes(8).toString('hex')
  const freshClass = (): NewClassRow => ({ id: random(), title: 'Year 9 é %s ?', code: random(), keyHash: random(), choices: '[]' })
  const freshMember = (of: string, name = random()): NewMember => ({
    id: random(),
    class: of,
    name,
    nameKey: name.toLowerCase(),
    tokenHash: random(),
  })

  it(`${title}: keeps a class, finds it by its code, and changes it`, async () => {
    const [one, other] = [freshClass(), freshClass()]
    expect([await opened().classes.add(one, 1_700_000_000_123), await opened().classes.add(other, 2)]).toEqual(['added', 'added'])
    expect(await opened().classes.add({ ...freshClass(), code: one.code }, 3)).toBe('taken')
    expect(await opened().classes.findByCode(one.code)).toEqual({ ...one, open: true, createdMs: 1_700_000_000_123 })
    expect(await opened().classes.change(one.id, { open: false, title: 'Year 10', choices: '[1]' })).toBe('changed')
    expect(await opened().classes.find(one.id)).toMatchObject({ open: false, title: 'Year 10', choices: '[1]', code: one.code })
    expect(await opened().classes.change(one.id, { code: other.code })).toBe('taken')
    expect(await opened().classes.change(one.id, { code: 'fresh code' })).toBe('changed')
    expect(await opened().classes.findByCode(one.code)).toBeNull()
    expect(await opened().classes.change('none', { title: 'x' })).toBe('not_there')
    expect(await opened().classes.change(one.id, {})).toBe('changed')
  })

  it(`${title}: lets students in up to a bound, each name once, however many come at the same time`, async () => {
    const own = freshClass()
    await opened().classes.add(own, 1)
    const come = Array.from({ length: 9 }, (_, index) => opened().members.add(freshMember(own.id, `Name ${index}`), 5, index))
    const outcomes = await Promise.all(come)
    expect([outcomes.filter(one => one === 'added').length, outcomes.filter(one => one === 'full').length]).toEqual([5, 4])
    const [first] = await opened().members.ofClass(own.id)
    expect(await opened().members.add(freshMember(own.id, first?.name.toUpperCase()), 9, 1)).toBe('name_taken')
    expect(await opened().members.add(freshMember('none'), 9, 1)).toBe('no_class')
  })

  it(`${title}: knows a student by the token, and by another one after the way back was used, once`, async () => {
    const own = freshClass()
    const ada = freshMember(own.id, 'Ada')
    await opened().classes.add(own, 1)
    await opened().members.add(ada, 9, 2)
    await opened().members.seen(ada.id, 'hello-name', 1_700_000_000_123)
    const kept = { ...ada, returnHash: null, createdMs: 2, lastSeenMs: 1_700_000_000_123, current: 'hello-name' }
    expect(await opened().members.findByToken(ada.tokenHash)).toEqual(kept)
    const ben = freshMember(own.id, 'Ben')
    await opened().members.add(ben, 9, 2)
    const [back, token] = [random(), random()]
    expect(await opened().members.allowReturn(ada.id, back)).toBe(true)
    expect(await opened().members.allowReturn('none', random())).toBe(false)
    expect(await opened().members.findByToken(ada.tokenHash)).not.toBeNull()
    expect(await opened().members.renewToken(ada.id, random())).toBe(true)
    expect(await opened().members.renewToken('none', random())).toBe(false)
    expect(await opened().members.findByToken(ada.tokenHash)).toBeNull()
    // A token that somebody has is nobody else's, and leaves the permit as it is.
    expect(await opened().members.takeReturn(back, ben.tokenHash)).toBeNull()
    const returned = await opened().members.takeReturn(back, token)
    expect(returned).toMatchObject({ id: ada.id, tokenHash: token, current: 'hello-name' })
    // Whoever did not hear the answer asks the same again.
    expect(await opened().members.takeReturn(back, token)).toEqual(returned)
    expect(await opened().members.takeReturn(back, random())).toBeNull()
    expect(await opened().members.takeReturn(random(), token)).toBeNull()
    expect(await opened().members.findByToken(ada.tokenHash)).toBeNull()
    expect(await opened().members.find(ada.id)).toMatchObject({ tokenHash: token })
    const [later, other] = [random(), random()]
    await opened().members.allowReturn(ada.id, later)
    expect(await opened().members.takeReturn(later, other)).toMatchObject({ id: ada.id, tokenHash: other })
    expect(await opened().members.takeReturn(back, token)).toBeNull()
  })

  it(`${title}: removes students and classes with what is theirs, and nothing of others`, async () => {
    const own = freshClass()
    const [ada, ben, eve] = ['Ada', 'Ben', 'Eve'].map(name => freshMember(own.id, name)) as [NewMember, NewMember, NewMember]
    await opened().classes.add(own, 1)
    for (const member of [ada, ben, eve]) await opened().members.add(member, 9, 2)
    const comment = (member: NewMember) => ({ id: random(), submission: `of ${member.id}`, member: member.id, text: 'Hm', createdMs: 3 })
    const comments = [comment(ada), comment(ben), comment(eve)] as const
    for (const one of comments) expect(await opened().comments.add(one, 1)).toBe('added')
    expect(await opened().comments.add({ ...comments[0], id: random() }, 1)).toBe('too_many')
    expect(await opened().comments.add({ ...comments[0], id: random(), member: 'none' }, 9)).toBe('no_member')
    expect(await opened().comments.remove(comments[2].id, comments[0].submission)).toBe(false)
    expect(await opened().comments.remove(comments[2].id, comments[2].submission)).toBe(true)
    expect(await opened().members.remove(ada.id)).toBe(true)
    expect(await opened().members.remove(ada.id)).toBe(false)
    expect(await opened().comments.of({ submission: comments[0].submission })).toEqual([])
    expect(await opened().comments.of({ submission: comments[1].submission })).toEqual([comments[1]])
    expect((await opened().members.ofClass(own.id)).map(({ name }) => name).toSorted()).toEqual(['Ben', 'Eve'])
    expect(await opened().classes.remove(own.id)).toBe(true)
    expect(await opened().classes.remove(own.id)).toBe(false)
    expect([await opened().members.find(ben.id), await opened().comments.of({ submission: comments[1].submission })]).toEqual([null, []])
  })

  it(`${title}: drops old classes that nobody is in, and those that no course has`, async () => {
    const { classes, members, lti } = opened()
    const [empty, young, joined, ofCourse] = [freshClass(), freshClass(), freshClass(), freshClass()]
    for (const one of [empty, joined, ofCourse]) await classes.add(one, -1000)
    await classes.add(young, -998)
    await members.add(freshMember(joined.id), 9, 2)
    const id = random()
    const urls = { loginUrl: 'https://a/l', tokenUrl: 'https://a/t', jwksUrl: 'https://a/j', audience: null, origins: [] }
    await lti.register({ id, issuer: id, clientId: id, deployments: ['1'], ...urls, createdMs: 1 })
    await lti.addClass({ platform: id, deployment: '1', context: 'c', class: ofCourse.id, classKey: 'k' })
    expect([await classes.prune(-999), await classes.prune(-999)]).toEqual([1, 0])
    expect(await classes.find(empty.id)).toBeNull()
    for (const one of [young, joined, ofCourse]) expect(await classes.find(one.id)).not.toBeNull()
  })

  it(`${title}: counts comments, and finds those of a student for one exercise, the last of them`, async () => {
    const { classes, members, comments, submissions } = opened()
    const [own, version] = [freshClass(), { hash: random(), slug: 'sum', content: '{}', createdMs: 1 }]
    const [ada, ben] = [freshMember(own.id), freshMember(own.id)]
    await classes.add(own, 1)
    for (const member of [ada, ben]) await members.add(member, 9, 2)
    const of = { version: version.hash, language: 'python', main: 'main.py', files: '[]', digest: 'd', requestKey: null }
    const handIn = async (member: string, slug: string) => {
      const id = random()
      await submissions.add(version, { ...of, id, slug, member }, 3)
      return id
    }
    const [first, second, loop, bens] = [
      await handIn(ada.id, 'sum'),
      await handIn(ada.id, 'sum'),
      await handIn(ada.id, 'loop'),
      await handIn(ben.id, 'sum'),
    ]
    const say = async (submission: string, member: string, createdMs: number) => {
      const comment = { id: random(), submission, member, text: 'Hm', createdMs }
      await comments.add(comment, 9)
      return comment
    }
    const [one, two, three] = [await say(first, ada.id, 5), await say(second, ada.id, 4), await say(first, ada.id, 6)]
    await say(loop, ada.id, 7)
    await say(bens, ben.id, 8)
    expect(await comments.of({ member: ada.id, slug: 'sum', most: 9 })).toEqual([two, one, three])
    expect(await comments.of({ member: ada.id, slug: 'sum', most: 2 })).toEqual([one, three])
    expect(await comments.counts([first, second, 'none'])).toEqual(
      new Map([
        [first, 2],
        [second, 1],
      ]),
    )
    expect(await comments.counts([])).toEqual(new Map())
  })

  it(`${title}: sums up what students have handed in, and removes that with them`, async () => {
    const store = opened()
    const [own, version] = [freshClass(), { hash: random(), slug: 'sum', content: '{}', createdMs: 1 }]
    const [ada, ben] = [freshMember(own.id, 'Ada'), freshMember(own.id, 'Ben')]
    await store.classes.add(own, 1)
    for (const member of [ada, ben]) await store.members.add(member, 9, 2)
    const handIn = async (
      member: string | null,
      slug: string,
      points: number | null,
      atMs: number,
      language = 'python',
    ): Promise<string> => {
      const id = random()
      const rest = { version: version.hash, language, main: 'main.py', files: '[]', digest: 'd', requestKey: null }
      await store.submissions.add(version, { ...rest, id, slug, member }, atMs)
      const grading = { grading: '{}', status: points === 10 ? 'pass' : 'fail', maxPoints: 10 } as const
      if (points !== null) await store.gradings.finish(id, { ...grading, points }, atMs)
      return id
    }
    const first = await handIn(ada.id, 'sum', 2.5, 1_700_000_000_001)
    const solved = await handIn(ada.id, 'sum', 10, 1_700_000_000_002)
    const last = await handIn(ada.id, 'sum', 0, 1_700_000_000_003)
    const inRuby = await handIn(ada.id, 'loop', 5, 3, 'ruby')
    const loop = await handIn(ada.id, 'loop', 5, 4)
    await handIn(ada.id, 'loop', null, 5)
    const other = await handIn(ben.id, 'sum', 0, 6)
    await handIn(null, 'sum', 10, 7)
    const bySlug = (one: { readonly slug: string }, two: { readonly slug: string }) => (one.slug < two.slug ? -1 : 1)
    expect((await store.progress.of([ada.id])).toSorted(bySlug)).toEqual([
      { member: ada.id, slug: 'loop', attempts: 2, passed: false, points: 5, maxPoints: 10, lastMs: 4 },
      { member: ada.id, slug: 'sum', attempts: 3, passed: true, points: 10, maxPoints: 10, lastMs: 1_700_000_000_003 },
    ])
    expect(await store.progress.newestOf(ada.id)).toEqual([
      { id: last, slug: 'sum', language: 'python', passed: false },
      { id: solved, slug: 'sum', language: 'python', passed: true },
      { id: loop, slug: 'loop', language: 'python', passed: false },
      { id: inRuby, slug: 'loop', language: 'ruby', passed: false },
    ])
    expect(await store.progress.of([])).toEqual([])
    expect(await store.progress.of([ada.id, ben.id])).toHaveLength(3)
    await store.members.remove(ada.id)
    expect([await store.submissions.read(first), await store.submissions.read(other)]).toMatchObject([null, { id: other }])
    await store.classes.remove(own.id)
    expect(await store.submissions.read(other)).toBeNull()
  })
}

/** What every database must do with classes when it is as large as it may be. @param open opens the same database, with a bound. */
export function describeFullClasses(title: string, open: (maxBytes: number | null) => Promise<Store>): void {
  it(`${title}: says that there is no room for a class, a student or a comment, and keeps what is there`, async () => {
    const own: NewClassRow = { id: 'own', title: 'Year 9', code: 'code', keyHash: 'key', choices: '[]' }
    const ada: NewMember = { id: 'ada', class: 'own', name: 'Ada', nameKey: 'ada', tokenHash: 'token' }
    {
      await using store = await open(null)
      await store.classes.add(own, 1)
      await store.members.add(ada, 9, 1)
    }
    await using store = await open(16 * 1024)
    const large = 'x'.repeat(200_000)
    expect(await store.classes.add({ ...own, id: 'more', code: 'more', keyHash: 'more', choices: large }, 1)).toBe('full')
    expect(await store.members.add({ ...ada, id: 'ben', nameKey: 'ben', tokenHash: 'ben', name: large }, 9, 1)).toBe('no_room')
    const comment = { id: 'c', submission: 's', member: 'ada', text: large, createdMs: 1 }
    expect(await store.comments.add(comment, 9)).toBe('full')
    expect(await store.classes.change('own', { choices: large })).toBe('full')
    expect(await store.classes.change('own', { open: false })).toBe('changed')
    expect((await store.members.ofClass('own')).map(({ id }) => id)).toEqual(['ada'])
    expect(await store.comments.of({ submission: 's' })).toEqual([])
  })
}
