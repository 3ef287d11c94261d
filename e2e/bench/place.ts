import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoint } from '../../server/engine/detect.ts'
import type { Python } from '../../server/test-box.ts'
import { type RunningServer, startServer } from '../server.ts'
import { measureBare } from './bare.ts'
import { BenchTab } from './tab.ts'

/** Where everything is measured. */
export type Place = {
  readonly endpoint: Endpoint
  readonly python: Python
  /** Shorter, to try the bench itself; not valid. */
  readonly quick: boolean
  readonly say: (line: string) => void
}

const ROOMY = {
  GLOVEBOX_MAX_BOXES: '240',
  GLOVEBOX_MAX_SESSIONS: '2000',
  GLOVEBOX_SESSIONS_PER_ADDRESS: '2000',
  GLOVEBOX_QUEUE: '2000',
  GLOVEBOX_GRACE_SECONDS: '0',
  GLOVEBOX_METRICS_PORT: '0',
}
const SETTLE_MS = 1500
const WITHIN_MS = 120_000

export async function startBenchServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer({ ...ROOMY, ...settings })
  // The measurement of the wall, the version, the first warm boxes.
  await sleep(SETTLE_MS)
  await warmAtLeast(server, settings.GLOVEBOX_WARM_BOXES === '0' ? 0 : 1)
  return server
}

/** Waits until so many boxes stand ready and have loaded their standby. */
export async function warmAtLeast(server: RunningServer, count: number): Promise<void> {
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    const { boxes } = (await (await fetch(`${server.url}/healthz`)).json()) as { boxes: { warm: number } }
    if (boxes.warm >= count) break
    if (performance.now() > deadline) throw new Error(`only ${boxes.warm} of ${count} boxes are ready`)
    await sleep(250)
  }
  await sleep(300)
}

/** One value of the server's metrics, the sum over all labels that are not named. */
export async function readMetric(server: RunningServer, name: string, labels: Record<string, string> = {}): Promise<number> {
  const entry = server.log.map(line => JSON.parse(line) as { msg?: string; port?: number }).find(({ msg }) => msg === 'metrics are served')
  const text = await (await fetch(`http://127.0.0.1:${entry?.port}/metrics`)).text()
  let sum = 0
  for (const line of text.split('\n')) {
    if (line.split(/[{ ]/, 1)[0] !== name) continue
    if (Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`))) sum += Number(line.split(' ').at(-1))
  }
  return sum
}

export async function openTabs(url: string, count: number): Promise<BenchTab[]> {
  const tabs: BenchTab[] = []
  for (let opened = 0; opened < count; opened++) tabs.push(await BenchTab.open(url))
  return tabs
}

export function closeTabs(tabs: readonly BenchTab[]): void {
  for (const tab of tabs) tab[Symbol.dispose]()
}

/** Milliseconds from the start of a bare interpreter to its first byte: samples from before and after what is done meanwhile. */
export async function beside<T>(place: Place, work: () => Promise<T>): Promise<{ readonly bareMs: readonly number[]; readonly result: T }> {
  const samples = place.quick ? 20 : 100
  const bare = (): Promise<number[]> => measureBare<number[]>(place.endpoint, place.python.image, 'first_byte', samples)
  const before = await bare()
  const result = await work()
  return { bareMs: [...before, ...(await bare())], result }
}
