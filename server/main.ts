import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type App, type AppDeps, createApp } from './app.ts'
import { dockerClient, type Endpoint, findEndpoint } from './engine/detect.ts'
import { connectDockerEngine } from './engine/docker-engine.ts'
import { DockerImages } from './engine/docker-images.ts'
import { protectionSettings } from './engine/protections.ts'
import { requireTiers } from './engine/tiers.ts'
import { loadCatalogue } from './exercises/format/catalogue.ts'
import { createGrader } from './exercises/grading/grader.ts'
import { WebProcess } from './http/web-process.ts'
import { AppError } from './platform/app-error.ts'
import { type Config, ConfigError, readConfig } from './platform/config.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { createMetrics, watchProcess } from './platform/metrics.ts'
import { measureWith } from './posture/posture.ts'
import { type BuilderEngine, ImageBuilder } from './profiles/image-builder.ts'
import { BASE_IMAGE, planProfileImage } from './profiles/images.ts'
import { loadProfiles, offeredProfiles, ProfileError } from './profiles/load.ts'
import type { Profile } from './profiles/profile.ts'
import { openStore } from './store/open.ts'
import { StoreError } from './store/store-error.ts'

/** The folder above this file, as a source and as a bundle alike. */
const ROOT = join(import.meta.dirname, '..')
const IMAGE_CALL_MS = 30_000
/** A drain that takes longer than this is cut short, as by a second SIGTERM. */
const DRAIN_MS = 20_000

async function main(): Promise<void> {
  const startedMs = performance.now()
  const config = readConfig(process.env)
  const dev = process.env.NODE_ENV === 'development'
  const log = createLogger(config.logLevel)
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  log.info({ version, node: process.version, dev }, 'Glovebox starts')

  const store = await openStore(config, log, config.dataBytes)
  const endpoint = await findEndpoint(process.env)
  const { engine, missing } = await connectDockerEngine(endpoint, protectionSettings(config, ROOT))
  for (const { layer, why, fix } of missing) log.warn({ layer, why, fix }, 'a layer of the wall is not to be had here')
  const profiles = offeredProfiles(await loadProfiles(join(ROOT, 'profiles'), config.tier), config.languages)
  requireTiers(engine, profiles)
  const web = new WebProcess({ root: ROOT, dev, stateFolder: config.stateFolder || defaultStateFolder(), reportTo: config.reportTo, log })
  const measure = measureWith({ engine, missing })
  const metrics = createMetrics()
  // It looks at the event loop a hundred times a second: only for somebody who asks.
  if (config.metricsPort !== null) watchProcess(metrics)
  const element = () => readFile(join(ROOT, 'dist/glovebox-snippet.js'))
  const catalogue = await loadCatalogue({ folders: [exercisesFolder(config)], languages: profiles, log })
  const grader: AppDeps['grader'] = (pool, known) =>
    createGrader({ pool, profiles: known, atOnce: config.gradings, mostWaiting: config.maxQueue, log })
  const app = createApp({ config, engine, store, profiles, catalogue, grader, web, element, measure, metrics, dev, log })

  let builder: ImageBuilder | null = null
  let draining = false
  const drain = (signal: NodeJS.Signals): void => {
    if (draining) {
      // Boxes end by themselves when their stream closes, and the next start removes what is left of them.
      log.warn({ signal }, 'asked again: leaving at once')
      process.exit(1)
    }
    draining = true
    log.info({ signal }, 'draining')
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
    Promise.all([app.close(), builder?.close()]).then(
      () => {
        log.info('every box is removed')
        process.exit(0)
      },
      fault => {
        log.error({ err: fault }, 'could not shut down in order')
        process.exit(1)
      },
    )
  }
  // One request must not end everybody's runs, whatever was overlooked.
  process.on('unhandledRejection', fault => log.error({ err: fault }, 'nobody has taken care of a fault'))
  process.on('SIGTERM', drain)
  process.on('SIGINT', drain)

  builder = await createBuilder(app, profiles, endpoint, log)
  const pages = app.listenForPages().then(dataUrl => web.start(dataUrl))
  const [port] = await Promise.all([app.listen(), pages, builder?.offerPresent()])
  const metricsAddress = app.metricsServer?.address() as AddressInfo | null | undefined
  if (metricsAddress) log.info({ host: metricsAddress.address, port: metricsAddress.port }, 'metrics are served')
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  log.info({ url, engine: engine.name, database: store.kind, ms: Math.round(performance.now() - startedMs) }, 'Glovebox is ready')
  if (process.stdout.isTTY) process.stdout.write(`\n  Glovebox is ready:  ${url}\n\n`)
  if (!draining) builder?.start()
}

/** What offers every language whose image the engine has, and builds the others; null where there is nothing to build them from. */
async function createBuilder(app: App, profiles: readonly Profile[], endpoint: Endpoint, log: Logger): Promise<ImageBuilder | null> {
  const calls = new DockerImages(dockerClient(endpoint, IMAGE_CALL_MS))
  // A build lasts as long as it lasts.
  const builds = new DockerImages(dockerClient(endpoint, 0))
  const baseId = await calls.find(BASE_IMAGE)
  if (!baseId) {
    log.error({ image: BASE_IMAGE }, 'the base of all images is not there: npm start makes it')
    for (const { id } of profiles)
      app.setImageState(id, { name: 'failed', why: 'The base of all images is not there: npm start makes it.' })
    return null
  }
  const engine: BuilderEngine = { find: tag => calls.find(tag), build: (image, onLine) => builds.build(image, onLine) }
  return new ImageBuilder({
    engine,
    profiles,
    plan: profile => planProfileImage(profile, { folder: join(ROOT, 'profiles'), baseId }),
    onReady: (profile, tag) => app.setImage(profile.id, tag),
    onState: (profile, state) => app.setImageState(profile.id, state),
    log,
  })
}

function exercisesFolder({ exercisesFolder: folder }: Config): string {
  if (folder === '') return join(ROOT, 'profiles/exercises')
  if (!existsSync(folder)) throw new ConfigError(`These settings are not valid:\n  GLOVEBOX_EXERCISES_FOLDER: there is no folder ${folder}`)
  return folder
}

/** Where a service keeps what it can make again (systemd's and XDG's words for it). */
function defaultStateFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/glovebox'
  return join(process.env.XDG_STATE_HOME || join(homedir(), '.local/state'), 'glovebox')
}

main().catch(fault => {
  const known =
    fault instanceof ConfigError ||
    fault instanceof ProfileError ||
    fault instanceof StoreError ||
    fault instanceof AppError ||
    (fault as NodeJS.ErrnoException).code === 'EADDRINUSE'
  const text =
    (fault as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? `${(fault as Error).message}\nAnother program uses this port. Choose one with: npm start -- --port 3001`
      : known
        ? (fault as Error).message
        : String((fault as Error).stack ?? fault)
  process.stderr.write(`${text}\n`)
  process.exit(1)
})
