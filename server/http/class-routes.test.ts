import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseCsv } from '../classes/test-csv.ts'
import { FakeGrader } from '../exercises/fake-grader.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { type TestFolder, testFolder } from '../exercises/test-folders.ts'
import { silentLogger } from '../platform/logger.ts'
import {
  ClassView,
  CODE_LETTERS,
  Comment,
  Comments,
  HandedInList,
  Joined,
  LiveEvent,
  type MemberRow,
  Membership,
  NewClass,
  OpenedSubmission,
} from '../protocol/classes.ts'
import { Submission } from '../protocol/exercise.ts'
import { COMPILED, SCRIPT, startTestServer, type TestServer } from '../test-server.ts'

const exercise = (slug: string) => ({
  [`first/${slug}/exercise.md`]: `---\ntitle: The ${slug}\nlanguage: script\n---\n\nDo it.\n`,
  [`first/${slug}/starter/main.txt`]: '# write\n',
  [`first/${slug}/solution/main.txt`]: 'right\n',
  [`first/${slug}/tests/tests.yaml`]: '- name: works\n  stdout: "Hello\\n"\n',
})
const FILES = {
  'first/course.yaml':
    'title: First\ndescription: Steps.\nsections:\n  - {title: A, exercises: [hello, sum]}\n  - {title: B, exercises: [loop]}\n',
  ...exercise('hello'),
  ...exercise('sum'),
  ...exercise('loop'),
}

