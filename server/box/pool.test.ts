import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { FakeEngine } from '../engine/fake-engine.ts'
import { silentLogger } from '../platform/logger.ts'
import { createMetrics } from '../platform/metrics.ts'
import { eventually, SCRIPT } from '../test-server.ts'
import { fakeAgent } from './fake-agent.ts'
import type { Lease } from './leases.ts'
import { Pool, type PoolDeps } from './pool.ts'

function makePool(changes: Partial<PoolDeps> = {}): { pool: Pool; engine: FakeEngine } {
  const engine = new FakeEngine(fakeAgent)
  const pool = new Pool({
    engine,
    labels: {},
    profiles: [SCRIPT],
    maxBoxes: 3,
    warmBoxes: 0,
    maxQueue: 5,
    log: silentLogger(),
    metrics: createMetrics(),
    ...changes,
  })
  pool.setImage(SCRIPT.id, 'image')
  return { pool, engine }
}

const take = (pool: Pool, tenant: string, onPosition?: (position: number) => void): Promise<Lease> =>
  pool.take({ profile: SCRIPT, tenant, signal: new AbortController().signal, ...(onPosition ? { onPosition } : {}) })

it('makes boxes ahead of need and hands them out', async () => {
  const { pool, engine } = makePool({ warmBoxes: 2 })
  await eventually(() => pool.figures.warm === 2)
  const made = engine.created
  await using lease = await take(pool, 'a')
  expect(lease.box.link.lost).toBe(false)
  expect(engine.created).toBe(made)
  await eventually(() => pool.figures.warm === 2)
  await pool.close()
  expect(engine.boxes.size).toBe(0)
})

it('never hands a box to a second tenant', async () => {
  const { pool } = makePool({ maxBoxes: 1 })
  const first = await take(pool, 'a')
  const { id } = first.box
  await first[Symbol.asyncDispose]()
  await using second = await take(pool, 'b')
  expect(second.box.id).not.toBe(id)
  await pool.close()
})

it('makes tenants wait in turn: one with many requests does not hold up another', async () => {
  const { pool } = makePool({ maxBoxes: 1 })
  const held = await take(pool, 'busy')
  const order: string[] = []
  const wait = async (tenant: string): Promise<void> => {
    const lease = await take(pool, tenant)
    order.push(tenant)
    await lease[Symbol.asyncDispose]()
  }
  const all = Promise.all([wait('busy'), wait('busy'), wait('busy'), wait('quiet')])
  await held[Symbol.asyncDispose]()
  await all
  expect(order.indexOf('quiet')).toBe(1)
  await pool.close()
})

it('tells places in the queue, and that they change', async () => {
  const { pool } = makePool({ maxBoxes: 1 })
  const held = await take(pool, 'x')
  const places: number[] = []
  const first = take(pool, 'a')
  const second = take(pool, 'b', place => places.push(place))
  expect(places).toEqual([2])
  await held[Symbol.asyncDispose]()
  await (await first)[Symbol.asyncDispose]()
  await (await second)[Symbol.asyncDispose]()
  expect(places).toEqual([2, 1])
  await pool.close()
})

it('refuses over the bound of the queue, and while a language has no image', async () => {
  const { pool } = makePool({ maxBoxes: 1, maxQueue: 1 })
  const held = await take(pool, 'a')
  const waiting = take(pool, 'b')
  await expect(take(pool, 'c')).rejects.toMatchObject({ code: 'too_busy' })
  await expect(pool.take({ profile: { ...SCRIPT, id: 'other' }, tenant: 'a', signal: new AbortController().signal })).rejects.toMatchObject(
    { code: 'not_ready' },
  )
  await held[Symbol.asyncDispose]()
  await (await waiting)[Symbol.asyncDispose]()
  await pool.close()
})

it('forgets somebody who gives up waiting', async () => {
  const { pool } = makePool({ maxBoxes: 1 })
  const held = await take(pool, 'a')
  const abort = new AbortController()
  const waiting = pool.take({ profile: SCRIPT, tenant: 'b', signal: abort.signal })
  abort.abort(new Error('gave up'))
  await expect(waiting).rejects.toThrow('gave up')
  expect(pool.figures.waiting).toBe(0)
  await held[Symbol.asyncDispose]()
  await pool.close()
})

it('takes an idle box back when somebody waits, the one that has been idle longest', async () => {
  const { pool } = makePool({ maxBoxes: 2 })
  const [first, second] = [await take(pool, 'a'), await take(pool, 'b')]
  const reclaimed: string[] = []
  first.offer(() => {
    reclaimed.push('a')
    void first[Symbol.asyncDispose]()
  })
  second.offer(() => reclaimed.push('b'))
  await using _third = await take(pool, 'c')
  expect(reclaimed).toEqual(['a'])
  await pool.close()
})

