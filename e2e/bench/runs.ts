import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from '../../server/box/pool.ts'
import { Run } from '../../server/box/runner.ts'
import { dockerClient } from '../../server/engine/detect.ts'
import type { DockerEngine } from '../../server/engine/docker-engine.ts'
import { toDockerOptions } from '../../server/engine/docker-options.ts'
import { createOwner } from '../../server/engine/reaper.ts'
import { silentLogger } from '../../server/platform/logger.ts'
import { createMetrics } from '../../server/platform/metrics.ts'
import { measureBare } from './bare.ts'
import { median, p95, plainRow, type Row, ratioRow } from './figures.ts'
import { busyMs } from './machine.ts'
import { beside, closeTabs, openTabs, type Place, startBenchServer, warmAtLeast } from './place.ts'
import { HELLO } from './programs.ts'
import { BenchTab } from './tab.ts'

/** Time for the next standby to load: somebody reads what the last run printed. */
const PAUSE_MS = 100
const ENGINE_MS = 60_000
const SIZE = { cols: 80, rows: 24 }

/** Run pressed in a session that has run before. */
export async function hot(place: Place): Promise<Row[]> {
  await using server = await startBenchServer()
  using tab = await BenchTab.open(server.url)
  for (let run = 0; run < 10; run++) await tab.run(HELLO)
  const { bareMs, result } = await beside(place, async () => {
    const firsts: number[] = []
    for (let run = 0; run < (place.quick ? 30 : 300); run++) {
      await sleep(PAUSE_MS)
      firsts.push((await tab.run(HELLO)).firstMs)
    }
    const ends: number[] = []
    for (let run = 0; run < (place.quick ? 30 : 200); run++) ends.push((await tab.run(HELLO)).firstMs)
    return { firsts, ends }
  })
  return [
    ratioRow('hot Run → first byte', median(result.firsts), 'ms', median(bareMs), 'bare python3', { most: 0.4 }),
    ratioRow('the same, p95', p95(result.firsts), 'ms', median(bareMs), 'bare python3', { most: 0.8 }),
    ratioRow('Run again at once, before the standby has loaded', median(result.ends), 'ms', median(bareMs), 'bare python3', null),
  ]
}

/** The first Run of a visitor, for whom a box stands ready. */
export async function fresh(place: Place): Promise<Row[]> {
  await using server = await startBenchServer()
  const { bareMs, result } = await beside(place, async () => {
    const firsts: number[] = []
    for (let visitor = 0; visitor < (place.quick ? 8 : 60); visitor++) {
      using tab = await BenchTab.open(server.url)
      await warmAtLeast(server, 2)
      firsts.push((await tab.run(HELLO)).firstMs)
    }
    return firsts
  })
  return [
    ratioRow('fresh box from the pool → first byte', median(result), 'ms', median(bareMs), 'bare python3', { most: 0.6 }),
    ratioRow('the same, p95', p95(result), 'ms', median(bareMs), 'bare python3', null),
  ]
}

/** A Run for which no box is ready, beside the engine's own calls with the same options. */
export async function cold(place: Place): Promise<Row[]> {
  await using server = await startBenchServer({ GLOVEBOX_WARM_BOXES: '0' })
  const docker = dockerClient(place.endpoint, ENGINE_MS)
  const firsts: number[] = []
  const engineMs: number[] = []
  for (let round = 0; round < (place.quick ? 4 : 25); round++) {
    using tab = await BenchTab.open(server.url)
    firsts.push((await tab.run(HELLO)).firstMs)
    tab[Symbol.dispose]()
    await sleep(400)
    const startedMs = performance.now()
    const container = await docker.createContainer(boxOptions(place))
    await container.start()
    engineMs.push(performance.now() - startedMs)
    await container.remove({ force: true })
    await sleep(200)
  }
  return [
    ratioRow('no box ready: Run → first byte', median(firsts), 'ms', median(engineMs), 'create + start by the engine alone', { most: 1.3 }),
  ]
}

