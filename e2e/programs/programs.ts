// `npm test programs`: programs that Debian's packages bring as examples and tests, in boxes. Words after it name languages, packages or programs.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Box } from '../../server/box/box.ts'
import { type Endpoint, dockerClient, findEndpoint } from '../../server/engine/detect.ts'
import { connectDockerEngine } from '../../server/engine/docker-engine.ts'
import { DockerImages } from '../../server/engine/docker-images.ts'
import type { Engine } from '../../server/engine/engine.ts'
import { createOwner } from '../../server/engine/reaper.ts'
import { BASE_IMAGE, planProfileImage } from '../../server/profiles/images.ts'
import { loadProfiles } from '../../server/profiles/load.ts'
import type { Profile } from '../../server/profiles/profile.ts'
import { TEST_PROTECTIONS } from '../../server/test-box.ts'
import { outputFault } from './judge.ts'
import { type Program, readPrograms } from './list.ts'
import { runOutside } from './outside.ts'
import { fetchPackages, type Package } from './packages.ts'
import { filesOf, runProgram, type Ran } from './run.ts'

const PROFILES = join(import.meta.dirname, '../../profiles')
/** Packages may be out of reach for a while; with fewer programs than this the suite has shown nothing. */
const PROGRAMS_LEAST = 100

const { values, positionals } = parseArgs({ allowPositionals: true, options: { outside: { type: 'boolean', default: false } } })
const say = (line: string): void => void process.stdout.write(`${line}\n`)

type Language = { readonly profile: Profile; readonly image: string }
type Counts = { passed: number; failed: number; known: number; out: number }

async function main(): Promise<boolean> {
  const endpoint = await findEndpoint(process.env)
  const programs = (await readPrograms()).filter(
    program =>
      positionals.length === 0 ||
      positionals.some(wanted => program.language === wanted || program.package === wanted || program.main.includes(wanted)),
  )
  const languages = await findLanguages(endpoint, new Set(programs.map(({ language }) => language)))
  const startedMs = performance.now()
  const { found, missing } = await fetchPackages(endpoint, programs)
  for (const why of missing.values()) say(`left out: ${why}`)
  say(`${found.size} packages, ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`)
  const { engine } = await connectDockerEngine(endpoint, TEST_PROTECTIONS)
  const table = new Map<string, Counts>()
  const total: Counts = { passed: 0, failed: 0, known: 0, out: 0 }
  for (const [id, language] of languages) {
    const own = programs.filter(program => program.language === id)
    const have = own.filter(program => found.has(program.package) && !missing.has(program.package))
    const counts = values.outside
      ? await runAllOutside(endpoint, language, have, found)
      : await runAll({ engine, ...language }, have, found)
    counts.out = own.length - have.length
    table.set(id, counts)
    for (const key of ['passed', 'failed', 'known', 'out'] as const) total[key] += counts[key]
  }
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
  const images = new DockerImages(dockerClient(endpoint, 30_000))
  const baseId = await images.find(BASE_IMAGE)
  if (!baseId) throw new Error('there is no base image yet: npm test makes it')
  const languages = new Map<string, Language>()
  for (const profile of await loadProfiles(PROFILES)) {
    if (!ids.has(profile.id)) continue
    const image = (await planProfileImage(profile, { folder: PROFILES, baseId })).tag
    if (!(await images.find(image))) throw new Error(`the image of ${profile.title} is not built: npm test makes it`)
    languages.set(profile.id, { profile, image })
  }
  const unknown = [...ids].filter(id => !languages.has(id))
  if (unknown.length > 0) throw new Error(`there is no profile called ${unknown.join(' or ')}`)
  return languages
}

/** Programs of one language, one after the other in one box, which is reset in between as a session does. */
async function runAll(
  { engine, profile, image }: Language & { readonly engine: Engine },
  programs: readonly Program[],
  packages: ReadonlyMap<string, Package>,
): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, known: 0, out: 0 }
  const deps = { engine, labels: createOwner().labels, onMade: () => {}, onGone: () => {} }
  let box: Box | null = null
  try {
    for (const program of programs) {
      box ??= await Box.open(deps, profile, image, AbortSignal.timeout(60_000))
      const { files } = packages.get(program.package) as Package
      const ran = await runProgram(box, program, files)
      const fault = faultOf(program, ran, files)
      if (!fault) counts.passed += 1
      else if (program.known) counts.known += 1
      else counts.failed += 1
      tell(program, ran, fault)
      if (ran.boxUsable && (await box.link.reset([])).clean) continue
      await box.destroy()
      box = null
    }
  } finally {
    await box?.destroy()
  }
  return counts
}

function faultOf(program: Program, { report, output }: Ran, files: ReadonlyMap<string, Buffer>): string | null {
  const { reason, code, stage } = report
  if (stage === 'compile') return `it does not compile: ${output.slice(0, 600)}`
  if (reason !== 'exited' || code !== program.code) return `it ended with ${reason} ${code ?? ''}: ${output.slice(-600)}`
  return outputFault(output, program.output, path => (files.get(path) as Buffer).toString('utf8'))
}

function tell(program: Program, { report, output }: Ran, fault: string | null): void {
  const times = `${report.compileMs === null ? '' : `${Math.round(report.compileMs)} + `}${Math.round(report.wallMs)} ms`
  const line = `${program.language.padEnd(10)} ${program.package}: ${program.main}`
  const mark = !fault ? '✓' : program.known ? '~' : '✗'
  say(`${mark} ${line}  ${times}, ${Buffer.byteLength(output)} bytes`)
  if (fault) say(`    ${program.known ?? fault}`)
  else if (program.known) say('    It works in a box; the list says otherwise.')
}

/** The same toolchain outside of any box: what a program is expected to do comes from there, where its package does not tell. */
async function runAllOutside(
  endpoint: Endpoint,
  language: Language,
  programs: readonly Program[],
  packages: ReadonlyMap<string, Package>,
): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, known: 0, out: 0 }
  for (const program of programs) {
    const { files } = packages.get(program.package) as Package
    const { code, output } = await runOutside(endpoint, language, program, filesOf(program, files))
    const fault =
      code === program.code
        ? outputFault(output, program.output, path => (files.get(path) as Buffer).toString('utf8'))
        : `it ended with ${code}: ${output.slice(-600)}`
    if (fault) counts.failed += 1
    else counts.passed += 1
    say(`${fault ? '✗' : '✓'} ${program.language.padEnd(10)} ${program.package}: ${program.main}${fault ? `\n    ${fault}` : ''}`)
  }
  return counts
}

main().then(
  whole => process.exit(whole ? 0 : 1),
  fault => {
    process.stderr.write(`${(fault as Error).stack}\n`)
    process.exit(1)
  },
)
