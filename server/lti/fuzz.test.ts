import fc from 'fast-check'
import type { JWTPayload } from 'jose'
import { expect, it } from 'vitest'
import { startTestServer } from '../test-server.ts'
import { CLAIM, DEEP_LINKING } from './claims.ts'
import { asked, TestBrowser, TestPlatform } from './test-platform.ts'

const RUNS = 150

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '__proto__', '\0', '%', '../..', '<script>', 'x'.repeat(5000)),
)
const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() }, { weight: 1, arbitrary: text })

/** What a course system might sign, with much that is not as it should be. */
const claims: fc.Arbitrary<object> = fc.record(
  {
    sub: mostly(fc.constantFrom('ada', 'ben')),
    name: mostly(text),
    [`${CLAIM}version`]: mostly(fc.constant('1.3.0')),
    [`${CLAIM}message_type`]: mostly(fc.constantFrom('LtiResourceLinkRequest', 'LtiDeepLinkingRequest')),
    [`${CLAIM}deployment_id`]: mostly(fc.constant('1')),
    [`${CLAIM}target_link_uri`]: mostly(fc.constantFrom('http://127.0.0.1/exercises', 'x')),
    [`${CLAIM}resource_link`]: mostly(fc.record({ id: mostly(fc.constant('link')), title: mostly(text) })),
    [`${CLAIM}context`]: mostly(fc.record({ id: mostly(fc.constantFrom('one', 'two')), title: mostly(text), label: mostly(text) })),
    [`${CLAIM}roles`]: mostly(fc.array(mostly(fc.constantFrom('http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor', 'x')))),
    [`${CLAIM}custom`]: mostly(fc.record({ exercise: mostly(fc.constant('$x')) })),
    [`${DEEP_LINKING}deep_linking_settings`]: mostly(fc.record({ deep_link_return_url: mostly(fc.webUrl()), data: mostly(text) })),
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': mostly(
      fc.record({ scope: mostly(fc.array(text)), lineitem: mostly(fc.webUrl()) }),
    ),
  },
  { requiredKeys: ['sub', `${CLAIM}version`, `${CLAIM}message_type`, `${CLAIM}deployment_id`, `${CLAIM}context`] },
)

it('answers whatever a course system signs, without a fault of its own', async () => {
  await using server = await startTestServer({ proxies: 1 })
  await using platform = await TestPlatform.start()
  await server.store.lti.register(platform.registration)
  const browser = new TestBrowser(`http://127.0.0.1:${server.port}`)
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(claims, async made => {
      const { state, nonce } = asked(await browser.login(platform))
      const response = await browser.launch(
        state,
        await platform.sign({ iss: platform.url, aud: 'glovebox', nonce, ...(made as JWTPayload) }),
      )
      const answer = await response.text()
      statuses.add(response.status)
      expect(response.status, answer).not.toBe(500)
      // What it says is never taken for a page's own words.
      expect(answer).not.toContain('<script>')
    }),
    // One that is in order, and one that is not: chance alone does not always make both.
    { numRuns: RUNS, examples: [[platform.claims({ [`${CLAIM}custom`]: {} })], [{ sub: 7 }]] },
  )
  expect([...statuses]).toEqual(expect.arrayContaining([303, 400]))
})

it('answers whatever comes as a form, without a fault of its own', async () => {
  await using server = await startTestServer()
  await using platform = await TestPlatform.start()
  await server.store.lti.register(platform.registration)
  const url = `http://127.0.0.1:${server.port}`
  const field = fc.oneof(text, fc.constantFrom(platform.url, 'glovebox', `${url}/exercises`, 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'))
  const names = [
    'iss',
    'client_id',
    'login_hint',
    'target_link_uri',
    'lti_message_hint',
    'state',
    'id_token',
    'ticket',
    'exercise',
    '__proto__',
  ]
  const form = fc.array(fc.tuple(fc.constantFrom(...names), field), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('login', 'launch', 'choose'), form, fc.constantFrom('GET', 'POST'), async (path, fields, method) => {
      const body = new URLSearchParams(fields.map(([name, value]) => [name, value]))
      const address = method === 'GET' ? `${url}/lti/${path}?${body.toString().slice(0, 4000)}` : `${url}/lti/${path}`
      const response = await fetch(address, { method, redirect: 'manual', ...(method === 'POST' ? { body } : {}) })
      expect(response.status, await response.text()).not.toBe(500)
    }),
    { numRuns: RUNS },
  )
})
