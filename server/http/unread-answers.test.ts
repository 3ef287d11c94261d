import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FakeGrader } from '../exercises/fake-grader.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { testFolder } from '../exercises/test-folders.ts'
import { silentLogger } from '../platform/logger.ts'
import type { Joined } from '../protocol/classes.ts'
import { Grading, Submission } from '../protocol/exercise.ts'
import { asMember, bearer, codeOf, solution, TestSchool } from '../test-classes.ts'
import { COMPILED, SCRIPT, startTestServer, WITHIN } from '../test-server.ts'

type Headers = Readonly<Record<string, string>>

const toRequest = (path: string, headers: Headers = {}, body: string | null = null): string => {
  const about: Headers = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ host: '127.0.0.1', ...about, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${body === null ? 'GET' : 'POST'} /api/v1${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`
}

const sockets: Socket[] = []
let school: TestSchool
beforeEach(async () => {
  school = await TestSchool.open()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await school[Symbol.asyncDispose]()
})

/** Asks, and takes no more of the answer than its beginning. Gives the status. */
async function askUnread(path: string, headers: Headers = {}, body: string | null = null): Promise<number> {
  const socket = connect(school.server.port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  socket.write(toRequest(path, headers, body))
  const [head] = (await once(socket, 'data')) as [Buffer]
  socket.pause()
  return Number(head.toString('latin1').split(' ')[1])
}

/** Watches, and takes no more of what is told than its beginning. */
async function watchUnread(path: string, headers: Headers): Promise<'told' | 'cut off'> {
  const socket = connect(school.server.port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  socket.write(toRequest(path, headers))
  const told = once(socket, 'data').then(() => 'told' as const)
  const first = await Promise.race([told, once(socket, 'close').then(() => 'cut off' as const)])
  socket.pause()
  return first
}

async function askUnreadTimes(times: number, ...asked: Parameters<typeof askUnread>): Promise<readonly number[]> {
  const statuses = []
  for (let time = 0; time < times; time++) statuses.push(await askUnread(...asked))
  return statuses
}

/** Asks so many times at once, and then reads. Gives how often that was answered with each status. */
async function askAtOnce(times: number, path: string, port: number): Promise<Record<string, number>> {
  const socket = connect(port, '127.0.0.1')
  socket.write(toRequest(path).repeat(times - 1) + toRequest(path, { connection: 'close' }))
  const counts: Record<string, number> = {}
  const all = Buffer.concat(await socket.toArray()).toString('latin1')
  for (const [, status = ''] of all.matchAll(/HTTP\/1\.1 (\d+) /g)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** A submission that is told in nearly 6 MB. */
async function handInLarge(student: Joined): Promise<string> {
  const large = { name: 'large.bin', content: Buffer.alloc(4_194_200, 'x').toString('base64'), encoding: 'base64' }
  const files = [...solution('right').files, large]
  const made = await school.ask('/exercises/hello/submissions', { body: { language: 'script', files }, headers: asMember(student.token) })
  return Submission.parse(await made.json()).id
}

const FIVE_OF_EIGHT = [...Array(5).fill(200), ...Array(3).fill(429)]

it('lets so much of a class wait for one address, and no more until it is fetched', async () => {
  const ada = await school.join('Ada')
  const path = `/submissions/${await handInLarge(ada)}`
  expect(await askUnreadTimes(8, `/classes/${school.own.id}${path}`, bearer(school.own.key))).toEqual(FIVE_OF_EIGHT)
  // Nor the rest of what may be large, nor by another class.
  const other = await school.makeClass('Other')
  const more = await handInLarge(await school.join('Ben', other))
  expect(await codeOf(await school.teach(`/submissions/${more}`, {}, other))).toEqual([429, 'too_busy'])
  for (const socket of sockets.splice(0)) socket.destroy()
  await vi.waitFor(async () => expect((await school.teach(path)).status).toBe(200), WITHIN)
  expect((await school.teach('/results.csv')).status).toBe(200)
})

it('counts the table of a class and what students are told as well', async () => {
  const ada = await school.join('Ada')
  const large = 'é'.repeat(3_400_000)
  vi.spyOn(school.server.store.comments, 'of').mockResolvedValue([
    { id: 'A'.repeat(16), submission: (await school.handIn(ada, 'right')).id, member: ada.member, text: large, createdMs: 1 },
  ])
  const comments = await askUnreadTimes(8, '/member/comments?slug=hello', asMember(ada.token))
  expect([comments.at(0), comments.at(-1)]).toEqual([200, 429])
  for (const socket of sockets.splice(0)) socket.destroy()
  const { members } = school.server.store
  const [row] = await members.ofClass(school.own.id)
  vi.spyOn(members, 'ofClass').mockResolvedValue(row ? [{ ...row, name: large }] : [])
  const table = `/classes/${school.own.id}/results.csv`
  await vi.waitFor(async () => expect(await askUnread(table, bearer(school.own.key))).toBe(200), WITHIN)
  expect((await askUnreadTimes(7, table, bearer(school.own.key))).at(-1)).toBe(429)
})

it('counts what a student is told of their class, and of what they hand in', async () => {
  const ada = await school.join('Ada')
  const { comments, submissions } = school.server.store
  vi.spyOn(comments, 'commentedOf').mockResolvedValue([{ slug: 'x'.repeat(6_800_000), lastMs: 1 }])
  expect(await askUnreadTimes(5, '/member', asMember(ada.token))).toEqual([200, 200, 200, 200, 429])
  for (const socket of sockets.splice(0)) socket.destroy()
  const asked = { headers: { ...asMember(ada.token), 'idempotency-key': 'a-key-of-16-letters' }, body: JSON.stringify(solution('right')) }
  const { id } = Submission.parse(await (await school.ask('/exercises/hello/submissions', { ...asked, body: solution('right') })).json())
  // It is told again as often as it is sent.
  const kept = await submissions.read(id)
  const grading = { ...Grading.parse(JSON.parse(kept?.grading ?? '')), message: 'x'.repeat(6_800_000) }
  if (kept) vi.spyOn(submissions, 'add').mockResolvedValue({ ...kept, grading: JSON.stringify(grading) })
  const again = await askUnreadTimes(5, '/exercises/hello/submissions', asked.headers, asked.body)
  expect(again).toEqual([201, 201, 201, 201, 429])
})

it('counts what is told of a class while it is watched, until that is read', async () => {
  const ada = await school.join('Ada')
  const { members } = school.server.store
  const [row] = await members.ofClass(school.own.id)
  if (!row) throw new Error('nobody is there')
  const bytes = 14_000_000
  let name = 'é'.repeat(bytes / 2)
  vi.spyOn(members, 'ofClass').mockImplementation(async () => [{ ...row, name }])
  const path = `/classes/${school.own.id}/live`
  const stop = new AbortController()
  const asked = { headers: bearer(school.own.key), signal: stop.signal }
  const reader = (await fetch(`http://127.0.0.1:${school.server.port}/api/v1${path}`, asked)).body?.getReader()
  for (let [events, read] = [1, 0]; events <= 4; events++) {
    while (read < events * bytes) {
      const { value } = (await reader?.read()) ?? {}
      if (!value) throw new Error('one who reads is cut off')
      read += value.length
    }
    name = `${events} ${name}`
    await school.ask('/member/presence', { body: { slug: null }, headers: asMember(ada.token) })
  }
  stop.abort()
  const watch = () => watchUnread(path, bearer(school.own.key))
  await vi.waitFor(async () => expect(await watch()).toBe('told'), WITHIN)
  expect([await watch(), await watch()]).toEqual(['told', 'cut off'])
  for (const socket of sockets.splice(0)) socket.destroy()
  await vi.waitFor(async () => expect(await watch()).toBe('told'), WITHIN)
})

