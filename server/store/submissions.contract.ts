import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Store } from './store.ts'
import type { NewSubmission } from './submission-record.ts'
import type { VersionRecord } from './version-rows.ts'

const PASSED = { grading: '{"status":"pass"}', status: 'pass', points: 7.5, maxPoints: 10 } as const

/** What every database must do with what is handed in. */
export function describeSubmissions(title: string, opened: () => Store): void {
  const random = (): string => randomBytes(16).toString('hex')
  const version = (): VersionRecord => ({ hash: random(), slug: 'hello', content: JSON.stringify({ é: '\u0000' }), createdMs: 5 })
  const fresh = ({ hash, slug }: VersionRecord, changes: Partial<NewSubmission> = {}): NewSubmission => ({
    id: random(),
    slug,
    version: hash,
    language: 'python',
    main: 'main.py',
    files: JSON.stringify([{ name: 'main.py', content: 'a\u0000b\ud800' }]),
    digest: random(),
    requestKey: null,
    member: null,
    ...changes,
  })
  const addMember = async (): Promise<string> => {
    const { classes, members } = opened()
    const id = random()
    await classes.add({ id, title: 'Year 9', code: id, keyHash: id, choices: '[]' }, 1)
    await members.add({ id, class: id, name: 'Ada', nameKey: 'ada', tokenHash: id }, 9, 1)
    return id
  }
  const hold = (holder: string, untilMs: number) => ({ holder, untilMs })
  const ids = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id)

  it(`${title}: keeps what is handed in, with the exercise, and then what came of it`, async () => {
    const { submissions, gradings, versions } = opened()
    const of = version()
    const submission = fresh(of)
    expect(await submissions.add(of, submission, 1_700_000_000_123)).toBe('new')
    const kept = { ...submission, attempts: 1, status: null, points: null, maxPoints: null, grading: null, fault: null, gradedMs: null }
    expect(await submissions.read(submission.id)).toEqual({ ...kept, createdMs: 1_700_000_000_123 })
    expect(await versions.read(of.hash)).toBe(of.content)
    expect(await gradings.finish(submission.id, PASSED, 1_700_000_000_456)).toBe('kept')
    expect(await gradings.finish(submission.id, { ...PASSED, points: 0 }, 1_700_000_000_789)).toBe('gone')
    expect(await submissions.read(submission.id)).toMatchObject({ ...PASSED, gradedMs: 1_700_000_000_456 })
    expect(await submissions.remove(submission.id)).toBe(true)
    expect(await submissions.remove(submission.id)).toBe(false)
    expect(await submissions.read(submission.id)).toBeNull()
  })

  it(`${title}: finds a submission by the name of its request, until that is old`, async () => {
    const { submissions } = opened()
    const [of, requestKey] = [version(), random()]
    const submission = fresh(of, { requestKey })
    expect(await submissions.add(of, submission, 1000, 0)).toBe('new')
    expect(await submissions.add(of, fresh(of, { requestKey }), 2000, 1000)).toMatchObject({ id: submission.id, createdMs: 1000 })
    const later = fresh(of, { requestKey })
    expect(await submissions.add(of, later, 3000, 1001)).toBe('new')
    expect(await submissions.read(submission.id)).toMatchObject({ requestKey: null })
    expect(await submissions.add(of, fresh(of, { requestKey }), 3000, 1001)).toMatchObject({ id: later.id })
  })

  it(`${title}: keeps one submission of those that come at the same time under one name`, async () => {
    const { submissions } = opened()
    const [of, requestKey] = [version(), random()]
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => submissions.add(of, fresh(of, { requestKey }), 1)))
    expect(outcomes.filter(outcome => outcome === 'new')).toHaveLength(1)
    expect(new Set(outcomes.flatMap(outcome => (typeof outcome === 'string' ? [] : [outcome.id]))).size).toBe(1)
  })

  it(`${title}: keeps nothing of a student who was deleted, with the class or alone, not even at the same time`, async () => {
    const { submissions, classes, members } = opened()
    const of = version()
    for (const remove of [(id: string) => members.remove(id), (id: string) => classes.remove(id)]) {
      const gone = await addMember()
      await remove(gone)
      const late = fresh(of, { member: gone })
      expect(await submissions.add(of, late, 1)).toBe('no_member')
      expect(await submissions.read(late.id)).toBeNull()
      for (let round = 0; round < 10; round++) {
        const member = await addMember()
        const many = Array.from({ length: 4 }, () => fresh(of, { member }))
        const [first, second, ...rest] = many.map(one => () => submissions.add(of, one, 1))
        await Promise.all([first?.(), second?.(), remove(member), ...rest.map(add => add())])
        expect(await submissions.ofMembers([member], 9)).toEqual([])
      }
    }
  })

  it(`${title}: knows what was not graded to its end, and why it never will be`, async () => {
    const { submissions, gradings } = opened()
    const [of, language] = [version(), random()]
    const [first, second, third] = [fresh(of, { language }), fresh(of, { language }), fresh(of, { language })]
    for (const [index, submission] of [second, first, third].entries()) await submissions.add(of, submission, index)
    await gradings.finish(third.id, PASSED, 5)
    expect(await gradings.pending(language, 10, 9)).toEqual([second.id, first.id])
    expect(await gradings.pending(language, 1, 9)).toEqual([second.id])
    expect(await gradings.claim(second.id, hold('one', 20), 9)).toBe(true)
    await gradings.fail(second.id, '{}', 'one')
    expect(await gradings.pending(language, 10, 9)).toEqual([first.id])
    expect(await gradings.claim(second.id, hold('two', 20), 9)).toBe(true)
    expect(await submissions.read(second.id)).toMatchObject({ attempts: 3, fault: null })
    expect(await gradings.claim(third.id, hold('one', 20), 9)).toBe(false)
    await gradings.fail(third.id, '{}', 'one')
    expect(await submissions.read(third.id)).toMatchObject({ fault: null, status: 'pass' })
  })

  it(`${title}: has one at a time grade a submission, until it says so no more`, async () => {
    const { submissions, gradings } = opened()
    const [of, language] = [version(), random()]
    const [handedIn, other] = [fresh(of, { language }), fresh(of, { language })]
    await submissions.add(of, handedIn, 1, 0, hold('one', 20))
    await submissions.add(of, other, 2)
    expect(await gradings.pending(language, 10, 19)).toEqual([other.id])
    expect(await gradings.claim(handedIn.id, hold('two', 40), 19)).toBe(false)
    const both = [handedIn.id, other.id]
    await gradings.renew([], hold('one', 30))
    await gradings.renew(both, hold('two', 90))
    await gradings.renew(both, hold('one', 30))
    expect(await gradings.claim(other.id, hold('two', 40), 19)).toBe(true)
    expect([await gradings.pending(language, 10, 29), await gradings.pending(language, 10, 30)]).toEqual([[], [handedIn.id]])
    const claims = await Promise.all(['three', 'four', 'five', 'six'].map(name => gradings.claim(handedIn.id, hold(name, 60), 30)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    // Whose time is over says nothing any more of why there is no result, but a result is one.
    await gradings.fail(handedIn.id, '{}', 'one')
    expect(await submissions.read(handedIn.id)).toMatchObject({ attempts: 2, fault: null })
    await gradings.release('two')
    expect(await gradings.pending(language, 10, 31)).toEqual([other.id])
    expect(await gradings.finish(handedIn.id, PASSED, 32)).toBe('kept')
    expect(await gradings.claim(handedIn.id, hold('one', 90), 80)).toBe(false)
  })

  it(`${title}: puts another result in the place of one, with the version that it is of`, async () => {
    const { submissions, gradings, versions } = opened()
    const [before, after] = [version(), version()]
    const submission = fresh(before)
    await submissions.add(before, submission, 1)
    await gradings.finish(submission.id, PASSED, 2)
    expect(await gradings.replace(submission.id, after, { ...PASSED, status: 'fail', points: 0 }, 3)).toBe(true)
    expect(await submissions.read(submission.id)).toMatchObject({ version: after.hash, status: 'fail', points: 0, gradedMs: 3 })
    expect(await versions.read(after.hash)).toBe(after.content)
    expect(await gradings.replace('none', after, PASSED, 3)).toBe(false)
  })

  it(`${title}: lists what members have handed in, and drops it`, async () => {
    const { submissions, gradings } = opened()
    const [of, other] = [version(), { ...version(), slug: 'other' }]
    const [ada, bob] = [await addMember(), await addMember()]
    const [a1, a2, b1] = [fresh(of, { member: ada }), fresh(other, { member: ada }), fresh(of, { member: bob })]
    await submissions.add(of, a1, 1)
    await submissions.add(other, a2, 2)
    await submissions.add(of, b1, 3)
    await gradings.finish(a1.id, PASSED, 4)
    expect(ids(await submissions.ofMembers([ada, bob], 10))).toEqual([b1.id, a2.id, a1.id])
    expect(ids(await submissions.ofMembers([ada, bob], 2))).toEqual([b1.id, a2.id])
    expect(ids(await submissions.ofMembers([ada, bob], 10, { slug: 'hello', sinceMs: 2 }))).toEqual([b1.id])
    expect(await submissions.ofMembers([ada], 10, { slug: 'hello' })).toEqual([
      {
        id: a1.id,
        slug: 'hello',
        version: of.hash,
        language: 'python',
        member: ada,
        status: 'pass',
        points: 7.5,
        maxPoints: 10,
        createdMs: 1,
      },
    ])
    expect(await submissions.ofMembers([], 10)).toEqual([])
    expect(await submissions.removeOf(ada)).toBe(2)
    expect(ids(await submissions.ofMembers([ada, bob], 10))).toEqual([b1.id])
  })

  it(`${title}: finds what of an exercise was graded, in order`, async () => {
    const { submissions, gradings } = opened()
    const of = { ...version(), slug: random() }
    const all = Array.from({ length: 5 }, () => fresh(of))
    for (const submission of all) await submissions.add(of, submission, 1)
    for (const { id } of all.slice(1)) await gradings.finish(id, PASSED, 2)
    const found = await submissions.gradedOf(of.slug, '', 3)
    expect(found).toHaveLength(3)
    expect(await submissions.languagesOf(of.slug)).toEqual(['python'])
    expect(await submissions.languagesOf('none')).toEqual([])
    expect([...found, ...(await submissions.gradedOf(of.slug, found.at(-1) ?? '', 3))].sort()).toEqual(ids(all.slice(1)).sort())
  })

  it(`${title}: drops what is nobody's and old, and then the versions that nothing is of`, async () => {
    const { submissions, versions } = opened()
    const [of, gone] = [version(), version()]
    const [old, young, someones] = [fresh(gone), fresh(of), fresh(of, { member: await addMember() })]
    const many = Array.from({ length: 400 }, () => fresh(gone))
    for (const submission of [old, ...many]) await submissions.add(gone, submission, -1000)
    const kept = await submissions.read(old.id)
    // As another database had it, where its student was not there any more.
    expect(kept && (await submissions.addRecord({ ...kept, id: random(), member: random() }))).toBe(true)
    await submissions.add(of, young, -998)
    await submissions.add(of, someones, -1000)
    expect(await submissions.prune(-999)).toBe(402)
    expect(await submissions.prune(-999)).toBe(0)
    await versions.prune()
    expect([await versions.read(gone.hash), await versions.read(of.hash)]).toEqual([null, of.content])
    expect(await submissions.read(old.id)).toBeNull()
    for (const { id } of [young, someones]) expect(await submissions.read(id)).not.toBeNull()
  })

  it(`${title}: tells all that was handed in, and takes it in from elsewhere`, async () => {
    const { submissions, gradings, versions } = opened()
    const of = version()
    const member = await addMember()
    const kept = Array.from({ length: 45 }, () => fresh(of, { requestKey: random(), member }))
    for (const submission of kept) await submissions.add(of, submission, 5)
    await gradings.finish(kept[0]?.id ?? '', PASSED, 6)
    const records = []
    for await (const record of submissions.records()) records.push(record)
    expect(new Set(ids(records)).size).toBe(records.length)
    for (const submission of kept.slice(1)) expect(records).toContainEqual(expect.objectContaining({ ...submission, createdMs: 5 }))
    expect(records).toContainEqual(expect.objectContaining({ ...kept[0], ...PASSED, gradedMs: 6 }))
    const known = records.find(({ id }) => id === kept[0]?.id)
    if (!known) throw new Error('no record')
    expect(await submissions.addRecord(known)).toBe(false)
    const afar = { ...known, id: random(), requestKey: null }
    expect(await submissions.addRecord({ ...afar, version: 'none' })).toBe(false)
    expect(await submissions.addRecord(afar)).toBe(true)
    expect(await submissions.read(afar.id)).toEqual(afar)
    const all = []
    for await (const record of versions.records()) all.push(record)
    expect(all).toContainEqual(of)
    expect(await versions.addRecord(of)).toBe(false)
  })
}
