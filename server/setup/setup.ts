import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../engine/detect.ts'
import { AuthoringError } from '../exercises/authoring/new-exercise.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import { loadProfiles, offeredProfiles, ProfileError } from '../profiles/load.ts'
import { StoreError } from '../store/store-error.ts'
import { runData } from './data.ts'
import { examine } from './doctor.ts'
import { ensureEngine } from './engine.ts'
import { runExercises } from './exercises.ts'
import { type Builds, ensureGround, ensureLanguages, ensureMany } from './images.ts'
import { HELP, readOptions, type SetupOptions } from './options.ts'
import { ensurePages } from './pages.ts'
import { runProfiles } from './profiles.ts'
import { SetupError, Steps } from './steps.ts'
import { ensureChromium, ensureTestDatabase, ensureTestEngines, runSuites, runTool } from './suites.ts'

/** Their messages say all there is to say. */
const KNOWN_FAULTS = [SetupError, ConfigError, ProfileError, StoreError, AuthoringError]

/**
 * Prepares what is missing and does what was asked: serves, serves with hot reload, or tests. Returns the exit status, or null when a server
 * now runs in this process.
 * @param root the repository.
 */
export async function setup(root: string, command: string, argv: readonly string[]): Promise<number | null> {
  const steps = new Steps()
  try {
    const options = readOptions(command, argv)
    if (options.help) {
      steps.say(HELP)
      return 0
    }
    if (options.port !== undefined) process.env.GLOVEBOX_PORT = options.port
    if (options.host !== undefined) process.env.GLOVEBOX_HOST = options.host
    if (options.command === 'doctor') return await examine(root, options.json)
    if (options.command === 'profiles') return await runProfiles(steps, root, options)
    if (options.command === 'exercises') return await runExercises(steps, root, options)
    if (options.command === 'data') return await runData(steps, options)
    const { endpoint, languages } = await prepare(steps, root, options)
    process.env.DOCKER_HOST = endpoint.address
    const context = { steps, root, endpoint }
    if (options.command === 'test') return await runSuites(context, options.names, languages)
    if (options.command === 'attack') return await runTool(context, 'e2e/attacks/attack.ts', attackArguments(options))
    if (options.command === 'chaos') return await runTool(context, 'e2e/chaos/chaos.ts', [])
    if (options.command === 'bench') return await runTool(context, 'e2e/bench/bench.ts', benchArguments(options))
    return null
  } catch (fault) {
    if (!KNOWN_FAULTS.some(known => fault instanceof known)) throw fault
    process.stderr.write(`\n${(fault as Error).message}\n`)
    return 1
  }
}

type Prepared = {
  readonly endpoint: Endpoint
  /** For `npm test`: begins to build the languages. */
  readonly languages: () => Builds
}

/** Two lanes at the same time: the pages need the processor, the images mostly the network. */
async function prepare(steps: Steps, root: string, options: SetupOptions): Promise<Prepared> {
  const { command, rebuild } = options
  const profiles = offeredProfiles(await loadProfiles(join(root, 'profiles')), readConfig(process.env).languages)
  const lanes = [
    command === 'dev' ? Promise.resolve() : ensurePages(steps, root),
    ensureEngine(steps, options).then(async endpoint => {
      const ground = await ensureGround(steps, endpoint, root, rebuild)
      // A server builds the others itself, in the background; tests wait for them where they need them.
      if (command !== 'test') await ensureLanguages(steps, ground, command === 'bench' ? profiles : profiles.slice(0, 1))
      if (command === 'test' || command === 'bench') await ensureChromium(steps)
      if (command === 'test' || command === 'chaos') await ensureTestEngines(steps)
      if (command === 'test') await ensureTestDatabase(steps)
      return { endpoint, languages: () => ensureMany(steps, ground, profiles, Math.min(2, availableParallelism())) }
    }),
  ] as const
  // A lane that fails must not leave the other at work behind the error message.
  await Promise.allSettled(lanes)
  const [, prepared] = await Promise.all(lanes)
  return prepared
}

function attackArguments({ names, mutate, url }: SetupOptions): string[] {
  return [...(mutate ? ['--mutate'] : []), ...(url === undefined ? [] : ['--url', url]), ...names]
}

function benchArguments({ names, quick, plot }: SetupOptions): string[] {
  return [...(quick ? ['--quick'] : []), ...(plot ? ['--plot'] : []), ...names]
}

/** Where the server's bundle lies. */
export function serverBundle(root: string): string {
  return join(root, 'dist/main.mjs')
}
