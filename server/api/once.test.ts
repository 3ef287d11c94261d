import { afterEach, expect, it } from 'vitest'
import { fakeAgent } from '../box/fake-agent.ts'
import { Pool } from '../box/pool.ts'
import { FakeEngine } from '../engine/fake-engine.ts'
import { silentLogger } from '../platform/logger.ts'
import { createMetrics } from '../platform/metrics.ts'
import { SCRIPT } from '../test-server.ts'
import { limitsFor } from './asked-limits.ts'
import { createOnce, type OnceEvents, type OnceRequest } from './once.ts'

const pools: Pool[] = []
afterEach(() => Promise.all(pools.splice(0).map(pool => pool.close())))

/** One way to run programs, with an engine in memory. */
function prepare({ maxBoxes = 2, atOnce = 4 } = {}) {
  const [log, metrics] = [silentLogger(), createMetrics()]
  const engine = new FakeEngine(fakeAgent)
  const pool = new Pool({ engine, labels: {}, profiles: [SCRIPT], maxBoxes, warmBoxes: 0, maxQueue: 10, log, metrics })
  pool.setImage(SCRIPT.id, 'image')
  pools.push(pool)
  const once = createOnce({ pool, profiles: new Map([[SCRIPT.id, SCRIPT]]), log, metrics })
  return {
    engine,
    run: (script: string, changes: Partial<OnceRequest> = {}, events?: OnceEvents) => once(order(script, { atOnce, ...changes }), events),
  }
}

function order(script: string, changes: Partial<OnceRequest>): OnceRequest {
  return {
    profile: SCRIPT,
    main: 'main.txt',
    files: [{ name: 'main.txt', content: script }],
    args: [],
    stdin: '',
    limits: limitsFor(SCRIPT),
    size: null,
    overflow: 'drop',
    tenant: 'somebody',
    atOnce: 4,
    signal: new AbortController().signal,
    delivered: Promise.resolve(),
    ...changes,
  }
}

it('counts an answer that is not fetched as a run', async () => {
  const { run } = prepare({ atOnce: 1 })
  let fetch = (): void => {}
  const delivered = new Promise<void>(resolve => {
    fetch = resolve
  })
  await run('print x', { delivered })
  await expect(run('print x')).rejects.toMatchObject({ code: 'too_busy' })
  expect(await run('print x', { tenant: 'another' })).toMatchObject({ run: { code: 0 } })
  fetch()
  await delivered
  expect(await run('print x')).toMatchObject({ run: { code: 0 } })
})

it('counts one that is refused no more', async () => {
  const { run, engine } = prepare({ atOnce: 1 })
  await expect(run('print x', { main: 'none' })).rejects.toMatchObject({ code: 'bad_name' })
  engine.down = true
  await expect(run('print x')).rejects.toMatchObject({ code: 'engine_down' })
  engine.down = false
  expect(await run('print x')).toMatchObject({ run: { code: 0 } })
})

it('serves tenants in turn, however much one of them asks for', async () => {
  const { run } = prepare({ maxBoxes: 1, atOnce: 9 })
  const order: string[] = []
  const runs = ['a', 'a', 'a', 'b'].map((tenant, index) => run('print x', { tenant }).then(() => order.push(tenant + index)))
  await Promise.all(runs)
  expect(order.indexOf('b3')).toBeLessThan(order.indexOf('a2'))
})

it('writes no more while nobody takes what is written', async () => {
  const { run } = prepare()
  const limits = { ...limitsFor(SCRIPT), run: { ...SCRIPT.apiLimits, outputBytes: 4_000_000 } }
  let take = (): void => {}
  let told = 0
  const onText = (_stage: string, _stream: string, text: string): Promise<void> => {
    told += text.length
    return new Promise(resolve => {
      const before = take
      take = () => {
        before()
        resolve()
      }
    })
  }
  const ran = run('flood 2000000', { limits }, { onText })
  let last = -1
  while (told !== last || told === 0) {
    last = told
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  // A window of output is on its way, and nothing beyond it.
  expect(told).toBe(262_144)
  const taking = setInterval(() => take())
  expect(await ran).toMatchObject({ run: { code: 0 } })
  clearInterval(taking)
  expect(told).toBe(2_000_000)
})

it('gives up a box as soon as nobody wants it', async () => {
  const { run, engine } = prepare()
  const caller = new AbortController()
  const gone = new Error('gone')
  const ran = run('hang', { signal: caller.signal }, { onStage: () => caller.abort(gone) })
  await expect(ran).rejects.toBe(gone)
  while (engine.boxes.size > 0) await new Promise(resolve => setTimeout(resolve, 5))
})
