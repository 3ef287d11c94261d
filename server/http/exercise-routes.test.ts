import { afterEach, beforeEach, expect, it } from 'vitest'
import { FakeGrader } from '../exercises/fake-grader.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { type TestFolder, testFolder } from '../exercises/test-folders.ts'
import { silentLogger } from '../platform/logger.ts'
import { Exercise, ExerciseIndex, GradingEvent, Submission, SubmissionView } from '../protocol/exercise.ts'
import { COMPILED, eventually, makeKey, SCRIPT, startTestServer, type TestServer } from '../test-server.ts'

const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
const SECRET = 'the hidden word'

/** An exercise in both languages of the test server. */
const hello = (front = ''): Readonly<Record<string, string | Uint8Array>> => ({
  'first/course.yaml': 'title: First\ndescription: Steps.\nsections:\n  - {title: All, exercises: [hello]}\n',
  'first/hello/exercise.md': `---\ntitle: Hello\nlanguages: [script, compiled]\n${front}---\n\nSay hello. ![A picture](files/a.png)\n`,
  'first/hello/files/a.png': PICTURE,
  'first/hello/files/b.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  'first/hello/files/c.html': '<script>alert(1)</script>',
  ...Object.fromEntries(
    ['script', 'compiled'].flatMap(id => [
      [`first/hello/starter/${id}/main.txt`, '# write\n'],
      [`first/hello/solution/${id}/main.txt`, `right ${id}\n`],
    ]),
  ),
  'first/hello/tests/tests.yaml': '- name: says hello\n  stdout: "Hello\\n"\n',
  'first/hello/hidden/tests.yaml': `- name: says more\n  stdin: ${SECRET}\n  stdout: "More\\n"\n`,
})

