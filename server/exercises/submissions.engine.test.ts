import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GradingEvent, Submission, SubmissionView } from '../protocol/exercise.ts'
import { type TestFolder, testFolder } from './test-folders.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A whole server with this machine's engine, Python, the exercises of a folder and a database. It says its port. */
const SERVER = `
import { writeSync } from 'node:fs'
import { loadCatalogue } from './server/exercises/format/catalogue.ts'
import { createGrader } from './server/exercises/grading/grader.ts'
import { silentLogger } from './server/platform/logger.ts'
import { openSqlite } from './server/store/sqlite.ts'
import { findPython } from './server/test-box.ts'
import { serveApp } from './server/test-server.ts'

const log = silentLogger()
const { engine, profile, image } = await findPython()
const catalogue = await loadCatalogue({ folders: [process.argv[2]], languages: [profile], log, rescanMs: 0 })
const grader = (pool, profiles) => createGrader({ pool, profiles, atOnce: 2, mostWaiting: 100, log })
const store = await openSqlite(process.argv[3])
const { app, port } = await serveApp({ engine, profiles: [profile], image, catalogue, grader, store })
process.on('SIGTERM', () => app.close().then(() => process.exit(0)))
writeSync(1, port + '\\n')
`

const RIGHT = 'name = input()\nprint(f"Hello, {name}!")\n'
/** Takes long enough for somebody to leave, or for the server to be killed. */
const takes = (seconds: number): string => `import time\ntime.sleep(${seconds})\n${RIGHT}`
const SLOW = takes(1.5)

let folder: TestFolder
let bundle: string
let life: ChildProcess | null = null
let port: string

async function startLife(): Promise<void> {
  life = spawn(process.execPath, [bundle, join(folder.path, 'exercises'), join(folder.path, 'data/glovebox.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: life.stdout as NodeJS.ReadableStream })
  const [line] = await Promise.race([once(lines, 'line'), once(life, 'close').then(() => [])])
  if (line === undefined) throw new Error('the server does not start')
  port = String(line)
}

async function endLife(signal: NodeJS.Signals): Promise<void> {
  const child = life
  life = null
  if (!child || child.exitCode !== null) return
  const ended = once(child, 'close')
  child.kill(signal)
  await ended
}

beforeAll(async () => {
  folder = await testFolder({
    'exercises/hello/exercise.md': '---\ntitle: Hello\nlanguage: python\nlimits: {seconds: 10}\n---\n\nSay hello.\n',
    'exercises/hello/starter/main.py': '# Write here.\n',
    'exercises/hello/solution/main.py': RIGHT,
    'exercises/hello/tests/tests.yaml': '- name: greets Ada\n  stdin: "Ada\\n"\n  stdout: "Hello, Ada!\\n"\n',
    'exercises/hello/hidden/tests.yaml': '- name: greets others\n  stdin: "Bob\\n"\n  stdout: "Hello, Bob!\\n"\n',
  })
  // Beside node_modules, which is not bundled.
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  bundle = join(ROOT, `dist/submissions-${process.pid}.mjs`)
  await build({
    stdin: { contents: SERVER, resolveDir: ROOT, loader: 'ts' },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  await startLife()
})
afterAll(async () => {
  await endLife('SIGTERM')
  await rm(bundle, { force: true })
  await folder[Symbol.asyncDispose]()
})

const handIn = (content: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}/api/v1/exercises/hello/submissions`, {
    method: 'POST',
    body: JSON.stringify({ language: 'python', files: [{ name: 'main.py', content }] }),
    headers: { 'content-type': 'application/json', ...headers },
    ...init,
  })
const LINES = { accept: 'application/x-ndjson' }
/** Asks now and then: reading is bounded by the minute. */
async function waitForResult(path: string): Promise<void> {
  while ((await read(path)).state === 'grading') await sleep(200)
}
const read = async (path: string) => SubmissionView.parse(await (await fetch(`http://127.0.0.1:${port}${path}`)).json())

it('passes what is right, and says what is wrong with what is not', async () => {
  const right = Submission.parse(await (await handIn(RIGHT)).json())
  expect(right.grading).toMatchObject({ status: 'pass', points: 10, maxPoints: 10 })
  expect(right.grading.tests).toMatchObject([{ name: 'greets Ada' }, { name: 'greets others', hidden: true, expected: null }])
  const wrong = Submission.parse(await (await handIn('print("Hello, " + input())')).json())
  expect(wrong.grading).toMatchObject({ status: 'fail', points: 0, tests: [{ got: 'Hello, Ada\n' }, { got: null }] })
})

it('grades once what is sent twice with one key', async () => {
  const key = { 'idempotency-key': 'the-same-key-twice' }
  const told = Promise.all([handIn(SLOW, { ...key, ...LINES }), handIn(SLOW, key)])
  const [lines, whole] = await told
  const submission = Submission.parse(await whole.json())
  const events = (await lines.text())
    .trim()
    .split('\n')
    .map(line => GradingEvent.parse(JSON.parse(line)))
  expect(events.at(-1)).toEqual({ type: 'result', submission })
  expect(events.filter(({ type }) => type === 'test')).toHaveLength(2)
  expect([lines, whole].filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(1)
})

it('goes on when the connection is cut, and has the result under its id', async () => {
  const leaving = new AbortController()
  const source = takes(2.5)
  const response = await handIn(source, LINES, { signal: leaving.signal })
  const path = response.headers.get('location') ?? ''
  leaving.abort()
  await response.text().catch(() => {})
  expect((await read(path)).state).toBe('grading')
  await waitForResult(path)
  expect(await read(path)).toMatchObject({ state: 'graded', grading: { status: 'pass' }, files: [{ content: source }] })
})

it.each(['SIGKILL', 'SIGTERM'] as const)('grades after a restart what a server that ended by %s had begun', async signal => {
  const response = await handIn(SLOW, { ...LINES, 'idempotency-key': `killed-by-${signal}` })
  const path = response.headers.get('location') ?? ''
  await endLife(signal)
  await response.text().catch(() => {})
  await startLife()
  await waitForResult(path)
  expect(await read(path)).toMatchObject({ state: 'graded', grading: { status: 'pass' } })
  const again = await handIn(SLOW, { 'idempotency-key': `killed-by-${signal}` })
  expect(path).toBe(`/api/v1/submissions/${Submission.parse(await again.json()).id}`)
})
