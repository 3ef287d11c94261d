import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseCsv } from '../classes/test-csv.ts'
import { ClassView, CODE_LETTERS, Comment, Comments, HandedInList, Joined, Membership, OpenedSubmission } from '../protocol/classes.ts'
import { asMember, codeOf, TestSchool } from '../test-classes.ts'
import { WITHIN } from '../test-server.ts'

let school: TestSchool
beforeEach(async () => {
  school = await TestSchool.open()
})
afterEach(() => school[Symbol.asyncDispose]())

it('makes a class, and lets whoever has its key see and change it', async () => {
  expect(school.own.code).toMatch(new RegExp(`^[${CODE_LETTERS}]{6}$`))
  const view = ClassView.parse(await (await school.teach('')).json())
  expect(view).toMatchObject({ id: school.own.id, title: 'Year 9', code: school.own.code, open: true })
  expect(view.exercises.map(({ slug }) => slug)).toEqual(['hello', 'sum', 'loop'])
  expect(JSON.stringify(await school.server.store.classes.records())).not.toContain(school.own.key)

  const changed = await school.teach('', { method: 'PATCH', body: { title: ' Year  10 ', choices: [{ course: 'first' }] } })
  expect(await changed.json()).toMatchObject({ title: 'Year 10', choices: [{ course: 'first' }] })
  const unknown = await school.teach('', { method: 'PATCH', body: { choices: [{ exercise: 'nothing-such' }] } })
  expect([unknown.status, await unknown.json()]).toMatchObject([400, { detail: expect.stringContaining('nothing-such') }])
})

it('lets students in by the code, however it is typed, each name once', async () => {
  const ada = Joined.parse(
    await (
      await school.ask('/join', {
        body: { code: ` ${school.own.code.slice(0, 3).toLowerCase()}-${school.own.code.slice(3)} `, name: '  Ada \u202e Lovelace ' },
      })
    ).json(),
  )
  expect(ada).toMatchObject({ class: { id: school.own.id, title: 'Year 9' }, name: 'Ada Lovelace' })
  expect(Membership.parse(await (await school.ask('/member', { headers: asMember(ada.token) })).json())).toEqual({
    class: ada.class,
    member: ada.member,
    name: 'Ada Lovelace',
    exercises: ['hello', 'sum', 'loop'],
    progress: [],
    commented: [],
  })
  expect(await codeOf(await school.ask('/join', { body: { code: school.own.code, name: 'ADA LOVELACE' } }))).toEqual([409, 'name_taken'])
  for (const name of ['', ' \u200b ', 'x'.repeat(41)])
    expect(await codeOf(await school.ask('/join', { body: { code: school.own.code, name } }))).toEqual([400, 'bad_message'])
  expect(JSON.stringify(await school.server.store.members.ofClass(school.own.id))).not.toContain(ada.token)
})

it('lets nobody in while it is closed, nor by the code before', async () => {
  await school.teach('', { method: 'PATCH', body: { open: false } })
  expect(await codeOf(await school.ask('/join', { body: { code: school.own.code, name: 'Ada' } }))).toEqual([403, 'class_closed'])
  await school.teach('', { method: 'PATCH', body: { open: true } })
  const renewed = ClassView.parse(await (await school.teach('/code', { method: 'POST' })).json())
  expect(renewed.code).not.toBe(school.own.code)
  expect(await codeOf(await school.ask('/join', { body: { code: school.own.code, name: 'Ada' } }))).toEqual([404, 'not_found'])
  await school.join('Ada', { ...school.own, code: renewed.code })
})

it('lets a student back in on another device, once', async () => {
  const ada = await school.join('Ada')
  const { key } = (await (await school.teach(`/members/${ada.member}/return`, { method: 'POST' })).json()) as { key: string }
  expect((await school.ask('/member', { headers: asMember(ada.token) })).status).toBe(200)
  const token = 't'.repeat(43)
  const comeBack = (body: object) => school.ask('/join/return', { body })
  expect(await codeOf(await comeBack({ key }))).toEqual([400, 'bad_message'])
  const back = Joined.parse(await (await comeBack({ key, token })).json())
  expect(back).toEqual({ member: ada.member, name: 'Ada', class: { id: school.own.id, title: back.class.title }, token })
  // An answer that got lost is asked for again, by whoever asked before.
  expect(Joined.parse(await (await comeBack({ key, token })).json())).toEqual(back)
  expect(await codeOf(await comeBack({ key, token: 'u'.repeat(43) }))).toEqual([404, 'not_found'])
  expect(await codeOf(await school.ask('/member', { headers: asMember(ada.token) }))).toEqual([403, 'bad_key'])
  expect((await school.ask('/member', { headers: asMember(back.token) })).status).toBe(200)
})

