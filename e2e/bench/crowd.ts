import { setTimeout as sleep } from 'node:timers/promises'
import { measureBare } from './bare.ts'
import { median, p95, plainRow, type Row, ratioRow } from './figures.ts'
import { availableMiB, boxesMiB, residentMiB } from './machine.ts'
import { closeTabs, openTabs, type Place, startBenchServer, warmAtLeast } from './place.ts'
import { HELLO } from './programs.ts'
import { BenchTab, type Timed } from './tab.ts'

const HOT_PAUSE_MS = 100

/** Two hundred people who have run something and now read. */
export async function idle(place: Place): Promise<Row[]> {
  const count = place.quick ? 20 : 200
  await using server = await startBenchServer()
  const pid = server.process.pid as number
  using own = await BenchTab.open(server.url)
  const hotRuns = async (): Promise<number[]> => {
    const firsts: number[] = []
    for (let run = 0; run < (place.quick ? 20 : 150); run++) {
      await sleep(HOT_PAUSE_MS)
      firsts.push((await own.run(HELLO)).firstMs)
    }
    return firsts
  }
  await own.run(HELLO)
  const alone = await hotRuns()
  const before = { server: residentMiB(pid), boxes: boxesMiB(), available: availableMiB() }
  const tabs = await openTabs(server.url, count)
  for (const tab of tabs) await tab.run(HELLO)
  await sleep(3000)
  const each = (residentMiB(pid) - before.server + boxesMiB() - before.boxes) / count
  const allEach = (before.available - availableMiB()) / count
  const crowded = await hotRuns()
  const answers = await inTurn(tabs)
  closeTabs(tabs)
  return [
    plainRow(
      `memory of ${count} idle sessions, server + boxes, each`,
      each,
      'MiB',
      { most: 25 },
      `${allEach.toFixed(1)} MiB with the engine's and the kernel's part`,
    ),
    plainRow(
      `of these, answer their next Run`,
      answers.length,
      'sessions',
      { least: count },
      `p95 ${p95(answers.map(answer => answer.firstMs)).toFixed(1)} ms, one after the other`,
    ),
    ratioRow(`hot Run, p95, beside ${count} idle sessions`, p95(crowded), 'ms', p95(alone), 'beside none', { most: 1.5 }),
  ]
}

async function inTurn(tabs: readonly BenchTab[]): Promise<Timed[]> {
  const answers: Timed[] = []
  for (const tab of tabs) answers.push(await tab.run(HELLO))
  return answers
}

/** A class presses Run. */
export async function classes(place: Place): Promise<Row[]> {
  const rows: Row[] = []
  const bareRate = await measureBare<number>(place.endpoint, place.python.image, 'throughput', place.quick ? 2 : 5)
  for (const count of place.quick ? [10] : [30, 60, 120]) {
    await using server = await startBenchServer()
    const tabs = await openTabs(server.url, count)
    await warmAtLeast(server, count)
    const spread = await Promise.all(
      tabs.map(async tab => {
        await sleep(Math.random() * 1000)
        return tab.run(HELLO)
      }),
    )
    await sleep(3000)
    const together = await Promise.all(tabs.map(tab => tab.run(HELLO)))
    closeTabs(tabs)
    const firsts = spread.map(timed => timed.firstMs)
    rows.push(
      plainRow(`${count} people press Run within a second: median`, median(firsts), 'ms', null, `${firsts.length} of ${count} answered`),
      ratioRow(`${count} press Run within a second: p95`, p95(firsts), 'ms', (count / bareRate) * 1000, `for ${count} bare runs`, null),
      ratioRow(
        `${count} press Run in the same moment: p95`,
        p95(together.map(timed => timed.firstMs)),
        'ms',
        (count / bareRate) * 1000,
        `for ${count} bare runs`,
        null,
      ),
    )
  }
  return [...rows, ...(await queued(place, bareRate))]
}

/** More people than there may be boxes: they wait, see their place, and all are served. */
async function queued(place: Place, bareRate: number): Promise<Row[]> {
  const [count, boxes] = place.quick ? [12, 4] : [120, 40]
  await using server = await startBenchServer({ GLOVEBOX_MAX_BOXES: String(boxes) })
  const tabs = await openTabs(server.url, count)
  await sleep(5000)
  const all = await Promise.all(
    tabs.map(async tab => {
      await sleep(Math.random() * 1000)
      return tab.run(HELLO)
    }),
  )
  closeTabs(tabs)
  const waited = all.filter(timed => timed.positions.length > 0)
  const firsts = all.map(timed => timed.firstMs)
  return [
    plainRow(
      `${count} people, ${boxes} boxes: answered`,
      all.length,
      'people',
      { least: count },
      `${waited.length} waited and saw their place`,
    ),
    ratioRow(`${count} people, ${boxes} boxes: p95`, p95(firsts), 'ms', (count / bareRate) * 1000, `for ${count} bare runs`, null),
    plainRow(`${count} people, ${boxes} boxes: longest wait`, Math.max(...firsts) / 1000, 's', null),
  ]
}

export type Growth = {
  readonly sessions: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly serverMiB: number
  readonly boxesMiB: number
}

/** From one session to two hundred, each of which runs something every five seconds. */
export async function growth(place: Place): Promise<Growth[]> {
  await using server = await startBenchServer()
  const pid = server.process.pid as number
  const tabs: BenchTab[] = []
  const points: Growth[] = []
  const restMiB = boxesMiB()
  const everyMs = 5000
  const rounds = place.quick ? 1 : 4
  for (const sessions of place.quick ? [1, 5] : [1, 10, 50, 100, 200]) {
    while (tabs.length < sessions) {
      const tab = await BenchTab.open(server.url)
      await tab.run(HELLO)
      tabs.push(tab)
    }
    await sleep(2000)
    // One session alone would give four samples.
    const times = Math.max(rounds, Math.ceil(60 / sessions))
    const everyOwnMs = (everyMs * rounds) / times
    const firsts: number[] = []
    await Promise.all(
      tabs.map(async tab => {
        await sleep(Math.random() * everyOwnMs)
        for (let run = 0; run < times; run++) {
          const timed = await tab.run(HELLO)
          firsts.push(timed.firstMs)
          await sleep(Math.max(0, everyOwnMs - timed.endMs) * (0.5 + Math.random()))
        }
      }),
    )
    points.push({
      sessions,
      p50Ms: median(firsts),
      p95Ms: p95(firsts),
      serverMiB: residentMiB(pid),
      boxesMiB: Math.max(0, boxesMiB() - restMiB),
    })
    place.say(`   ${sessions} sessions: ${median(firsts).toFixed(1)} ms, p95 ${p95(firsts).toFixed(1)} ms, ${firsts.length} runs`)
  }
  closeTabs(tabs)
  return points
}
