import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createApp } from '../../server/app.ts'
import { dockerClient, type Endpoint } from '../../server/engine/detect.ts'
import { connectDockerEngine } from '../../server/engine/docker-engine.ts'
import { DockerImages } from '../../server/engine/docker-images.ts'
import { protectionSettings } from '../../server/engine/protections.ts'
import { createOwner } from '../../server/engine/reaper.ts'
import { loadCatalogue } from '../../server/exercises/format/catalogue.ts'
import { createGrader } from '../../server/exercises/grading/grader.ts'
import { readConfig } from '../../server/platform/config.ts'
import { silentLogger } from '../../server/platform/logger.ts'
import { createMetrics } from '../../server/platform/metrics.ts'
import { measureWith } from '../../server/posture/posture.ts'
import { findProfileImages } from '../../server/profiles/images.ts'
import { loadProfiles } from '../../server/profiles/load.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Attack } from './catalogue.ts'
import { MUTATIONS, type Mutation } from './mutations.ts'
import { letLoose } from './runner.ts'

/** A share of the processors is measured as too small, and never as too large, while something else wants them. */
const DISTURBED = 'processor'
const MOST_MEASUREMENTS = 5

const ROOT = join(import.meta.dirname, '../..')

/**
 * Takes each layer away in turn, and shows that its attacks, and the server's own measurement, notice: a layer that nothing misses is not
 * defended by a test. Reports the matrix of layers and attacks.
 */
export async function mutate(
  endpoint: Endpoint,
  attacks: readonly Attack[],
  say: (line: string) => void,
): Promise<{ passed: number; failed: number }> {
  let passed = 0
  let failed = 0
  const rows: { layer: string; change: string; tried: number; broken: readonly string[]; posture: string }[] = []
  for (const mutation of MUTATIONS) {
    const chosen = attacks.filter(attack => attack.mutable && attack.tiers.includes('standard') && attack.layers.includes(mutation.layer))
    const row = await tryMutation(endpoint, mutation, chosen)
    rows.push(row)
    const noticed = row.broken.length > 0 || (mutation.measured !== null && row.posture === 'fails')
    const measured = mutation.measured === null || row.posture === 'fails'
    if (noticed && measured) passed += 1
    else failed += 1
    const posture = mutation.measured === null ? '' : `; posture: ${row.posture}`
    say(
      `${noticed && measured ? '✓' : '✗'} ${mutation.layer.padEnd(20)} ${mutation.change.padEnd(26)} ${row.broken.length} of ${row.tried} attacks succeed${posture}`,
    )
    for (const broken of row.broken) say(`    ${broken}`)
  }
  return { passed, failed }
}

async function tryMutation(endpoint: Endpoint, mutation: Mutation, attacks: readonly Attack[]) {
  const config = { ...readConfig({ GLOVEBOX_PORT: '0', GLOVEBOX_MAX_BOXES: '4', GLOVEBOX_WARM_BOXES: '1' }), strict: false }
  const { engine, missing } = await connectDockerEngine(endpoint, protectionSettings(config, ROOT), mutation.alter)
  const folder = join(ROOT, 'profiles')
  const profiles = (await loadProfiles(folder)).filter(profile => profile.id === 'python')
  const [found] = await findProfileImages(profiles, folder, new DockerImages(dockerClient(endpoint, 30_000)))
  if (!found?.image) throw new Error('the images are not built')
  const { profile: python, image } = found
  const measure = measureWith({ engine, missing })
  const measureLayer = async () => {
    const posture = await measure(python, image, createOwner().labels, new AbortController().signal)
    return { posture, layer: posture.layers.find(report => report.layer === mutation.measured) }
  }
  let seen = mutation.measured === null ? null : await measureLayer()
  for (let times = 1; mutation.measured === DISTURBED && seen?.layer?.verdict === 'holds' && times < MOST_MEASUREMENTS; times++)
    seen = await measureLayer()
  const { posture = null, layer } = seen ?? {}
  const web = { target: { host: '127.0.0.1', port: 1 }, stop: async () => {} }
  // Its own measurement is done above.
  const ownMeasure = async () => posture ?? UNMEASURED
  const app = createApp({
    config,
    engine,
    store: await openSqlite(':memory:'),
    profiles,
    catalogue: await loadCatalogue({ folders: [], languages: [], log: silentLogger(), rescanMs: 0 }),
    grader: (pool, known) => createGrader({ pool, profiles: known, atOnce: 1, mostWaiting: 1, log: silentLogger() }),
    web,
    element: async () => Buffer.alloc(0),
    measure: ownMeasure,
    metrics: createMetrics(),
    dev: false,
    log: silentLogger(),
  })
  try {
    await app.setImage(python.id, image)
    await app.listen()
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    const broken: string[] = []
    for (const attack of attacks) {
      const outcome = await letLoose(url, attack, { honestRuns: 0 })
      if (!outcome.contained) broken.push(`${attack.name}: ${outcome.how}`)
    }
    return {
      layer: mutation.layer,
      change: mutation.change,
      tried: attacks.length,
      broken,
      posture: posture?.fault ?? layer?.verdict ?? 'not measured',
    }
  } finally {
    await app.close()
  }
}

const UNMEASURED = { profile: 'python', tier: 'standard', tierName: 'standard', layers: [], fault: 'measured elsewhere' } as const