let folder: TestFolder
let grader: FakeGrader
let server: TestServer
async function start(front = '', changes = {}): Promise<TestServer> {
  folder = await testFolder(hello(front))
  grader = new FakeGrader()
  const catalogue = await loadCatalogue({ folders: [folder.path], languages: [SCRIPT, COMPILED], log: silentLogger(), rescanMs: 0 })
  return startTestServer(changes, silentLogger(), { catalogue, grader: () => grader })
}
beforeEach(async () => {
  server = await start()
})
afterEach(async () => {
  grader.letGo()
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init)
const solutionOf = (content: string) => ({ language: 'script', files: [{ name: 'main.txt', content }] })
const handIn = (content: unknown, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  ask('/api/v1/exercises/hello/submissions', {
    method: 'POST',
    body: JSON.stringify(typeof content === 'string' ? solutionOf(content) : content),
    headers: { 'content-type': 'application/json', ...headers },
    ...init,
  })
const LINES = { accept: 'application/x-ndjson' }
const KEY = { 'idempotency-key': '0123456789abcdef' }
const eventsOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map(line => GradingEvent.parse(JSON.parse(line)))

it('lists exercises and shows one, without what is hidden', async () => {
  const index = ExerciseIndex.parse(await (await ask('/api/v1/exercises')).json())
  expect(index.courses).toMatchObject([{ title: 'First', sections: [{ exercises: ['hello'] }] }])
  expect(index.exercises).toMatchObject([{ slug: 'hello', languages: ['script', 'compiled'] }])
  const shown = await ask('/api/v1/exercises/hello')
  const text = await shown.text()
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain('right script')
  const exercise = Exercise.parse(JSON.parse(text))
  expect(exercise.inLanguages).toMatchObject([
    { language: 'script', availability: 'ready', starter: [{ name: 'main.txt' }] },
    { language: 'compiled', availability: 'not_ready' },
  ])
  const etag = shown.headers.get('etag') ?? ''
  expect((await ask('/api/v1/exercises/hello', { headers: { 'if-none-match': etag } })).status).toBe(304)
})

it('gives the pages the same', async () => {
  const url = await server.app.listenForPages()
  expect(ExerciseIndex.parse(await (await fetch(`${url}/exercises`)).json()).exercises).toHaveLength(1)
  const text = await (await fetch(`${url}/exercises/hello`)).text()
  expect(Exercise.parse(JSON.parse(text))).toMatchObject({ title: 'Hello', inLanguages: [{ availability: 'ready' }, {}] })
  expect(text).not.toContain(SECRET)
  expect((await fetch(`${url}/exercises/none`)).status).toBe(404)
  expect((await fetch(`${url}/exercises/hello/solution`)).status).toBe(404)
})

it('gives out the pictures of a text, and nothing that could run as a page', async () => {
  const picture = await ask('/api/v1/exercises/hello/files/a.png')
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(PICTURE)
  const drawing = await ask('/api/v1/exercises/hello/files/b.svg')
  expect([drawing.headers.get('content-type'), drawing.headers.get('content-security-policy')]).toEqual([
    'image/svg+xml',
    `default-src 'none'; style-src 'unsafe-inline'; sandbox`,
  ])
  const page = await ask('/api/v1/exercises/hello/files/c.html')
  expect([page.headers.get('content-type'), page.headers.get('content-disposition')]).toEqual(['application/octet-stream', 'attachment'])
  expect((await ask('/api/v1/exercises/hello/files/..%2Fexercise.md')).status).toBe(404)
})

it('grades what is handed in, and keeps it', async () => {
  const made = await handIn('right')
  const submission = Submission.parse(await made.json())
  expect([made.status, made.headers.get('location'), made.headers.get('glovebox-submission')]).toEqual([
    201,
    `/api/v1/submissions/${submission.id}`,
    submission.id,
  ])
  expect(submission).toMatchObject({ slug: 'hello', language: 'script', grading: { status: 'pass', points: 10 } })
  expect(grader.requests).toMatchObject([{ language: 'script', main: 'main.txt', files: [{ content: 'right' }], tenant: '127.0.0.1' }])
  const kept = SubmissionView.parse(await (await ask(`/api/v1/submissions/${submission.id}`)).json())
  expect(kept).toEqual({ ...submission, main: 'main.txt', files: [{ name: 'main.txt', content: 'right' }], state: 'graded', problem: null })
  const wrong = Submission.parse(await (await handIn('wrong')).json())
  expect(wrong.grading).toMatchObject({ status: 'fail', tests: [{ expected: 'Hello\n', got: 'Bye\n' }] })
})

it('tells what happens as it happens', async () => {
  const told = await handIn('right', LINES)
  expect([told.status, told.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  const events = await eventsOf(told)
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['tests', 'test', 'result']))
  const last = events.at(-1)
  expect(last).toMatchObject({ type: 'result', submission: { id: told.headers.get('glovebox-submission'), grading: { status: 'pass' } } })
})

it('grades once what is sent twice with one key, and answers both alike', async () => {
  grader.hold()
  const first = handIn('right', { ...KEY, ...LINES })
  await eventually(() => grader.requests.length === 1)
  const second = handIn('right', { ...KEY, ...LINES })
  const third = handIn('right', KEY)
  const other = await handIn('other', KEY)
  expect([other.status, await other.json()]).toMatchObject([422, { code: 'other_request' }])
  grader.letGo()
  const [one, two] = [await eventsOf(await first), await eventsOf(await second)]
  expect(one.at(-1)).toEqual(two.at(-1))
  expect(two.map(({ type }) => type)).toEqual(expect.arrayContaining(['tests', 'test', 'result']))
  const buffered = await third
  expect([buffered.status, buffered.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  const again = await handIn('right', KEY)
  expect(Submission.parse(await again.json())).toEqual(Submission.parse(await buffered.json()))
  expect(grader.requests).toHaveLength(1)
})

it('tells results as other systems take them', async () => {
  const { id } = Submission.parse(await (await handIn('wrong')).json())
  const results = (form: string) => ask(`/api/v1/submissions/${id}/results.json${form}`)
  expect(await (await results('')).json()).toMatchObject({ version: 3, status: 'fail', tests: [{ name: 'says hello', status: 'fail' }] })
  expect(await (await results('?form=prairielearn')).json()).toMatchObject({ gradable: true, score: 0 })
  expect((await results('?form=toString')).status).toBe(400)
})

it('goes on when the browser goes away', async () => {
  grader.hold()
  const leaving = new AbortController()
  const response = await handIn('right', LINES, { signal: leaving.signal })
  const path = response.headers.get('location') ?? ''
  leaving.abort()
  await response.text().catch(() => {})
  expect(await (await ask(path)).json()).toMatchObject({ state: 'grading', grading: null, files: [{ content: 'right' }] })
  const early = await ask(`${path}/results.json`)
  expect([early.status, await early.json()]).toMatchObject([409, { code: 'still_running' }])
  grader.letGo()
  await eventually(async () => ((await (await ask(path)).json()) as SubmissionView).state === 'graded')
})

it('says when something could not be graded, keeps it, and tries again when it is sent again', async () => {
  const failed = await handIn('fault', KEY)
  expect([failed.status, await failed.json()]).toMatchObject([500, { code: 'internal' }])
  const told = await eventsOf(await handIn('fault', { ...KEY, ...LINES }))
  expect(told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'internal' } })
  expect(grader.requests).toHaveLength(2)
})

it.each<[string, () => Promise<Response>, number, string]>([
  ['an exercise that there is not', () => ask('/api/v1/exercises/none'), 404, 'not_found'],
  ['a slug that is none', () => ask('/api/v1/exercises/..%2Fhello'), 404, 'not_found'],
  ['a file that there is not', () => ask('/api/v1/exercises/hello/files/none.png'), 404, 'not_found'],
  ['a submission that there is not', () => ask(`/api/v1/submissions/${'a'.repeat(22)}`), 404, 'not_found'],
  ['an id that is none', () => ask('/api/v1/submissions/abc'), 404, 'not_found'],
  ['a language that it is not in', () => handIn({ ...solutionOf(''), language: 'cobol' }), 400, 'bad_profile'],
  ['a file outside the workspace', () => handIn({ language: 'script', files: [{ name: '../x', content: '' }] }), 400, 'bad_name'],
  ['a missing main file', () => handIn({ language: 'script', files: [{ name: 'other.txt', content: '' }] }), 400, 'bad_name'],
  ['nothing', () => handIn({ language: 'script', files: [] }), 400, 'bad_message'],
  ['too much', () => handIn('x'.repeat(1_048_577)), 413, 'source_too_large'],
  ['a page of another site', () => handIn('right', { origin: 'https://evil.example' }), 403, 'bad_origin'],
  ['a key for the API that is none', () => handIn('right', { authorization: 'Bearer gb_nothing' }), 401, 'unknown_key'],
  ['a short Idempotency-Key', () => handIn('right', { 'idempotency-key': 'short' }), 400, 'bad_message'],
  ['a member that no class knows', () => handIn('right', { 'glovebox-member': 'somebody' }), 403, 'bad_key'],
  ['a form', () => handIn('right', { 'content-type': 'text/plain' }), 415, 'bad_type'],
  ['a solution without a language', () => ask('/api/v1/exercises/hello/solution'), 400, 'bad_message'],
  ['a solution that nobody has earned', () => ask('/api/v1/exercises/hello/solution?language=script'), 403, 'solution_closed'],
])('refuses %s', async (_what, act, status, code) => {
  const response = await act()
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  expect(await response.json()).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) })
  expect(grader.requests).toEqual([])
})