let folder: TestFolder
let server: TestServer
let own: NewClass
beforeEach(async () => {
  folder = await testFolder(FILES)
  const catalogue = await loadCatalogue({ folders: [folder.path], languages: [SCRIPT, COMPILED], log: silentLogger(), rescanMs: 0 })
  server = await startTestServer({}, silentLogger(), { catalogue, grader: () => new FakeGrader() })
  own = await makeClass()
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

type Options = { method?: string; body?: unknown; headers?: Record<string, string> }
const ask = (path: string, { method, body, headers = {} }: Options = {}) =>
  fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const asMember = (token: string) => ({ 'glovebox-member': token })
/** Asks for something of a class as its teacher. */
const teach = (path: string, options: Options = {}, made = own) =>
  ask(`/classes/${made.id}${path}`, { ...options, headers: { ...bearer(made.key), ...options.headers } })

async function makeClass(title = 'Year 9'): Promise<NewClass> {
  const answer = await ask('/classes', { body: { title, choices: [{ course: 'first', section: 'A' }, { exercise: 'loop' }] } })
  expect(answer.status).toBe(201)
  return NewClass.parse(await answer.json())
}
async function join(name: string, made = own): Promise<Joined> {
  const answer = await ask('/join', { body: { code: made.code, name } })
  expect(answer.status, name).toBe(201)
  return Joined.parse(await answer.json())
}
async function handIn(student: Joined, content: string, slug = 'hello'): Promise<Submission> {
  const body = { language: 'script', files: [{ name: 'main.txt', content }] }
  const answer = await ask(`/exercises/${slug}/submissions`, { body, headers: asMember(student.token) })
  expect(answer.status).toBe(201)
  return Submission.parse(await answer.json())
}
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]

/** What a teacher's page has been told, and what it makes of that. */
class Watching implements Disposable {
  readonly events: LiveEvent[] = []
  readonly #stop = new AbortController()
  ended = false

  static async start(made: NewClass): Promise<Watching> {
    const watching = new Watching()
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/classes/${made.id}/live`, {
      headers: bearer(made.key),
      signal: watching.#stop.signal,
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    void watching.#read(answer.body as ReadableStream<Uint8Array>).catch(() => {})
    return watching
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.events.push(LiveEvent.parse(JSON.parse(line)))
    }
    this.ended = true
  }

  row(name: string): MemberRow | undefined {
    const rows = this.events.flatMap(event => (event.type === 'all' || event.type === 'members' ? event.members : []))
    return rows.findLast(row => row.name === name)
  }

  [Symbol.dispose](): void {
    this.#stop.abort()
  }
}

it('makes a class, and lets whoever has its key see and change it', async () => {
  expect(own.code).toMatch(new RegExp(`^[${CODE_LETTERS}]{6}$`))
  const view = ClassView.parse(await (await teach('')).json())
  expect(view).toMatchObject({ id: own.id, title: 'Year 9', code: own.code, open: true })
  expect(view.exercises.map(({ slug }) => slug)).toEqual(['hello', 'sum', 'loop'])
  expect(JSON.stringify(await server.store.classes.records())).not.toContain(own.key)

  const changed = await teach('', { method: 'PATCH', body: { title: ' Year  10 ', choices: [{ course: 'first' }] } })
  expect(await changed.json()).toMatchObject({ title: 'Year 10', choices: [{ course: 'first' }] })
  const unknown = await teach('', { method: 'PATCH', body: { choices: [{ exercise: 'nothing-such' }] } })
  expect([unknown.status, await unknown.json()]).toMatchObject([400, { detail: expect.stringContaining('nothing-such') }])
})

it('lets students in by the code, however it is typed, each name once', async () => {
  const ada = Joined.parse(
    await (
      await ask('/join', { body: { code: ` ${own.code.slice(0, 3).toLowerCase()}-${own.code.slice(3)} `, name: '  Ada \u202e Lovelace ' } })
    ).json(),
  )
  expect(ada).toMatchObject({ class: { id: own.id, title: 'Year 9' }, name: 'Ada Lovelace' })
  expect(Membership.parse(await (await ask('/member', { headers: asMember(ada.token) })).json())).toEqual({
    class: ada.class,
    member: ada.member,
    name: 'Ada Lovelace',
    exercises: ['hello', 'sum', 'loop'],
  })
  expect(await codeOf(await ask('/join', { body: { code: own.code, name: 'ADA LOVELACE' } }))).toEqual([409, 'name_taken'])
  for (const name of ['', ' \u200b ', 'x'.repeat(41)])
    expect(await codeOf(await ask('/join', { body: { code: own.code, name } }))).toEqual([400, 'bad_message'])
  expect(JSON.stringify(await server.store.members.ofClass(own.id))).not.toContain(ada.token)
})

it('lets nobody in while it is closed, nor by the code before', async () => {
  await teach('', { method: 'PATCH', body: { open: false } })
  expect(await codeOf(await ask('/join', { body: { code: own.code, name: 'Ada' } }))).toEqual([403, 'class_closed'])
  await teach('', { method: 'PATCH', body: { open: true } })
  const renewed = ClassView.parse(await (await teach('/code', { method: 'POST' })).json())
  expect(renewed.code).not.toBe(own.code)
  expect(await codeOf(await ask('/join', { body: { code: own.code, name: 'Ada' } }))).toEqual([404, 'not_found'])
  await join('Ada', { ...own, code: renewed.code })
})

it('lets a student back in on another device, once', async () => {
  const ada = await join('Ada')
  const { key } = (await (await teach(`/members/${ada.member}/return`, { method: 'POST' })).json()) as { key: string }
  expect((await ask('/member', { headers: asMember(ada.token) })).status).toBe(200)
  const back = Joined.parse(await (await ask('/join/return', { body: { key } })).json())
  expect(back).toMatchObject({ member: ada.member, name: 'Ada', class: { id: own.id } })
  expect(await codeOf(await ask('/join/return', { body: { key } }))).toEqual([404, 'not_found'])
  expect(await codeOf(await ask('/member', { headers: asMember(ada.token) }))).toEqual([403, 'bad_key'])
  expect((await ask('/member', { headers: asMember(back.token) })).status).toBe(200)
})

it('bounds how many codes one address tries, right or wrong after that', async () => {
  const guess = (code: string) => ask('/join', { body: { code, name: 'Eve' } })
  for (let count = 0; count < 60; count++) expect((await guess('222222')).status).toBe(404)
  const refused = await guess('222223')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  expect((await guess(own.code)).status).toBe(429)
})

it('bounds how many classes one address makes', async () => {
  const statuses = []
  for (let count = 0; count < 10; count++) statuses.push((await ask('/classes', { body: { title: 'More' } })).status)
  expect(statuses).toEqual([...Array(9).fill(201), 429])
})

it('takes no page of another site for its own', async () => {
  const headers = { origin: 'https://evil.example' }
  expect(await codeOf(await ask('/classes', { body: { title: 'x' }, headers }))).toEqual([403, 'bad_origin'])
  expect(await codeOf(await ask('/join', { body: { code: own.code, name: 'x' }, headers }))).toEqual([403, 'bad_origin'])
})

it('tells a teacher at once who is on what and how it goes, and no more often than twice a second', async () => {
  const ada = await join('Ada')
  using watching = await Watching.start(own)
  await vi.waitFor(() => expect(watching.row('Ada')).toMatchObject({ here: true, current: null, cells: [] }))
  const ben = await join('Ben')
  await ask('/member/presence', { body: { slug: 'sum' }, headers: asMember(ben.token) })
  await handIn(ada, 'wrong')
  await handIn(ada, 'right')
  await handIn(ben, 'wrong', 'sum')
  await vi.waitFor(() =>
    expect([watching.row('Ada'), watching.row('Ben')]).toMatchObject([
      { cells: [{ slug: 'hello', attempts: 2, passed: true, points: 10, maxPoints: 10 }] },
      { here: true, current: 'sum', cells: [{ slug: 'sum', attempts: 1, passed: false, points: 0 }] },
    ]),
  )
  const before = watching.events.length
  for (let count = 0; count < 30; count++) {
    await ask('/member/presence', { body: { slug: count % 2 === 0 ? 'hello' : 'loop' }, headers: asMember(ben.token) })
  }
  await vi.waitFor(() => expect(watching.row('Ben')?.current).toBe('loop'))
  expect(watching.events.length - before).toBeLessThan(12)

  await teach('', { method: 'PATCH', body: { title: 'Year 10' } })
  await teach(`/members/${ben.member}`, { method: 'DELETE' })
  await vi.waitFor(() => expect(watching.events).toContainEqual({ type: 'gone', members: [ben.member] }))
  expect(watching.events).toContainEqual(expect.objectContaining({ type: 'class', class: expect.objectContaining({ title: 'Year 10' }) }))
  await teach('', { method: 'DELETE' })
  await vi.waitFor(() => expect([watching.events.at(-1)?.type, watching.ended]).toEqual(['deleted', true]))
})

it('is watched on a few pages at a time, and again when one of them is closed', async () => {
  const pages = []
  for (let count = 0; count < 8; count++) pages.push(await Watching.start(own))
  expect(await codeOf(await teach('/live'))).toEqual([429, 'too_busy'])
  pages.pop()?.[Symbol.dispose]()
  await vi.waitFor(async () => void pages.push(await Watching.start(own)))
  for (const page of pages) page[Symbol.dispose]()
})

it('opens what a student has handed in, and tells the student what the teacher says of it', async () => {
  const [ada, ben] = [await join('Ada'), await join('Ben')]
  const [first, second] = [await handIn(ada, 'wrong'), await handIn(ada, 'right')]
  await handIn(ada, 'wrong', 'sum')
  const { submissions } = HandedInList.parse(await (await teach(`/members/${ada.member}/submissions?slug=hello`)).json())
  expect(submissions.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted())
  const said = Comment.parse(await (await teach(`/submissions/${first.id}/comments`, { body: { text: 'Look at\nline 1.\u0000' } })).json())
  const opened = OpenedSubmission.parse(await (await teach(`/submissions/${first.id}`)).json())
  expect(opened).toMatchObject({
    member: { id: ada.member, name: 'Ada' },
    submission: { slug: 'hello', files: [{ name: 'main.txt', content: 'wrong' }], grading: { status: 'fail' }, problem: null },
    comments: [{ text: 'Look at\nline 1.', submission: first.id }],
  })
  const commentsOf = async (student: Joined, slug: string) =>
    Comments.parse(await (await ask(`/member/comments?slug=${slug}`, { headers: asMember(student.token) })).json()).comments
  expect(await commentsOf(ada, 'hello')).toEqual([said])
  expect(await commentsOf(ada, 'sum')).toEqual([])
  expect(await commentsOf(ben, 'hello')).toEqual([])
  for (const text of ['', ' \n', 'x'.repeat(4001)])
    expect((await teach(`/submissions/${first.id}/comments`, { body: { text } })).status).toBe(400)
  expect((await teach(`/submissions/${second.id}/comments/${said.id}`, { method: 'DELETE' })).status).toBe(404)
  expect((await teach(`/submissions/${first.id}/comments/${said.id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await commentsOf(ada, 'hello')).toEqual([])
})

it('bounds the comments on a submission', async () => {
  const { id } = await handIn(await join('Ada'), 'wrong')
  for (let count = 0; count < 50; count++) expect((await teach(`/submissions/${id}/comments`, { body: { text: 'x' } })).status).toBe(201)
  const refused = await teach(`/submissions/${id}/comments`, { body: { text: 'x' } })
  expect([refused.status, await refused.json()]).toMatchObject([400, { detail: expect.stringContaining('50 comments') }])
})

it('gives the results as a table', async () => {
  const ada = await join('=HYPERLINK("http://evil.example")')
  await join('Bén, "the" second')
  await handIn(ada, 'right')
  await handIn(ada, 'wrong', 'sum')
  const answer = await teach('/results.csv')
  expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
    'text/csv; charset=utf-8; header=present',
    `attachment; filename="class-${own.id}.csv"`,
  ])
  const [head, first, second] = parseCsv(await answer.text())
  expect(head?.slice(0, 9)).toEqual([
    'Name',
    'Joined',
    'Last seen',
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
  const bytes = new Uint8Array(await (await teach('/results.csv?bom=1')).arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

it('deletes a student with all that is kept of them, and nothing of others', async () => {
  const [ada, ben] = [await join('Ada'), await join('Ben')]
  const [of, other] = [await handIn(ada, 'the secret of Ada'), await handIn(ben, 'right')]
  await teach(`/submissions/${of.id}/comments`, { body: { text: 'Well done, Ada' } })
  expect((await teach(`/members/${ada.member}`, { method: 'DELETE' })).status).toBe(204)
  expect(await server.store.members.find(ada.member)).toBeNull()
  expect(await server.store.submissions.read(of.id)).toBeNull()
  expect(await server.store.comments.of({ submission: of.id })).toEqual([])
  expect((await ask(`/submissions/${of.id}`)).status).toBe(404)
  expect(await codeOf(await ask('/member', { headers: asMember(ada.token) }))).toEqual([403, 'bad_key'])
  expect((await teach(`/submissions/${other.id}`)).status).toBe(200)
  expect((await teach(`/members/${ada.member}`, { method: 'DELETE' })).status).toBe(404)
  await join('Ada')
})

it('deletes a class with everything that is kept of it', async () => {
  const ada = await join('Ada')
  const { id } = await handIn(ada, 'right')
  expect((await teach('', { method: 'DELETE' })).status).toBe(204)
  expect(await codeOf(await teach(''))).toEqual([403, 'bad_key'])
  expect([
    await server.store.classes.find(own.id),
    await server.store.members.find(ada.member),
    await server.store.submissions.read(id),
  ]).toEqual([null, null, null])
})

it('opens a class to its own key alone', async () => {
  const other = await makeClass('Theirs')
  const [ada, theirs] = [await join('Ada'), await join('Ben', other)]
  const [submission, foreign] = [await handIn(ada, 'right'), await handIn(theirs, 'right')]
  const nobody = await (async () => {
    const body = { language: 'script', files: [{ name: 'main.txt', content: 'right' }] }
    return Submission.parse(await (await ask('/exercises/hello/submissions', { body })).json())
  })()
  const said = Comment.parse(await (await teach(`/submissions/${submission.id}/comments`, { body: { text: 'x' } })).json())
  const routes: readonly (readonly [string, Options])[] = [
    ['', {}],
    ['', { method: 'PATCH', body: { title: 'Mine' } }],
    ['', { method: 'DELETE' }],
    ['/code', { method: 'POST' }],
    ['/live', {}],
    ['/results.csv', {}],
    [`/members/${ada.member}`, { method: 'DELETE' }],
    [`/members/${ada.member}/return`, { method: 'POST' }],
    [`/members/${ada.member}/submissions?slug=hello`, {}],
    [`/submissions/${submission.id}`, {}],
    [`/submissions/${submission.id}/comments`, { body: { text: 'x' } }],
    [`/submissions/${submission.id}/comments/${said.id}`, { method: 'DELETE' }],
  ]
  for (const [path, options] of routes) {
    // Another class's key, a student's token in either place, something like a key, and nothing.
    for (const key of [other.key, ada.token, 'x'.repeat(43)])
      expect(await codeOf(await ask(`/classes/${own.id}${path}`, { ...options, headers: bearer(key) })), path).toEqual([403, 'bad_key'])
    expect(await codeOf(await ask(`/classes/${own.id}${path}`, { ...options, headers: asMember(ada.token) })), path).toEqual([
      401,
      'no_key',
    ])
  }
  // One's own class does not lead to what is another's, nor does what is nobody's belong to it.
  for (const id of [foreign.id, nobody.id, 'A'.repeat(22), 'x']) {
    expect(await codeOf(await teach(`/submissions/${id}`))).toEqual([404, 'not_found'])
    expect(await codeOf(await teach(`/submissions/${id}/comments`, { body: { text: 'x' } }))).toEqual([404, 'not_found'])
  }
  for (const id of [theirs.member, 'A'.repeat(16), 'x']) {
    const path = `/members/${encodeURIComponent(id)}`
    expect((await teach(path, { method: 'DELETE' })).status).toBe(404)
    expect((await teach(`${path}/return`, { method: 'POST' })).status).toBe(404)
    expect((await teach(`${path}/submissions?slug=hello`)).status).toBe(404)
  }
  expect((await teach('')).status).toBe(200)
  expect(await server.store.members.find(theirs.member)).not.toBeNull()
})

it('lets nobody be a student by a key that is none of theirs', async () => {
  const ada = await join('Ada')
  for (const [path, options] of [
    ['/member', {}],
    ['/member/presence', { body: { slug: null } }],
    ['/member/comments?slug=hello', {}],
  ] as const) {
    expect(await codeOf(await ask(path, options))).toEqual([401, 'no_key'])
    for (const token of [own.key, 'x'.repeat(43)])
      expect(await codeOf(await ask(path, { ...options, headers: asMember(token) }))).toEqual([403, 'bad_key'])
    expect(await codeOf(await ask(path, { ...options, headers: bearer(ada.token) }))).toEqual([401, 'no_key'])
  }
  const body = { language: 'script', files: [{ name: 'main.txt', content: 'right' }] }
  expect((await ask('/exercises/hello/submissions', { body, headers: asMember('x'.repeat(43)) })).status).toBe(403)
})

it('bounds what one student asks for, and not the others of the same address', async () => {
  const [ada, ben] = [await join('Ada'), await join('Ben')]
  for (let count = 0; count < 60; count++) expect((await ask('/member', { headers: asMember(ada.token) })).status).toBe(200)
  expect(await codeOf(await ask('/member', { headers: asMember(ada.token) }))).toEqual([429, 'rate_limited'])
  expect((await ask('/member', { headers: asMember(ben.token) })).status).toBe(200)
})
