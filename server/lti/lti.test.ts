import { randomBytes } from 'node:crypto'
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FakeGrader } from '../exercises/fake-grader.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { type TestFolder, testFolder } from '../exercises/test-folders.ts'
import { silentLogger } from '../platform/logger.ts'
import { COMPILED, eventually, SCRIPT, startTestServer, type TestServer } from '../test-server.ts'
import { CLAIM, DEEP_LINKING } from './claims.ts'
import { asked, TestBrowser, TestPlatform, verifyTool } from './test-platform.ts'

const FILES = {
  'first/course.yaml': 'title: First\ndescription: Steps.\nsections:\n  - {title: All, exercises: [hello]}\n',
  'first/hello/exercise.md': '---\ntitle: Say <hello>\nlanguage: script\n---\n\nSay hello.\n',
  'first/hello/starter/main.txt': '# write\n',
  'first/hello/solution/main.txt': 'right\n',
  'first/hello/tests/tests.yaml': '- name: says hello\n  stdout: "Hello\\n"\n',
}

let folder: TestFolder
let server: TestServer
let platform: TestPlatform
let url: string
let browser: TestBrowser
beforeEach(async () => {
  folder = await testFolder(FILES)
  const catalogue = await loadCatalogue({ folders: [folder.path], languages: [SCRIPT, COMPILED], log: silentLogger(), rescanMs: 0 })
  server = await startTestServer({}, silentLogger(), { catalogue, grader: () => new FakeGrader() })
  url = `http://127.0.0.1:${server.port}`
  platform = await TestPlatform.start()
  await server.store.lti.register(platform.registration)
  browser = new TestBrowser(url)
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await platform[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

async function memberIn(response: Response): Promise<{ readonly path: string; readonly token: string; readonly id: string }> {
  expect(response.status, await response.clone().text()).toBe(303)
  const [, path = '', token = '', id = ''] = /^(.*)#member=(.*)&id=(.*)$/.exec(response.headers.get('location') ?? '') ?? []
  return { path, token, id }
}

function handIn(content: string, token: string): Promise<Response> {
  return fetch(`${url}/api/v1/exercises/hello/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'glovebox-member': token },
    body: JSON.stringify({ language: 'script', files: [{ name: 'main.txt', content }] }),
  })
}

it('asks the course system who it is that opens an exercise', async () => {
  for (const method of ['GET', 'POST'] as const) {
    const response = await browser.login(platform, {}, method)
    expect([response.status, response.headers.get('cache-control')]).toEqual([302, 'no-store'])
    expect(response.headers.get('location')).toContain(`${platform.url}/auth?tenant=x&`)
    expect(response.headers.get('set-cookie')).toMatch(
      /^glovebox-lti-[0-9a-f]{12}=[0-9a-f]{32}; Path=\/lti\/launch; Max-Age=600; HttpOnly; Secure; SameSite=None; Partitioned$/,
    )
    expect(asked(response)).toEqual({
      tenant: 'x',
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'glovebox',
      redirect_uri: `${url}/lti/launch`,
      login_hint: 'hint 1',
      lti_message_hint: 'hint 2',
      state: expect.any(String),
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  }
})

it('takes a student to the exercise as somebody of a class, and the score back to the grade book', async () => {
  const { path, token, id } = await memberIn(await browser.open(platform, platform.claims()))
  expect(path).toBe('/exercises/hello')
  const membership = await (await fetch(`${url}/api/v1/member`, { headers: { 'glovebox-member': token } })).json()
  expect(membership).toMatchObject({ name: 'Ada Lovelace', member: id, class: { title: 'Year 9' }, exercises: ['hello'] })

  expect((await handIn('wrong', token)).ok).toBe(true)
  await eventually(() => platform.scores.length === 1)
  expect((await handIn('right', token)).ok).toBe(true)
  await eventually(() => platform.scores.length === 2)
  const told = {
    path: '/items/7/scores?type=x',
    authorization: 'Bearer token 1',
    type: 'application/vnd.ims.lis.v1.score+json',
    body: { userId: 'ada-1815', scoreMaximum: 10, gradingProgress: 'FullyGraded', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
  }
  expect(platform.scores).toMatchObject([
    { ...told, body: { ...told.body, scoreGiven: 0, activityProgress: 'Submitted' } },
    { ...told, body: { ...told.body, scoreGiven: 10, activityProgress: 'Completed' } },
  ])
  // One token does for all, and it was asked for as RFC 7523 has it.
  expect(platform.grants).toHaveLength(1)
  expect(Object.fromEntries(platform.grants[0] ?? [])).toMatchObject({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  })
  expect(await verifyTool(platform.grants[0]?.get('client_assertion') ?? '', url)).toMatchObject({
    iss: 'glovebox',
    sub: 'glovebox',
    aud: `${platform.url}/token`,
    jti: expect.any(String),
  })
  // A worse one changes nothing.
  await handIn('wrong', token)
  await handIn('right', token)
  expect(await server.store.ltiScores.nextDueMs()).toBeNull()
  expect(platform.scores).toHaveLength(2)
})

it('knows somebody again, in one course and in none other, and whoever else comes as somebody else', async () => {
  const open = async (changes: JWTPayload = {}) => (await memberIn(await browser.open(platform, platform.claims(changes)))).token
  const first = await open()
  expect(await open({ name: 'Countess Lovelace' })).toBe(first)
  const others = [
    await open({ sub: 'other' }),
    await open({ [`${CLAIM}context`]: { id: 'course-2' } }),
    await open({ sub: 'nameless', name: undefined }),
  ]
  expect(new Set([first, ...others]).size).toBe(4)
  const names = (await server.store.members.ofClass((await server.store.classes.records())[0]?.id ?? '')).map(({ name }) => name)
  expect(names).toEqual(['Ada Lovelace', 'Ada Lovelace 2', expect.stringMatching(/^Student [0-9a-f]{6}$/)])
  // Somebody who was given another device by a link is let in here again.
  const [member] = await server.store.members.ofClass((await server.store.classes.records())[0]?.id ?? '')
  await server.store.members.allowReturn(member?.id ?? '', 'permit')
  await server.store.members.takeReturn('permit', 'of another device')
  // A link that was made after that goes on to lead in.
  await server.store.members.allowReturn(member?.id ?? '', 'next permit')
  expect(await open()).toBe(first)
  expect((await handIn('right', first)).ok).toBe(true)
  expect(await server.store.members.takeReturn('next permit', 'of a third device')).toMatchObject({ id: member?.id })
})

it('says that there is no room, and leaves nothing half made', async () => {
  const { lti, ltiScores, classes, members } = server.store
  const open = async (): Promise<void> => {
    const response = await browser.open(platform, platform.claims())
    expect([response.status, await response.text()]).toEqual([507, expect.stringContaining('no room for what comes from courses')])
  }
  vi.spyOn(lti, 'keyOr').mockResolvedValueOnce(null)
  expect((await fetch(`${url}/lti/jwks`)).status).toBe(507)
  vi.spyOn(lti, 'addClass').mockResolvedValueOnce('full')
  await open()
  expect(await classes.records()).toEqual([])
  vi.spyOn(lti, 'addMember').mockResolvedValueOnce('full')
  await open()
  const [made] = await classes.records()
  expect(await members.ofClass(made?.id ?? '')).toEqual([])
  vi.spyOn(ltiScores, 'link').mockResolvedValueOnce('full')
  await open()
  expect((await memberIn(await browser.open(platform, platform.claims()))).path).toBe('/exercises/hello')
})

it('gives one place to somebody who opens two exercises at once', async () => {
  const tokens = await Promise.all(Array.from({ length: 4 }, () => new TestBrowser(url).open(platform, platform.claims()).then(memberIn)))
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(1)
  const classes = await server.store.classes.records()
  expect([classes.length, (await server.store.members.ofClass(classes[0]?.id ?? '')).length]).toEqual([1, 1])
})

it('finds the exercise by the link, and shows all of them where it names none', async () => {
  const custom = { [`${CLAIM}custom`]: undefined }
  const target = (path: string) => ({ [`${CLAIM}target_link_uri`]: url + path })
  const open = (changes: JWTPayload) => browser.open(platform, platform.claims({ ...custom, ...changes }))
  expect((await memberIn(await open(target('/exercises/hello')))).path).toBe('/exercises/hello')
  expect((await memberIn(await open({ ...target('/'), [`${CLAIM}custom`]: { exercise: '$Unknown' } }))).path).toBe('/exercises')
  const missing = await open(target('/exercises/<script>'))
  expect([missing.status, missing.headers.get('x-frame-options')]).toEqual([404, null])
  expect(await missing.text()).toContain('There is no exercise &#34;%3Cscript%3E&#34; here.')
})

it('shows a teacher the exercise and the class, and makes no student of them', async () => {
  const roles = { [`${CLAIM}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'] }
  const response = await browser.open(platform, platform.claims(roles))
  const text = await response.text()
  const [, id, key] = /href="\/classes\/(\w+)#key=([\w-]{43})"/.exec(text) ?? []
  const seen = await fetch(`${url}/api/v1/classes/${id}`, { headers: { authorization: `Bearer ${key}` } })
  expect(await seen.json()).toMatchObject({ title: 'Year 9', exercises: [{ slug: 'hello' }] })
  expect(await server.store.members.ofClass(id ?? '')).toEqual([])
  // Only course systems show these pages in a frame.
  expect(response.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${platform.url}`)
})

it('lets a teacher choose an exercise, and tells the course system which', async () => {
  const page = await browser.open(platform, platform.choosing())
  const text = await page.text()
  expect(text).toContain('<button name="exercise" value="hello">Say &#60;hello&#62; (10 points)</button>')
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const chosen = await browser.post('/lti/choose', { ticket, exercise: 'hello' })
  const form = await chosen.text()
  expect(form).toContain(`action="${platform.url}/chosen"`)
  expect(chosen.headers.get('content-security-policy')).toContain(`form-action ${platform.url}`)
  expect(await verifyTool(/name="JWT" value="([^"]+)"/.exec(form)?.[1] ?? '', url)).toMatchObject({
    iss: 'glovebox',
    aud: platform.url,
    nonce: expect.any(String),
    [`${CLAIM}message_type`]: 'LtiDeepLinkingResponse',
    [`${CLAIM}version`]: '1.3.0',
    [`${CLAIM}deployment_id`]: '1',
    [`${DEEP_LINKING}data`]: 'opaque',
    [`${DEEP_LINKING}content_items`]: [
      {
        type: 'ltiResourceLink',
        title: 'Say <hello>',
        url: `${url}/exercises/hello`,
        custom: { exercise: 'hello' },
        lineItem: { label: 'Say <hello>', scoreMaximum: 10, resourceId: 'hello' },
      },
    ],
  })
  for (const form of [
    { ticket, exercise: 'none' },
    { ticket: 'x', exercise: 'hello' },
    { ticket: asked(await browser.login(platform)).state, exercise: 'hello' },
  ])
    expect((await browser.post('/lti/choose', form)).ok).toBe(false)
})

it('asks who it is, where the browser keeps no cookies', async () => {
  const { state, nonce } = asked(await browser.login(platform))
  const other = await new TestBrowser(url).launch(state, await platform.sign({ nonce, ...platform.claims() }))
  expect(other.status).toBe(200)
  const text = await other.text()
  expect(text).toContain('You go on as Ada Lovelace')
  expect(text).toMatch(/href="\/exercises\/hello#member=[\w-]{43}&#38;id=\w{16}"/)
})

/** Launches that must be refused: how what the course system signs is changed, or the way it comes. */
const ATTACKS: Readonly<Record<string, (open: (claims: JWTPayload, how?: object) => Promise<Response>) => Promise<Response>>> = {
  'for another client': open => open(platform.claims({ aud: 'other' })),
  'for several clients, without saying which': open => open(platform.claims({ aud: ['glovebox', 'other'] })),
  'for several clients, and another of them': open => open(platform.claims({ aud: ['glovebox', 'other'], azp: 'other' })),
  'of another course system': open => open(platform.claims({ iss: 'https://other.example' })),
  'of another deployment': open => open(platform.claims({ [`${CLAIM}deployment_id`]: '2' })),
  'without a deployment': open => open(platform.claims({ [`${CLAIM}deployment_id`]: undefined })),
  'that has ended': open => open(platform.claims(), { ageSeconds: 400, lifeSeconds: 300 }),
  'that was signed long ago': open => open(platform.claims(), { ageSeconds: 700, lifeSeconds: 10_000 }),
  'that will be signed': open => open(platform.claims(), { ageSeconds: -300 }),
  'of nobody': open => {
    const { sub: _, ...claims } = platform.claims()
    return open(claims)
  },
  'with another nonce': open => open(platform.claims({ nonce: 'x' })),
  'without a nonce': open => open(platform.claims({ nonce: undefined })),
  'of another version': open => open(platform.claims({ [`${CLAIM}version`]: '1.1' })),
  'of another kind': open => open(platform.claims({ [`${CLAIM}message_type`]: 'LtiSubmissionReviewRequest' })),
  'signed with another key': async open => open(platform.claims(), { key: (await generateKeyPair('RS256')).privateKey }),
  'signed with a key that nobody knows': async open =>
    open(platform.claims(), { key: (await generateKeyPair('RS256')).privateKey, kid: 'two' }),
}

it.each(Object.keys(ATTACKS))('lets nobody in with a launch %s', async what => {
  const response = await ATTACKS[what]?.((claims, how = {}) => browser.open(platform, claims, how))
  expect(response?.status).toBeGreaterThanOrEqual(400)
  expect(response?.status).toBeLessThan(500)
  expect(response?.headers.get('location')).toBeNull()
  expect(await server.store.classes.records()).toEqual([])
})

it('lets nobody in with what is not signed, or with the public key', async () => {
  const { state, nonce } = asked(await browser.login(platform))
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const nowSeconds = Math.floor(Date.now() / 1000)
  const claims = { ...platform.claims(), nonce, iat: nowSeconds, exp: nowSeconds + 300 }
  for (const alg of ['none', 'None', 'NONE'])
    expect((await browser.launch(state, `${part({ alg, kid: 'one' })}.${part(claims)}.`)).status).toBe(403)
  const { keys } = (await (await fetch(`${platform.url}/jwks`)).json()) as { keys: unknown[] }
  const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(JSON.stringify(keys[0])))
  expect((await browser.launch(state, confused)).status).toBe(403)
  // The way itself is open.
  expect((await browser.launch(state, await platform.sign(claims))).status).toBe(303)
})

it('takes a launch once', async () => {
  const { state, nonce } = asked(await browser.login(platform))
  const token = await platform.sign({ nonce, ...platform.claims() })
  const cookies = new Map(browser.cookies)
  expect((await browser.launch(state, token)).status).toBe(303)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  expect((await browser.launch(state, token)).status).toBe(403)
  expect((await new TestBrowser(url).launch(state, token)).status).toBe(403)
  const again = asked(await browser.login(platform))
  expect((await browser.launch(again.state, token)).status).toBe(403)
})

it('takes no launch that another browser began, where browsers can be told apart', async () => {
  const attacker = new TestBrowser(url)
  const { state, nonce } = asked(await attacker.login(platform))
  const [[name] = ['']] = attacker.cookies
  browser.cookies.set(name, randomBytes(16).toString('hex'))
  const refused = await browser.launch(state, await platform.sign({ nonce, ...platform.claims() }))
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('begun in another browser')])
})

it('takes no state that it did not make', async () => {
  const { state, nonce } = asked(await browser.login(platform))
  const token = await platform.sign({ nonce, ...platform.claims() })
  const [head, , mark] = state.split('.')
  const forged = Buffer.from(JSON.stringify({ platform: 'platform1', nonce, cookie: '', origin: url, aud: 'login', exp: 9e9 })).toString(
    'base64url',
  )
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged}.`
  for (const bad of ['', 'x', `${head}.${forged}.${mark}`, unsigned]) expect((await browser.launch(bad, token)).status).toBe(403)
})

it('begins no launch of a course system that it does not know, or to another server', async () => {
  const status = async (changes: Record<string, string>) => (await browser.login(platform, changes)).status
  expect(await status({ iss: 'https://other.example' })).toBe(404)
  expect(await status({ client_id: 'other' })).toBe(404)
  for (const target_link_uri of ['https://evil.example/exercises/hello', 'javascript:alert(1)', 'x', `http://evil.example@127.0.0.2:1/`])
    expect(await status({ target_link_uri })).toBe(400)
  expect((await browser.post('/lti/login', {})).status).toBe(400)
  await server.store.lti.register({ ...platform.registration, id: 'second', clientId: 'second' })
  const without = await browser.post('/lti/login', { iss: platform.url, login_hint: 'x', target_link_uri: url })
  expect(without.status).toBe(404)
})

it('reads no more than it must', async () => {
  const { state } = asked(await browser.login(platform))
  expect((await browser.launch(state, 'x'.repeat(70_000))).status).toBe(400)
  expect((await browser.launch(state, 'x'.repeat(400_000))).status).toBe(413)
  expect((await browser.launch('x'.repeat(70_000), 'x')).status).toBe(400)
  const json = await fetch(`${url}/lti/launch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  expect(json.status).toBe(415)
  const claims = platform.claims({ [`${CLAIM}context`]: { id: 'x'.repeat(256) } })
  expect((await browser.open(platform, claims)).status).toBe(400)
  expect((await browser.open(platform, platform.claims({ sub: 'a\u0000b' }))).status).toBe(400)
})

it('says so when the keys of a course system are not to be had, and follows no redirect to them', async () => {
  let elsewhere = 0
  for (const answer of [
    (response: Parameters<NonNullable<TestPlatform['keysAnswer']>>[0]) => void response.writeHead(500).end(),
    (response: Parameters<NonNullable<TestPlatform['keysAnswer']>>[0]) => {
      elsewhere += 1
      response.writeHead(302, { location: `${platform.url}/jwks` }).end()
    },
    (response: Parameters<NonNullable<TestPlatform['keysAnswer']>>[0]) => void response.writeHead(200).end('x'.repeat(300_000)),
  ]) {
    platform.keysAnswer = answer
    const response = await browser.open(platform, platform.claims())
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('keys of the course system')])
  }
  expect(elsewhere).toBe(1)
  platform.keysAnswer = null
  expect((await browser.open(platform, platform.claims())).status).toBe(303)
})

it('sends scores and choices to hosts that the operator has named, and nowhere else', async () => {
  const endpoint = (lineitem: string) => ({
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': { scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'], lineitem },
  })
  for (const place of [
    'http://169.254.169.254/latest',
    'http://127.0.0.1:1/x',
    'file:///etc/passwd',
    'x',
    `${platform.url.replace('127.0.0.1', 'localhost')}/x`,
  ]) {
    const { token } = await memberIn(await browser.open(platform, platform.claims(endpoint(place))))
    await handIn('right', token)
    const settings = { [`${DEEP_LINKING}deep_linking_settings`]: { deep_link_return_url: place } }
    expect((await browser.open(platform, platform.choosing(settings))).status).toBe(400)
  }
  expect(await server.store.ltiScores.nextDueMs()).toBeNull()
})

it('names its public key alone', async () => {
  const keys = (await (await fetch(`${url}/lti/jwks`)).json()) as { keys: Record<string, string>[] }
  expect(keys.keys.map(key => Object.keys(key).toSorted())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']])
  expect(await (await fetch(`${url}/lti/jwks`)).json()).toEqual(keys)
})