it('shows the solution to whoever has passed in that language', async () => {
  const askWith = async (content: string, language = 'script') => {
    const { id } = Submission.parse(await (await handIn(content)).json())
    return ask(`/api/v1/exercises/hello/solution?language=${language}`, { headers: { 'glovebox-submission': id } })
  }
  expect((await askWith('wrong')).status).toBe(403)
  expect((await askWith('right', 'compiled')).status).toBe(403)
  expect(await (await askWith('right')).json()).toEqual({
    language: 'script',
    main: 'main.txt',
    files: [{ name: 'main.txt', content: 'right script\n' }],
  })
})

it.each([
  ['always', 200],
  ['never', 403],
])('shows a solution %s', async (when, status) => {
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
  server = await start(`solution: ${when}\n`)
  expect((await ask('/api/v1/exercises/hello/solution?language=script')).status).toBe(status)
})

it('takes programs with a key, and its own pages without one, where keys are asked for', async () => {
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
  server = await start('', { api: 'keys' })
  expect((await handIn('right')).status).toBe(401)
  expect((await handIn('right', { authorization: `Bearer ${await makeKey(server, 'course')}` })).status).toBe(201)
  expect((await handIn('right', { origin: `http://127.0.0.1:${server.port}` })).status).toBe(201)
})

it('takes only its own pages where there is no API', async () => {
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
  server = await start('', { api: 'off' })
  expect((await handIn('right')).status).toBe(403)
  expect((await handIn('right', { origin: `http://127.0.0.1:${server.port}` })).status).toBe(201)
})

it('bounds how often one address hands in', async () => {
  const first = await handIn('right')
  expect(first.headers.get('ratelimit-policy')).toBe('"check";q=120;w=120')
  let refused: Response
  // On a slow machine some more are let in meanwhile.
  do refused = await handIn('right')
  while (refused.status === 201)
  expect(grader.requests.length).toBeGreaterThanOrEqual(120)
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'rate_limited' }])
})