it('replaces a waiting box that ends by itself', async () => {
  const { pool, engine } = makePool({ warmBoxes: 1 })
  await eventually(() => pool.figures.warm === 1)
  const [box] = engine.boxes.values()
  box?.end({ outOfMemory: false, exitCode: 1 })
  await eventually(() => pool.figures.warm === 1 && engine.created === 2 && engine.boxes.size === 1)
  await pool.close()
})

it('tells whoever waits when the engine is down, and tries again by itself', async () => {
  const { pool, engine } = makePool({ warmBoxes: 1 })
  await eventually(() => pool.figures.warm === 1)
  engine.down = true
  const lease = await take(pool, 'a')
  await expect(take(pool, 'b')).rejects.toMatchObject({ code: 'engine_down' })
  engine.down = false
  await eventually(() => pool.figures.warm === 1)
  await lease[Symbol.asyncDispose]()
  await pool.close()
})

it('ends with nothing left, in whatever state it is closed', async () => {
  for (let round = 0; round < 20; round++) {
    const { pool, engine } = makePool({ warmBoxes: 1, maxBoxes: 2 })
    const takes = ['a', 'b', 'c'].map(tenant => take(pool, tenant).catch(() => null))
    if (round % 2 === 0) await new Promise(resolve => setImmediate(resolve))
    await pool.close()
    await Promise.all(takes)
    expect(engine.boxes.size).toBe(0)
    await expect(take(pool, 'late')).rejects.toMatchObject({ code: 'shutting_down' })
  }
})

it('never lets two tenants share a box, in a thousand random orders of taking and returning', async () => {
  const tenants = ['a', 'b', 'c', 'd']
  const step = fc.record({
    tenant: fc.constantFrom(...tenants),
    does: fc.constantFrom('take', 'take', 'return', 'offer', 'withdraw', 'give up', 'box ends'),
    pause: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.nat({ max: 2 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, warmBoxes, maxBoxes) => {
        const { pool, engine } = makePool({ warmBoxes: Math.min(warmBoxes, maxBoxes - 1), maxBoxes, maxQueue: 50 })
        const owners = new Map<string, string>()
        const leases = new Map<string, Lease[]>(tenants.map(tenant => [tenant, []]))
        const waits: { tenant: string; abort: AbortController; settled: Promise<unknown> }[] = []
        const end = async (lease: Lease): Promise<void> => {
          for (const held of leases.values()) if (held.includes(lease)) held.splice(held.indexOf(lease), 1)
          await lease[Symbol.asyncDispose]()
        }
        for (const { tenant, does, pause } of steps) {
          const own = leases.get(tenant) as Lease[]
          if (does === 'take') {
            const abort = new AbortController()
            const settled = pool.take({ profile: SCRIPT, tenant, signal: abort.signal }).then(
              lease => {
                // Nobody had it before, and it lives.
                expect(owners.get(lease.box.id)).toBeUndefined()
                owners.set(lease.box.id, tenant)
                own.push(lease)
              },
              () => {},
            )
            waits.push({ tenant, abort, settled })
          } else if (does === 'return') void (own[0] && end(own[0]))
          else if (does === 'offer') own[0]?.offer(() => void end(own[0] as Lease))
          else if (does === 'withdraw') own[0]?.withdraw()
          else if (does === 'give up') waits.find(wait => wait.tenant === tenant)?.abort.abort(new Error('gave up'))
          else engine.boxes.get(own[0]?.box.id ?? '')?.end({ outOfMemory: false, exitCode: 1 })
          if (pause) await new Promise(resolve => setImmediate(resolve))
          expect(pool.figures.boxes).toBeLessThanOrEqual(maxBoxes)
        }
        await pool.close()
        await Promise.all(waits.map(wait => wait.settled))
        expect(engine.boxes.size).toBe(0)
      },
    ),
    { numRuns: 1000 },
  )
}, 60_000)

it('makes boxes above the floor when people are there, one at a time, and gives them up again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { pool, engine } = makePool({ warmBoxes: 1, maxBoxes: 16 })
    const people = Array.from({ length: 6 }, () => pool.expect(null))
    expect(pool.levels).toMatchObject([{ starting: 1, target: 6 }])
    await eventually(() => pool.figures.warm === 6)
    expect(engine.created).toBe(6)
    for (const person of people) person[Symbol.dispose]()
    for (const left of [5, 4, 3, 2, 1, 1]) {
      vi.advanceTimersByTime(5000)
      expect(pool.figures.warm).toBe(left)
    }
    await pool.close()
  } finally {
    vi.useRealTimers()
  }
})

it('keeps boxes back that nobody has asked for yet', async () => {
  const { pool } = makePool({ warmBoxes: 1, maxBoxes: 16 })
  for (let person = 0; person < 50; person++) pool.expect(null)
  await eventually(() => pool.figures.warm === 14)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(pool.figures).toMatchObject({ warm: 14, boxes: 14 })
  await pool.close()
})
