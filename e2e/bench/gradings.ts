import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GradingEvent, type Submission } from '../../server/protocol/exercise.ts'
import { type BareCommand, measureCommand } from './bare.ts'
import { median, p95, plainRow, type Row, ratioRow } from './figures.ts'
import { type Place, startBenchServer } from './place.ts'
import { HELLO } from './programs.ts'
import { BenchTab } from './tab.ts'

const CONTENT = join(import.meta.dirname, '../../profiles/exercises/first-steps-in-python')
/** One of each kind of test. */
const EXERCISES = ['bakery-till', 'hill-walk'] as const
const STUDENTS = 60
/** They press Check within this time. */
const WITHIN_MS = 5000
const PAUSE_MS = 100

type SolutionFile = { readonly name: string; readonly content: string }
type Checked = { readonly tookMs: number; readonly submission: Submission }

/** A class presses Check, while somebody else runs programs. */
export async function gradings(place: Place): Promise<Row[]> {
  const students = place.quick ? 10 : STUDENTS
  await using server = await startBenchServer()
  const solutions = await Promise.all(EXERCISES.map(solutionOf))
  const check = (number: number): Promise<Checked> => {
    const exercise = number % EXERCISES.length
    return pressCheck(server.url, EXERCISES[exercise] as string, solutions[exercise] ?? [])
  }
  // What is learnt once from a version of an exercise, the solution's output and plan, is learnt before.
  for (const number of EXERCISES.keys()) await check(number)
  const alone: number[] = []
  for (let round = 0; round < (place.quick ? 4 : 20); round++) alone.push((await check(round)).tookMs)
  using tab = await BenchTab.open(server.url)
  for (let run = 0; run < 10; run++) await tab.run(HELLO)
  const quiet = await runsWhile(tab, sleep(place.quick ? 2000 : 8000))
  const startedMs = performance.now()
  const crowd = Promise.all(
    Array.from({ length: students }, async (_, student) => {
      await sleep((WITHIN_MS * student) / students)
      return check(student)
    }),
  )
  const beside = await runsWhile(tab, crowd)
  const checked = await crowd
  const tookMs = performance.now() - startedMs
  const bareMs = await pytestAlone(place)
  const passed = checked.filter(({ submission }) => submission.grading.status === 'pass').length
  const times = checked.map(one => one.tookMs)
  return [
    ratioRow('one Check, nobody else', median(alone), 'ms', bareMs, 'pytest in a bare shell', null),
    plainRow(`${students} press Check within ${WITHIN_MS / 1000} s: graded, and passed`, passed, 'people', { least: students }),
    plainRow('the same: median', median(times), 'ms', null),
    ratioRow('the same: p95', p95(times), 'ms', median(alone), 'one alone', null),
    ratioRow('the same: gradings', (students / tookMs) * 1000, '/s', 1000 / bareMs, 'pytest in a bare shell, one after the other', null),
    ratioRow('hot Run beside them, p95', p95(beside), 'ms', p95(quiet), 'beside none', null),
    ratioRow('hot Run beside them, median', median(beside), 'ms', median(quiet), 'beside none', null),
  ]
}

async function solutionOf(slug: string): Promise<SolutionFile[]> {
  const folder = join(CONTENT, slug, 'solution')
  const names = await readdir(folder)
  return Promise.all(names.map(async name => ({ name, content: await readFile(join(folder, name), 'utf8') })))
}

/** As the page does it: told line by line. */
async function pressCheck(url: string, slug: string, files: readonly SolutionFile[]): Promise<Checked> {
  const startedMs = performance.now()
  const response = await fetch(`${url}/api/v1/exercises/${slug}/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson', origin: url },
    body: JSON.stringify({ language: 'python', files }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`a Check was answered ${response.status}: ${text.slice(-500)}`)
  const last = GradingEvent.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''))
  if (last.type !== 'result') throw new Error(`a Check was answered ${response.status}: ${text.slice(-500)}`)
  return { tookMs: performance.now() - startedMs, submission: last.submission }
}

/** Milliseconds from Run to the first byte, again and again until the other work is done. */
async function runsWhile(tab: BenchTab, work: Promise<unknown>): Promise<number[]> {
  let done = false
  const end = work.finally(() => {
    done = true
  })
  const firsts: number[] = []
  while (!done) {
    firsts.push((await tab.run(HELLO)).firstMs)
    await sleep(PAUSE_MS)
  }
  await end
  return firsts
}

/** Milliseconds of pytest over an exercise's own tests, entered in a shell without Glovebox. */
async function pytestAlone(place: Place): Promise<number> {
  const [, slug] = EXERCISES
  const tests = join(CONTENT, slug, 'tests')
  const files = await solutionOf(slug)
  for (const name of await readdir(tests)) files.push({ name, content: await readFile(join(tests, name), 'utf8') })
  const command: BareCommand = { files, line: 'python3 -m pytest -q | tail -n 1', samples: place.quick ? 3 : 15 }
  return median(await measureCommand(place.endpoint, place.python.image, place.python.profile.env, command))
}
