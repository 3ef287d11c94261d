import { afterEach, beforeEach, expect, it } from 'vitest'
import { Comment } from '../protocol/classes.ts'
import { asMember, bearer, codeOf, solution, TestSchool } from '../test-classes.ts'

let school: TestSchool
beforeEach(async () => {
  school = await TestSchool.open()
})
afterEach(() => school[Symbol.asyncDispose]())

it('bounds how many codes one address tries, right or wrong after that', async () => {
  const guess = (code: string) => school.ask('/join', { body: { code, name: 'Eve' } })
  for (let count = 0; count < 60; count++) expect((await guess('222222')).status).toBe(404)
  const refused = await guess('222223')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  expect((await guess(school.own.code)).status).toBe(429)
})

it('bounds them when they are tried at the same time', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => school.ask('/join', { body: { code: '222222', name: 'Eve' } })))
  expect(answers.filter(({ status }) => status === 404).length).toBeLessThanOrEqual(60)
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(40)
})

it('bounds how many classes one address makes', async () => {
  const statuses = []
  for (let count = 0; count < 10; count++) statuses.push((await school.ask('/classes', { body: { title: 'More' } })).status)
  expect(statuses).toEqual([...Array(9).fill(201), 429])
})

it('bounds how many classes come from all the networks that one provider gives to one place', async () => {
  await using other = await TestSchool.open({ proxies: 1 })
  const make = async (address: string) =>
    (await other.ask('/classes', { body: { title: 'More' }, headers: { 'x-forwarded-for': address } })).status
  const statuses = []
  for (let count = 0; count < 41; count++) statuses.push(await make(`2001:db8:1:${count}::1`))
  expect(statuses).toEqual([...Array(40).fill(201), 429])
  expect(await make('2001:db8:2::1')).toBe(201)
})

it('takes no page of another site for its own', async () => {
  const headers = { origin: 'https://evil.example' }
  expect(await codeOf(await school.ask('/classes', { body: { title: 'x' }, headers }))).toEqual([403, 'bad_origin'])
  expect(await codeOf(await school.ask('/join', { body: { code: school.own.code, name: 'x' }, headers }))).toEqual([403, 'bad_origin'])
})

it('opens a class to its own key alone', async () => {
  const other = await school.makeClass('Theirs')
  const [ada, theirs] = [await school.join('Ada'), await school.join('Ben', other)]
  const [submission, foreign] = [await school.handIn(ada, 'right'), await school.handIn(theirs, 'right')]
  const nobody = await school.handIn(null, 'right')
  const said = Comment.parse(await (await school.teach(`/submissions/${submission.id}/comments`, { body: { text: 'x' } })).json())
  const routes: readonly (readonly [string, Parameters<TestSchool['ask']>[1]])[] = [
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
      expect(await codeOf(await school.ask(`/classes/${school.own.id}${path}`, { ...options, headers: bearer(key) })), path).toEqual([
        403,
        'bad_key',
      ])
    expect(await codeOf(await school.ask(`/classes/${school.own.id}${path}`, { ...options, headers: asMember(ada.token) })), path).toEqual([
      401,
      'no_key',
    ])
  }
  // One's own class does not lead to what is another's, nor does what is nobody's belong to it.
  for (const id of [foreign.id, nobody.id, 'A'.repeat(22), 'x']) {
    expect(await codeOf(await school.teach(`/submissions/${id}`))).toEqual([404, 'not_found'])
    expect(await codeOf(await school.teach(`/submissions/${id}/comments`, { body: { text: 'x' } }))).toEqual([404, 'not_found'])
  }
  for (const id of [theirs.member, 'A'.repeat(16), 'x']) {
    const path = `/members/${encodeURIComponent(id)}`
    expect((await school.teach(path, { method: 'DELETE' })).status).toBe(404)
    expect((await school.teach(`${path}/return`, { method: 'POST' })).status).toBe(404)
    expect((await school.teach(`${path}/submissions?slug=hello`)).status).toBe(404)
  }
  expect((await school.teach('')).status).toBe(200)
  expect(await school.server.store.members.find(theirs.member)).not.toBeNull()
})

it('lets nobody be a student by a key that is none of theirs', async () => {
  const ada = await school.join('Ada')
  for (const [path, options] of [
    ['/member', {}],
    ['/member/presence', { body: { slug: null } }],
    ['/member/comments?slug=hello', {}],
  ] as const) {
    expect(await codeOf(await school.ask(path, options))).toEqual([401, 'no_key'])
    for (const token of [school.own.key, 'x'.repeat(43)])
      expect(await codeOf(await school.ask(path, { ...options, headers: asMember(token) }))).toEqual([403, 'bad_key'])
    expect(await codeOf(await school.ask(path, { ...options, headers: bearer(ada.token) }))).toEqual([401, 'no_key'])
  }
  expect((await school.ask('/exercises/hello/submissions', { body: solution('right'), headers: asMember('x'.repeat(43)) })).status).toBe(
    403,
  )
})

it('bounds what one student asks for, and not the others of the same address', async () => {
  const [ada, ben] = [await school.join('Ada'), await school.join('Ben')]
  const statuses = await Promise.all(
    Array.from({ length: 150 }, async () => (await school.ask('/member', { headers: asMember(ada.token) })).status),
  )
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(60)
  expect((await school.ask('/member', { headers: asMember(ben.token) })).status).toBe(200)
})