it('lets so much of an exercise wait for one address', async () => {
  const bytes = Buffer.alloc(2_000_000, 0xff)
  const parts = { starter: '# write\n', solution: 'right\n' }
  await using folder = await testFolder({
    'first/course.yaml': 'title: First\ndescription: Steps.\nsections:\n  - {title: All, exercises: [large]}\n',
    'first/large/exercise.md': '---\ntitle: Large\nlanguage: script\nsolution: always\n---\n\nLook: ![](files/a.png)\n',
    'first/large/files/a.png': bytes,
    'first/large/tests/tests.yaml': '- name: works\n  stdout: "Hello\\n"\n',
    ...Object.fromEntries(Object.entries(parts).map(([part, text]) => [`first/large/${part}/main.txt`, text])),
    'first/large/solution/a.bin': bytes,
  })
  const catalogue = await loadCatalogue({ folders: [folder.path], languages: [SCRIPT, COMPILED], log: silentLogger(), rescanMs: 0 })
  const ask = async (path: string) => {
    await using server = await startTestServer({}, silentLogger(), { catalogue, grader: () => new FakeGrader() })
    return await askAtOnce(20, path, server.port)
  }
  expect(await ask('/exercises/large/solution?language=script')).toEqual({ 200: 12, 429: 8 })
  expect(await ask('/exercises/large/files/a.png')).toEqual({ 200: 16, 429: 4 })
})
