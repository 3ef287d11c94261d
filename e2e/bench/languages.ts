import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerClient } from '../../server/engine/detect.ts'
import { DockerImages } from '../../server/engine/docker-images.ts'
import { fillArgv, toShell } from '../../server/profiles/argv.ts'
import { findProfileImages } from '../../server/profiles/images.ts'
import { loadProfiles } from '../../server/profiles/load.ts'
import type { Profile } from '../../server/profiles/profile.ts'
import { BUILD_FOLDER } from '../../server/protocol/limits.ts'
import { type BareCommand, measureCommand, READING_MS } from './bare.ts'
import { median, type Row, ratioRow } from './figures.ts'
import { type Place, startBenchServer } from './place.ts'
import { BenchTab, type Sources } from './tab.ts'

const FOLDER = join(import.meta.dirname, '../../profiles')
/** The sample that is run: every language has one of that name. */
const SAMPLE = 'Hello, World'
const ENGINE_MS = 60_000

/** For each language whose image is there: Run → first byte, beside the same command in a bare shell. */
export async function languages(place: Place): Promise<Row[]> {
  const only = process.env.GLOVEBOX_LANGUAGES?.split(',')
  const rows: Row[] = []
  const profiles = (await loadProfiles(FOLDER)).filter(({ id }) => !only || only.includes(id))
  for (const { profile, image } of await findProfileImages(profiles, FOLDER, new DockerImages(dockerClient(place.endpoint, ENGINE_MS)))) {
    if (image) rows.push(...(await oneLanguage(place, profile, image)))
    else place.say(`${profile.title}: left out, its image is not built`)
  }
  return rows
}

async function oneLanguage(place: Place, profile: Profile, image: string): Promise<Row[]> {
  const { title, compile } = profile
  place.say(title)
  const samples = place.quick ? 5 : compile ? 15 : 40
  const commands = bareCommands(profile, samples)
  const { files } = commands.run
  const bare = (command: BareCommand): Promise<number[]> => measureCommand(place.endpoint, image, profile.env, command)
  const bareAll = async (): Promise<{ run: number[]; whole: number[] }> => ({
    run: await bare(commands.run),
    whole: commands.whole ? await bare(commands.whole) : [],
  })

  const before = await bareAll()
  const { ahead, cold, served } = await measureServer(
    profile,
    { profile: profile.id, main: profile.mainFile, files },
    samples,
    median(before.run),
  )
  const after = await bareAll()

  const bareRun = median([...before.run, ...after.run])
  const how = `${served} of ${ahead.length} from a standby`
  if (!commands.whole) return [ratioRow(`${title}: Run → first byte (${how})`, median(ahead), 'ms', bareRun, 'bare', { most: 0.4 })]
  const bareWhole = median([...before.whole, ...after.whole])
  return [
    ratioRow(`${title}: Run → first byte, compiled ahead`, median(ahead), 'ms', bareWhole, 'bare, compile and run', { most: 1 }),
    ratioRow(`${title}: the same (${how})`, median(ahead), 'ms', bareRun, 'bare, run alone', null),
    ratioRow(`${title}: Run → first byte, not compiled ahead`, median(cold), 'ms', bareWhole, 'bare, compile and run', null),
  ]
}

/** What is entered in a bare shell for a language's hello: the program alone, and where the language compiles, compiling and running it (null elsewhere). */
export function bareCommands(profile: Profile, samples: number): { readonly run: BareCommand; readonly whole: BareCommand | null } {
  const sample = profile.samples.find(candidate => candidate.title === SAMPLE)
  if (!sample) throw new Error(`${profile.title} has no sample "${SAMPLE}"`)
  const { files } = sample
  const { compile, run, mainFile: main, extensions } = profile
  const values = { main, files: files.map(file => file.name), extensions }
  const line = toShell(fillArgv(run, values))
  if (!compile) return { run: { files, line, samples }, whole: null }
  const prepare = `mkdir -p ${BUILD_FOLDER} && ${toShell(fillArgv(compile, values))}`
  return { run: { files, line, samples, prepare }, whole: { files, line: `${prepare} && ${line}`, samples } }
}

/** `ahead`: what is to be compiled was compiled when typing paused; `cold`: it was not. `served`: how many of the former a standby served. */
async function measureServer(profile: Profile, sources: Sources, samples: number, bareMs: number) {
  await using server = await startBenchServer({ GLOVEBOX_LANGUAGES: profile.id, GLOVEBOX_WARM_BOXES: '0' })
  using tab = await BenchTab.open(server.url)
  // A change that no compiler minds, or else there is nothing to compile.
  const edited = (edit: number): Sources => ({
    ...sources,
    files: sources.files.map(({ name, content }) => ({ name, content: content + '\n'.repeat(edit) })),
  })
  // Somebody reads what the last run printed: the next standby has loaded.
  const pause = (): Promise<void> => sleep(READING_MS + 4 * bareMs)
  let edit = 0
  const ahead: number[] = []
  for (let round = -3; round < samples; round++) {
    edit += 1
    if (profile.compile) await tab.check(edited(edit))
    await pause()
    const { firstMs, report } = await tab.runSources(edited(edit))
    if (report.code !== 0) throw new Error(`${profile.title}: the sample ended with ${report.reason} ${report.code}`)
    if (round >= 0) ahead.push(firstMs)
  }
  const runs = server.log.flatMap(line => {
    const entry = JSON.parse(line) as { msg?: string; standby?: boolean }
    return entry.msg === 'run' ? [entry.standby === true] : []
  })
  const served = runs.slice(-samples).filter(Boolean).length
  const cold: number[] = []
  for (let round = 0; profile.compile && round < samples; round++) {
    edit += 1
    await pause()
    cold.push((await tab.runSources(edited(edit))).firstMs)
  }
  return { ahead, cold, served }
}
