import { setTimeout as sleep } from 'node:timers/promises'
import type { Box } from '../../server/box/box.ts'
import { checkInBox } from '../../server/box/jobs.ts'
import { Run } from '../../server/box/runner.ts'
import type { Endpoint } from '../../server/engine/detect.ts'
import type { SmokeTask } from '../../server/smoke/smoke-runner.ts'
import { openBox } from '../../server/test-box.ts'
import { measureCommand, READING_MS } from './bare.ts'
import { median } from './figures.ts'
import { bareCommands } from './languages.ts'

const SAMPLES = 5
const WITHIN_MS = 60_000

/**
 * A language's hello, Run → first byte in a box that is held, without server and connection, over the same command in a bare shell; with compiling where
 * the language compiles, which in the box was done ahead. A few samples, for a table; `npm run bench -- languages` measures it.
 */
export async function hotRatio(task: SmokeTask, endpoint: Endpoint): Promise<number> {
  const { profile, image } = task
  const { run, whole } = bareCommands(profile, SAMPLES)
  const bareMs = median(await measureCommand(endpoint, image, profile.env, whole ?? run))
  await using box = await openBox(task)
  const firstMs: number[] = []
  for (let round = 0; round < SAMPLES; round++) {
    const sources = { main: profile.mainFile, files: run.files }
    const compiled = profile.compile !== null && (await checkInBox(box, sources, AbortSignal.timeout(WITHIN_MS)))?.compiled === true
    await box.link.reset([], true)
    // Somebody reads what was printed; the next standby loads.
    await sleep(READING_MS + 2 * bareMs)
    firstMs.push(await firstByte(box, { ...sources, compiled }))
    await box.link.reset([], true)
  }
  return median(firstMs) / bareMs
}

async function firstByte(box: Box, spec: Pick<ConstructorParameters<typeof Run>[1], 'main' | 'files' | 'compiled'>): Promise<number> {
  const startedMs = performance.now()
  let ms = Number.NaN
  const run = new Run(
    box,
    { ...spec, args: [], size: { cols: 80, rows: 24 } },
    {
      onStarted: () => {},
      onOutput: bytes => {
        if (Number.isNaN(ms)) ms = performance.now() - startedMs
        run.credit(bytes.length)
      },
    },
  )
  await run.outcome
  return ms
}
