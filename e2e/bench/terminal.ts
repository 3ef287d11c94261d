import { setTimeout as sleep } from 'node:timers/promises'
import { measureBare } from './bare.ts'
import { median, p95, plainRow, type Row, ratioRow } from './figures.ts'
import { residentMiB } from './machine.ts'
import { type Place, startBenchServer } from './place.ts'
import { ECHO, FLOOD, HELLO } from './programs.ts'
import { BenchTab } from './tab.ts'

const PAUSE_MS = 5
const CTRL_C = '\x03'

/** A key that a running program sends back. */
export async function echo(place: Place): Promise<Row[]> {
  const keys = place.quick ? 50 : 400
  const bareMs = await measureBare<number[]>(place.endpoint, place.python.image, 'echo', keys)
  await using server = await startBenchServer()
  using tab = await BenchTab.open(server.url)
  let wake: () => void = () => {}
  const next = (): Promise<void> =>
    new Promise(resolve => {
      wake = resolve
    })
  const ready = next()
  const over = tab.run(ECHO, () => wake())
  await ready
  const times: number[] = []
  for (let key = 0; key < keys; key++) {
    const startedMs = performance.now()
    const came = next()
    tab.type('k')
    await came
    times.push(performance.now() - startedMs)
    await sleep(PAUSE_MS)
  }
  tab.type('q')
  await over
  const bare = `${median(bareMs).toFixed(2)} ms in a bare terminal`
  return [
    plainRow('typed key → echo, added', median(times) - median(bareMs), 'ms', { most: 3 }, bare),
    plainRow('the same, p95', p95(times) - median(bareMs), 'ms', null, bare),
  ]
}

/** A program that prints without end, and a client that reads all of it. */
export async function flood(place: Place): Promise<Row[]> {
  const seconds = place.quick ? 2 : 5
  const bare = (): Promise<number> => measureBare<number>(place.endpoint, place.python.image, 'flood', seconds)
  const before = await bare()
  await using server = await startBenchServer()
  using tab = await BenchTab.open(server.url)
  const pid = server.process.pid as number
  // As much as a class has pressed Run before: the code is compiled, the heap has its size.
  for (let run = 0; run < 50; run++) await tab.run(HELLO)
  const restMiB = residentMiB(pid)
  let bytes = 0
  const over = tab.run(FLOOD, chunk => {
    bytes += chunk.length
  })
  await sleep(500)
  const [from, startedMs] = [bytes, performance.now()]
  let mostMiB = 0
  while (performance.now() - startedMs < seconds * 1000) {
    await sleep(100)
    mostMiB = Math.max(mostMiB, residentMiB(pid))
  }
  const rate = (bytes - from) / 1000 / (performance.now() - startedMs)
  const stoppedMs = performance.now()
  tab.type(CTRL_C)
  await over
  const stopMs = performance.now() - stoppedMs
  const after = await bare()
  return [
    ratioRow('flood of output', rate, 'MB/s', (before + after) / 2, 'out of a bare terminal', { least: 0.7 }),
    plainRow('growth of the server meanwhile', mostMiB - restMiB, 'MiB', { most: 32 }),
    plainRow('Ctrl-C → the end, at the client', stopMs, 'ms', { most: 100 }),
  ]
}
