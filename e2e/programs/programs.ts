// `npm test programs`: programs that Debian's packages bring as examples and tests, in boxes. Words after it name languages, packages or programs.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Box } from '../../server/box/box.ts'
import { dockerClient, type Endpoint, findEndpoint } from '../../server/engine/detect.ts'
import { connectDockerEngine } from '../../server/engine/docker-engine.ts'
import { DockerImages } from '../../server/engine/docker-images.ts'
import type { Engine } from '../../server/engine/engine.ts'
import { findProfileImages } from '../../server/profiles/images.ts'
import { loadProfiles } from '../../server/profiles/load.ts'
import type { Profile } from '../../server/profiles/profile.ts'
import { openBox, TEST_PROTECTIONS } from '../../server/test-box.ts'
import { outputFault } from './judge.ts'
import { type Program, pathsOf, readPrograms } from './list.ts'
import { runOutside } from './outside.ts'
import { fetchPackages, type Package } from './packages.ts'
import { filesOf, runProgram } from './run.ts'

const PROFILES = join(import.meta.dirname, '../../profiles')
/** Packages may be out of reach for a while; with fewer programs than this the suite has shown nothing. */
const PROGRAMS_LEAST = 100
/** Languages whose programs run at the same time: a box has one processor. */
const AT_ONCE = 2
/** Characters of an output that was not expected. */
const OUTPUT_SHOWN = 600

const { values, positionals } = parseArgs({ allowPositionals: true, options: { outside: { type: 'boolean', default: false } } })
const say = (line: string): void => void process.stdout.write(`${line}\n`)

type Language = { readonly profile: Profile; readonly image: string }
type Counts = { passed: number; failed: number; known: number; out: number }
const blank = (): Counts => ({ passed: 0, failed: 0, known: 0, out: 0 })

async function main(): Promise<boolean> {
  const endpoint = await findEndpoint(process.env)
  const programs = (await readPrograms()).filter(
    program => positionals.length === 0 || positionals.some(wanted => [program.language, program.package, program.main].includes(wanted)),
  )
  const languages = await findLanguages(endpoint, new Set(programs.map(({ language }) => language)))
  const startedMs = performance.now()
  const { found, missing } = await fetchPackages(endpoint, programs)
  for (const why of missing.values()) say(`left out: ${why}`)
  say(`${found.size} packages, ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`)
  const { engine } = await connectDockerEngine(endpoint, TEST_PROTECTIONS)
  const table = new Map([...languages.keys()].map(id => [id, blank()]))
  const waiting = [...languages]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [id, language] = next
      const own = programs.filter(program => program.language === id)
      const have = own.filter(program => found.has(program.package))
      const run = values.outside ? outside(endpoint, language) : inBoxes(engine, language)
      table.set(id, { ...(await runAll(run, have, found)), out: own.length - have.length })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const total = blank()
  for (const counts of table.values()) for (const key of ['passed', 'failed', 'known', 'out'] as const) total[key] += counts[key]
  say(`\n${'language'.padEnd(12)} passed  failed   known  left out`)
  for (const [id, { passed, failed, known, out }] of table)
    say(`${id.padEnd(12)} ${[passed, failed, known, out].map(count => String(count).padStart(6)).join('  ')}`)
  const ran = total.passed + total.failed + total.known
  if (positionals.length === 0 && ran < PROGRAMS_LEAST) {
    say(`\nOnly ${ran} programs could be had; at least ${PROGRAMS_LEAST} must run.`)
    total.failed += 1
  }
  say(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0
}

async function findLanguages(endpoint: Endpoint, ids: ReadonlySet<string>): Promise<Map<string, Language>> {
  const profiles = (await loadProfiles(PROFILES)).filter(({ id }) => ids.has(id))
  const languages = new Map<string, Language>()
  for (const { profile, image } of await findProfileImages(profiles, PROFILES, new DockerImages(dockerClient(endpoint, 30_000)))) {
    if (!image) throw new Error(`the image of ${profile.title} is not built: npm test makes it`)
    languages.set(profile.id, { profile, image })
  }
  const unknown = [...ids].filter(id => !languages.has(id))
  if (unknown.length > 0) throw new Error(`there is no profile called ${unknown.join(' or ')}`)
  return languages
}

/** How the programs of one language are run. */
type Runner = AsyncDisposable & { readonly run: (program: Program, files: ReadonlyMap<string, Buffer>) => Promise<Result> }
type Result = { readonly end: string; readonly code: number | null; readonly output: string; readonly times: string }

/** In one box, one after the other, which is reset in between as a session does. */
function inBoxes(engine: Engine, language: Language): Runner {
  let box: Box | null = null
  const close = async (): Promise<void> => {
    await box?.destroy()
    box = null
  }
  return {
    async run(program, files) {
      box ??= await openBox({ engine, ...language })
      const { report, boxUsable, output } = await runProgram(box, program, files).catch(async fault => {
        await close()
        throw fault
      })
      const clean =
        boxUsable &&
        (await box.link.reset([]).then(
          done => done.clean,
          () => false,
        ))
      if (!clean) await close()
      const { stage, reason, code, compileMs, wallMs } = report
      const end = stage === 'compile' ? `did not compile (${reason})` : reason
      return { end, code, output, times: `${compileMs === null ? '' : `${Math.round(compileMs)} + `}${Math.round(wallMs)} ms` }
    },
    [Symbol.asyncDispose]: close,
  }
}

/** With the same toolchain outside of any box: what a program is expected to do comes from there, where its package does not tell. */
function outside(endpoint: Endpoint, language: Language): Runner {
  return {
    async run(program, files) {
      const startedMs = performance.now()
      const { code, output } = await runOutside(endpoint, language, program, filesOf(program, files))
      return { end: 'exited', code, output, times: `${Math.round(performance.now() - startedMs)} ms` }
    },
    async [Symbol.asyncDispose]() {},
  }
}

async function runAll(runner: Runner, programs: readonly Program[], packages: ReadonlyMap<string, Package>): Promise<Counts> {
  await using each = runner
  const counts = blank()
  for (const program of programs) {
    const { files, version } = packages.get(program.package) as Package
    const gone = pathsOf(program).find(path => !files.has(path))
    const result = gone ? null : await each.run(program, files).catch((fault: Error) => fault)
    const fault = !result
      ? `${program.package} ${version} does not have ${gone}`
      : result instanceof Error
        ? `it could not be run: ${result.message}`
        : faultOf(program, result, files)
    if (!fault) counts.passed += 1
    else if (program.known && !values.outside) counts.known += 1
    else counts.failed += 1
    const mark = !fault ? '✓' : program.known ? '~' : '✗'
    say(`${mark} ${program.language.padEnd(10)} ${program.package}: ${program.main}  ${result && 'times' in result ? result.times : ''}`)
    if (fault) say(`    ${program.known ?? fault}`)
    else if (program.known && !values.outside) say('    It runs as outside of a box; the list says that it does not.')
  }
  return counts
}

function faultOf(program: Program, { end, code, output }: Result, files: ReadonlyMap<string, Buffer>): string | null {
  if (end !== 'exited' || code !== program.code) return `it ended so: ${end}, ${code ?? 'no status'}: ${output.trim().slice(-OUTPUT_SHOWN)}`
  return outputFault(output, program.output, path => (files.get(path) as Buffer).toString('utf8'))
}

main().then(
  whole => process.exit(whole ? 0 : 1),
  fault => {
    process.stderr.write(`${(fault as Error).stack}\n`)
    process.exit(1)
  },
)