/** Many sessions that run again and again, as fast as they can. */
export async function throughput(place: Place): Promise<Row[]> {
  const seconds = place.quick ? 2 : 6
  const bare = async (): Promise<{ rate: number; cpuMs: number }> => {
    const before = busyMs()
    const rate = await measureBare<number>(place.endpoint, place.python.image, 'throughput', seconds)
    // The container around it costs a tenth of a second of processor time, once.
    return { rate, cpuMs: (busyMs() - before) / (rate * seconds) }
  }
  const before = await bare()
  const ours: { rate: number; cpuMs: number; clientMs: number }[] = []
  await using server = await startBenchServer()
  const tabs = await openTabs(server.url, 8)
  for (const tab of tabs) await tab.run(HELLO)
  for (let part = 0; part < 2; part++) {
    const client = process.cpuUsage()
    const [busy, startedMs] = [busyMs(), performance.now()]
    let runs = 0
    await Promise.all(
      tabs.map(async tab => {
        for (; performance.now() - startedMs < seconds * 1000; runs++) await tab.run(HELLO)
      }),
    )
    const took = (performance.now() - startedMs) / 1000
    const { user, system } = process.cpuUsage(client)
    const clientMs = (user + system) / 1000 / runs
    ours.push({ rate: runs / took, cpuMs: (busyMs() - busy) / runs - clientMs, clientMs })
  }
  closeTabs(tabs)
  const after = await bare()
  const mean = (one: number, other: number): number => (one + other) / 2
  const [first, second] = ours as [(typeof ours)[0], (typeof ours)[0]]
  const bareCpuMs = mean(before.cpuMs, after.cpuMs)
  return [
    ratioRow('re-runs, 8 sessions', mean(first.rate, second.rate), 'runs/s', mean(before.rate, after.rate), 'bare, 2 workers', {
      least: 0.8,
    }),
    ratioRow('processor time of a re-run, without the load generator', mean(first.cpuMs, second.cpuMs), 'ms', bareCpuMs, 'bare', {
      most: 1.4,
    }),
    plainRow('processor time of the load generator for a run', mean(first.clientMs, second.clientMs), 'ms', null),
  ]
}

/**
 * Every run in a box of its own, beside what the engine alone can make and remove. Through the pool itself: a session would make its box as new after
 * the run, for another one that never comes.
 */
export async function stateless(place: Place): Promise<Row[]> {
  const seconds = place.quick ? 3 : 12
  const atOnce = 4
  const docker = dockerClient(place.endpoint, ENGINE_MS)
  const engine = async (): Promise<number> =>
    rateOf(atOnce, seconds, async () => {
      const container = await docker.createContainer(boxOptions(place))
      await container.start()
      await container.remove({ force: true })
    })
  const before = await engine()
  const { engine: own, profile, image } = place.python
  const pool = new Pool({
    engine: own,
    labels: createOwner().labels,
    profiles: [profile],
    maxBoxes: 32,
    warmBoxes: atOnce,
    maxQueue: 100,
    log: silentLogger(),
    metrics: createMetrics(),
  })
  pool.setImage(profile.id, image)
  const files = [{ name: profile.mainFile, content: HELLO }]
  const ours = await rateOf(atOnce, seconds, async () => {
    const lease = await pool.take({ profile, tenant: 'bench', signal: AbortSignal.timeout(ENGINE_MS) })
    const { outcome } = new Run(lease.box, { files, args: [], size: SIZE }, { onStarted: () => {}, onOutput: () => {} })
    const { report } = await outcome
    if (report.code !== 0) throw new Error(`a run ended with ${report.reason}`)
    // As a server does: the next one does not wait for it.
    void lease[Symbol.asyncDispose]()
  })
  await pool.close()
  const after = await engine()
  return [
    ratioRow('runs in fresh boxes, 4 at once', ours, 'runs/s', (before + after) / 2, 'create + start + remove by the engine alone', {
      least: 0.9,
    }),
  ]
}

async function rateOf(workers: number, seconds: number, once: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  let count = 0
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (; performance.now() - startedMs < seconds * 1000; count++) await once()
    }),
  )
  return (count / (performance.now() - startedMs)) * 1000
}

/** What the engine is asked for when a box is made. */
function boxOptions({ python }: Place) {
  const { profile, image } = python
  const engine = python.engine as DockerEngine
  return toDockerOptions({ image, tier: profile.tier, limits: profile.boxLimits, labels: {} }, engine.protections, engine.host.dialect)
}
