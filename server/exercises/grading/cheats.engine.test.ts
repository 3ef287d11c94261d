import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dockerClient, findEndpoint } from '../../engine/detect.ts'
import { connectDockerEngine } from '../../engine/docker-engine.ts'
import { DockerImages } from '../../engine/docker-images.ts'
import { findProfileImages } from '../../profiles/images.ts'
import { loadProfiles } from '../../profiles/load.ts'
import { TEST_PROTECTIONS } from '../../test-box.ts'
import { ENOUGH, type GradingBench, io, openBench } from '../test-grading.ts'

const ROOT = join(import.meta.dirname, '../../..')
const CHEATS = join(ROOT, 'e2e/cheats')
/** Most cheats wait for these. */
const LIMITS = { wallMs: 1500, cpuMs: 1500 }

/** What every language's folder tries, by the names of the cheats that try it. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'prints what is expected': ['prints-expected'],
  'ends early with the status 0': ['exits-0', 'exits-0-in-call'],
  'changes the framework': ['patches-framework', 'shadows-framework', 'takes-the-library', 'changes-flags', 'changes-the-panic'],
  'replaces tests': ['replaces-tests'],
  'reads tests': ['reads-tests', 'takes-in-tests', 'embeds-tests'],
  'writes results': ['writes-results'],
  'kills the runner': ['kills-runner'],
  'forks past the end': ['forks-past-the-end'],
  'sleeps past the limit': ['sleeps'],
  'forges markers': ['forges-markers'],
}

const CheatExercise = z.strictObject({
  /** The folder's name when absent: a language may have a second one, for programs that are judged by what they print. */
  language: z.string().optional(),
  main: z.string(),
  /** Of one file, or of several by name. */
  solution: z.union([z.string(), z.record(z.string(), z.string())]),
  tests: z.record(z.string(), z.string()).default({}),
  hidden: z.record(z.string(), z.string()).default({}),
  io: z.array(z.strictObject({ stdin: z.string(), stdout: z.string() })),
  /** Why a cheat cannot be prevented in this language, by its name. */
  notPreventable: z.record(z.string(), z.string()).default({}),
  /** Why one of the kinds is not tried in this language, by its name. */
  without: z.record(z.string(), z.string()).default({}),
})
type CheatExercise = z.infer<typeof CheatExercise>

type Cheat = { readonly name: string; readonly tries: string; readonly files: Readonly<Record<string, string>> }
type Folder = { readonly id: string; readonly language: string; readonly exercise: CheatExercise; readonly cheats: readonly Cheat[] }

/** What a cheat tries is in its first line, in a comment of whatever kind. */
function triesOf(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^[^A-Za-z]+/, '').replace(/\s*\*\/$/, '')
}

async function readFolder(id: string): Promise<Folder> {
  const folder = join(CHEATS, id)
  const exercise = CheatExercise.parse(JSON.parse(await readFile(join(folder, 'exercise.json'), 'utf8')))
  const cheats: Cheat[] = []
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name === 'exercise.json') continue
    const files: Record<string, string> = {}
    if (entry.isDirectory())
      for (const file of await readdir(join(folder, entry.name), { withFileTypes: true, recursive: true })) {
        if (!file.isFile()) continue
        const path = join(file.parentPath, file.name)
        files[relative(join(folder, entry.name), path)] = await readFile(path, 'utf8')
      }
    else files[exercise.main] = await readFile(join(folder, entry.name), 'utf8')
    cheats.push({ name: entry.name.replace(/\.\w+$/, ''), tries: triesOf(files[exercise.main] ?? ''), files })
  }
  return { id, language: exercise.language ?? id, exercise, cheats }
}

const only = process.env.CHEATS_OF?.split(',')
const names = (await readdir(CHEATS, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(({ name }) => name)
const folders = await Promise.all(names.sort().map(readFolder))
const tried = folders.filter(({ id, language }) => only === undefined || only.includes(id) || only.includes(language))

let bench: GradingBench
beforeAll(async () => {
  const endpoint = await findEndpoint(process.env)
  const { engine } = await connectDockerEngine(endpoint, TEST_PROTECTIONS)
  const folder = join(ROOT, 'profiles')
  const profiles = (await loadProfiles(folder)).filter(({ id }) => tried.some(({ language }) => language === id))
  const found = await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, 30_000)))
  bench = openBench(
    engine,
    found.map(({ profile, image }) => {
      if (!image) throw new Error(`the image of ${profile.title} is not built: npm test prepares it`)
      return { profile, image }
    }),
    { atOnce: 3, maxBoxes: 8 },
  )
})
afterAll(() => bench.close())

describe.each(tried)('cheats in $id', ({ language, exercise, cheats }) => {
  const short = {
    language,
    solution: typeof exercise.solution === 'string' ? { [exercise.main]: exercise.solution } : exercise.solution,
    visible: { io: exercise.io.slice(0, 1).map(test => io({ name: 'shown', ...test })), files: exercise.tests },
    hidden: { io: exercise.io.slice(1).map((test, at) => io({ name: `hidden ${at}`, ...test })), files: exercise.hidden },
    limits: LIMITS,
  }

  const gradeHonest = () => bench.grade({ ...short, limits: ENOUGH }, short.solution)

  it('the solution passes', async () => {
    const grading = await gradeHonest()
    expect(grading.tests.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(grading.status).toBe('pass')
  })

  // Most of them wait for a limit: several at once take no longer.
  it.concurrent.each(cheats)('$name: $tries', { timeout: 120_000 }, async ({ name, files }) => {
    if (exercise.notPreventable[name]) return
    const grading = await bench.grade(short, files)
    expect(grading.status).not.toBe('pass')
    const passed = grading.tests.filter(({ status }) => status === 'pass')
    // What a test shows that it expects can be printed: that is what hidden tests are for.
    expect(passed.filter(test => test.hidden || test.kind === 'unit').map(test => test.name)).toEqual([])
  })

  it('the solution passes still: nobody else was harmed', async () => {
    expect((await gradeHonest()).status).toBe('pass')
  })
})

it('the README lists every cheat with its verdict', async () => {
  const readme = await readFile(join(CHEATS, 'README.md'), 'utf8')
  const rows = folders.flatMap(({ id, exercise, cheats }) =>
    cheats.map(({ name, tries }) => {
      const reason = exercise.notPreventable[name]
      return `| ${id} | ${name} | ${tries} | ${reason ? `not preventable: ${reason}` : 'fails'} |`
    }),
  )
  expect(readme.split('\n').filter(line => /^\| (?!language )[a-z-]+ \| /.test(line))).toEqual(rows)
})

it('every language with unit tests has a cheat of each kind, or says why not', async () => {
  const profiles = await loadProfiles(join(ROOT, 'profiles'))
  const missing = profiles.flatMap(({ id, tests }) => {
    const folder = folders.find(one => one.id === id)
    return Object.entries(KINDS)
      .filter(([kind, tries]) => tests && !folder?.exercise.without[kind] && !folder?.cheats.some(({ name }) => tries.includes(name)))
      .map(([kind]) => `${id}: ${kind}`)
  })
  expect(missing).toEqual([])
})
