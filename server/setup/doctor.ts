import { release } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { dockerClient, findEndpoint } from '../engine/detect.ts'
import { connectDockerEngine, type DockerEngine } from '../engine/docker-engine.ts'
import { DockerImages } from '../engine/docker-images.ts'
import { protectionSettings } from '../engine/protections.ts'
import { createOwner } from '../engine/reaper.ts'
import { AppError } from '../platform/app-error.ts'
import { readConfig } from '../platform/config.ts'
import { holds, measureWith, type Posture } from '../posture/posture.ts'
import { findProfileImages } from '../profiles/images.ts'
import { loadProfiles } from '../profiles/load.ts'
import { SetupError } from './steps.ts'

const CALL_MS = 30_000

type Examination = {
  readonly machine: Readonly<Record<string, string>>
  readonly postures: readonly Posture[]
  /** Languages whose image is not there. */
  readonly unbuilt: readonly string[]
}

/**
 * `npm run doctor`: what this machine has, and every layer of the wall as it was measured, with what can be done about those that do not hold.
 * Changes nothing. Returns the exit status: 0 when every required layer holds.
 */
export async function examine(root: string, json: boolean): Promise<number> {
  const examination = await look(root)
  const sound = examination.postures.length > 0 && examination.postures.every(holds)
  process.stdout.write(json ? `${JSON.stringify({ sound, ...examination }, null, 2)}\n` : toText(examination, sound))
  return sound ? 0 : 1
}

async function look(root: string): Promise<Examination> {
  const config = readConfig(process.env)
  const folder = join(root, 'profiles')
  const profiles = await loadProfiles(folder, config.tier)
  const endpoint = await findEndpoint(process.env).catch(explain)
  const { engine, missing } = await connectDockerEngine(endpoint, protectionSettings(config, root)).catch(explain)
  const measure = measureWith({ engine, missing })
  const { labels } = createOwner()
  const postures: Posture[] = []
  const unbuilt: string[] = []
  for (const { profile, image } of await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, CALL_MS)))) {
    if (image) postures.push(await measure(profile, image, labels, new AbortController().signal))
    else unbuilt.push(profile.title)
  }
  return { machine: aboutMachine(engine), postures, unbuilt }
}

function explain(fault: unknown): never {
  if (fault instanceof AppError) throw new SetupError(`${fault.message}\nnpm start finds, installs or starts an engine.`)
  throw fault
}

function aboutMachine({ host }: DockerEngine): Record<string, string> {
  const yes = (is: boolean): string => (is ? 'yes' : 'no')
  return {
    node: process.version,
    system: `${process.platform} ${release()} ${process.arch}`,
    engine: host.name,
    'engine’s kernel': host.kernel,
    cgroups: `v${host.cgroupVersion}, ${host.cgroupDriver}`,
    rootless: yes(host.rootless),
    'remapped users': yes(host.userNamespaces),
    AppArmor: yes(host.appArmor),
    SELinux: yes(host.seLinux),
    runtimes: host.runtimes.join(', '),
  }
}

/** Width of the column of what was asked for; longer words push the next column aside. */
const ASKED_CHARS = 36
const MARKS = { holds: ['✓', 32], fails: ['✗', 31], absent: ['–', 33] } as const

function toText({ machine, postures, unbuilt }: Examination, sound: boolean): string {
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
  const paint = (text: string, colour: number): string => (colours ? `\x1b[${colour}m${text}\x1b[0m` : text)
  const lines = ['', 'This machine', ...Object.entries(machine).map(([name, value]) => `  ${name.padEnd(18)}${value}`)]
  for (const { profile, tierName, layers, fault } of postures) {
    lines.push('', `The wall of ${profile}, ${tierName} box${fault ? `: could not be measured: ${fault}` : ''}`)
    const widest = Math.max(5, ...layers.map(layer => layer.layer.length))
    const asks = Math.min(ASKED_CHARS, Math.max(5, ...layers.map(layer => layer.asked.length)))
    if (layers.length > 0) lines.push(`    ${'layer'.padEnd(widest)}  ${'asked'.padEnd(asks)}  measured`)
    for (const { layer, asked, measured, verdict, required, fix } of layers) {
      const [mark, colour] = MARKS[verdict]
      const aside = verdict === 'fails' && !required ? ' (not required)' : ''
      lines.push(`  ${paint(mark, colour)} ${layer.padEnd(widest)}  ${asked.padEnd(asks)}  ${printable(measured)}${aside}`)
      if (fix !== '') lines.push(`    ${' '.repeat(widest)}  → ${fix}`)
    }
  }
  if (unbuilt.length > 0) lines.push('', `Not built yet, so not measured: ${unbuilt.join(', ')}. npm start builds them.`)
  const count = (verdict: keyof typeof MARKS): number =>
    postures.flatMap(({ layers }) => layers).filter(layer => layer.verdict === verdict).length
  lines.push('', `${count('holds')} layers hold, ${count('fails')} fail, ${count('absent')} are not to be had here.`)
  lines.push(sound ? 'Every required layer holds.' : 'The wall is not whole: do not let strangers in.', '')
  return lines.join('\n')
}

/** What was measured came from inside a box. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}/gu, ' ')
}