it('tells a teacher at once who is on what and how it goes, and no more often than twice a second', async () => {
  const ada = await school.join('Ada')
  using watching = await school.watch()
  await vi.waitFor(() => expect(watching.row('Ada')).toMatchObject({ here: true, current: null, cells: [] }), WITHIN)
  const ben = await school.join('Ben')
  await school.ask('/member/presence', { body: { slug: 'sum' }, headers: asMember(ben.token) })
  await school.handIn(ada, 'wrong')
  await school.handIn(ada, 'right')
  await school.handIn(ben, 'wrong', 'sum')
  await vi.waitFor(
    () =>
      expect([watching.row('Ada'), watching.row('Ben')]).toMatchObject([
        { cells: [{ slug: 'hello', attempts: 2, passed: true, points: 10, maxPoints: 10 }] },
        { here: true, current: 'sum', cells: [{ slug: 'sum', attempts: 1, passed: false, points: 0 }] },
      ]),
    WITHIN,
  )
  const [before, startMs] = [watching.events.length, performance.now()]
  for (let count = 0; count < 30; count++) {
    await school.ask('/member/presence', { body: { slug: count % 2 === 0 ? 'hello' : 'loop' }, headers: asMember(ben.token) })
  }
  await vi.waitFor(() => expect(watching.row('Ben')?.current).toBe('loop'), WITHIN)
  expect(watching.events.length - before).toBeLessThanOrEqual((performance.now() - startMs) / 500 + 2)

  await school.teach('', { method: 'PATCH', body: { title: 'Year 10' } })
  await school.teach(`/members/${ben.member}`, { method: 'DELETE' })
  await vi.waitFor(() => expect(watching.events).toContainEqual({ type: 'gone', members: [ben.member] }), WITHIN)
  expect(watching.events).toContainEqual(expect.objectContaining({ type: 'class', class: expect.objectContaining({ title: 'Year 10' }) }))
  await school.teach('', { method: 'DELETE' })
  await vi.waitFor(() => expect([watching.events.at(-1)?.type, watching.ended]).toEqual(['deleted', true]), WITHIN)
})

it('is watched on a few pages at a time, and again when one of them is closed', async () => {
  const pages = []
  for (let count = 0; count < 8; count++) pages.push(await school.watch())
  expect(await codeOf(await school.teach('/live'))).toEqual([429, 'too_busy'])
  pages.pop()?.[Symbol.dispose]()
  await vi.waitFor(async () => void pages.push(await school.watch()), WITHIN)
  for (const page of pages) page[Symbol.dispose]()
})

it('opens what a student has handed in, and tells the student what the teacher says of it', async () => {
  const [ada, ben] = [await school.join('Ada'), await school.join('Ben')]
  const [first, second] = [await school.handIn(ada, 'wrong'), await school.handIn(ada, 'right')]
  await school.handIn(ada, 'wrong', 'sum')
  const { submissions } = HandedInList.parse(await (await school.teach(`/members/${ada.member}/submissions?slug=hello`)).json())
  expect(submissions.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted())
  const said = Comment.parse(
    await (await school.teach(`/submissions/${first.id}/comments`, { body: { text: 'Look at\nline 1.\u0000' } })).json(),
  )
  const opened = OpenedSubmission.parse(await (await school.teach(`/submissions/${first.id}`)).json())
  expect(opened).toMatchObject({
    member: { id: ada.member, name: 'Ada' },
    submission: { slug: 'hello', files: [{ name: 'main.txt', content: 'wrong' }], grading: { status: 'fail' }, problem: null },
    comments: [{ text: 'Look at\nline 1.', submission: first.id }],
  })
  const { progress } = Membership.parse(await (await school.ask('/member', { headers: asMember(ada.token) })).json())
  expect(progress.find(({ slug }) => slug === 'hello')).toMatchObject({ attempts: 2, solved: { [second.language]: second.id } })
  expect(progress.find(({ slug }) => slug === 'sum')).toMatchObject({ attempts: 1, solved: {} })
  const commentsOf = async (student: Joined, slug: string) =>
    Comments.parse(await (await school.ask(`/member/comments?slug=${slug}`, { headers: asMember(student.token) })).json()).comments
  expect(await commentsOf(ada, 'hello')).toEqual([said])
  expect(await commentsOf(ada, 'sum')).toEqual([])
  expect(await commentsOf(ben, 'hello')).toEqual([])
  const commentedOf = async (student: Joined) =>
    Membership.parse(await (await school.ask('/member', { headers: asMember(student.token) })).json()).commented
  expect([await commentedOf(ada), await commentedOf(ben)]).toEqual([[{ slug: 'hello', lastMs: said.createdMs }], []])
  for (const text of ['', ' \n', 'x'.repeat(4001)])
    expect((await school.teach(`/submissions/${first.id}/comments`, { body: { text } })).status).toBe(400)
  expect((await school.teach(`/submissions/${second.id}/comments/${said.id}`, { method: 'DELETE' })).status).toBe(404)
  expect((await school.teach(`/submissions/${first.id}/comments/${said.id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await commentsOf(ada, 'hello')).toEqual([])
})

it('bounds the comments on a submission', async () => {
  const { id } = await school.handIn(await school.join('Ada'), 'wrong')
  for (let count = 0; count < 50; count++)
    expect((await school.teach(`/submissions/${id}/comments`, { body: { text: 'x' } })).status).toBe(201)
  const refused = await school.teach(`/submissions/${id}/comments`, { body: { text: 'x' } })
  expect([refused.status, await refused.json()]).toMatchObject([400, { detail: expect.stringContaining('50 comments') }])
})

it('gives the results as a table', async () => {
  const ada = await school.join('=HYPERLINK("http://evil.example")')
  await school.join('Bén, "the" second')
  await school.handIn(ada, 'right')
  await school.handIn(ada, 'wrong', 'sum')
  const answer = await school.teach('/results.csv')
  expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
    'text/csv; charset=utf-8; header=present',
    `attachment; filename="class-${school.own.id}.csv"`,
  ])
  const [head, first, second] = parseCsv(await answer.text())
  expect(head?.slice(0, 9)).toEqual([
    'Name',
    'Joined (UTC)',
    'Last seen (UTC)',
    'Solved',
    'Points',
    'Out of',
    'The hello: points',
    'The hello: out of',
    'The hello: attempts',
  ])
  expect([first?.[0], ...(first?.slice(3) ?? [])]).toEqual([
    '\'=HYPERLINK("http://evil.example")',
    '1',
    '10',
    '30',
    '10',
    '10',
    '1',
    '0',
    '10',
    '1',
    '',
    '10',
    '0',
  ])
  expect(second?.[0]).toBe('Bén, "the" second')
  const bytes = new Uint8Array(await (await school.teach('/results.csv?bom=1')).arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

it('deletes a student with all that is kept of them, and nothing of others', async () => {
  const [ada, ben] = [await school.join('Ada'), await school.join('Ben')]
  const [of, other] = [await school.handIn(ada, 'the secret of Ada'), await school.handIn(ben, 'right')]
  await school.teach(`/submissions/${of.id}/comments`, { body: { text: 'Well done, Ada' } })
  expect((await school.teach(`/members/${ada.member}`, { method: 'DELETE' })).status).toBe(204)
  expect(await school.server.store.members.find(ada.member)).toBeNull()
  expect(await school.server.store.submissions.read(of.id)).toBeNull()
  expect(await school.server.store.comments.of({ submission: of.id })).toEqual([])
  expect((await school.ask(`/submissions/${of.id}`)).status).toBe(404)
  expect(await codeOf(await school.ask('/member', { headers: asMember(ada.token) }))).toEqual([403, 'bad_key'])
  expect((await school.teach(`/submissions/${other.id}`)).status).toBe(200)
  expect((await school.teach(`/members/${ada.member}`, { method: 'DELETE' })).status).toBe(404)
  await school.join('Ada')
})

it('deletes a class with everything that is kept of it', async () => {
  const ada = await school.join('Ada')
  const { id } = await school.handIn(ada, 'right')
  expect((await school.teach('', { method: 'DELETE' })).status).toBe(204)
  expect(await codeOf(await school.teach(''))).toEqual([403, 'bad_key'])
  expect([
    await school.server.store.classes.find(school.own.id),
    await school.server.store.members.find(ada.member),
    await school.server.store.submissions.read(id),
  ]).toEqual([null, null, null])
})
