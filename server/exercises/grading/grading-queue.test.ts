import { setMaxListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { GradingQueue } from './grading-queue.ts'

const NEVER = new AbortController().signal
setMaxListeners(0, NEVER)

/** Notes who is let in, and lets them out when told. */
function bench(atOnce: number, mostWaiting: number) {
  const queue = new GradingQueue(atOnce, mostWaiting)
  const inside: string[] = []
  const places = new Map<string, Disposable>()
  const positions = new Map<string, number[]>()
  return {
    queue,
    inside,
    positions,
    enter: (name: string, tenant = name, signal = NEVER, member: string | null = null) =>
      queue
        .enter({ tenant, member, signal, onPosition: position => positions.set(name, [...(positions.get(name) ?? []), position]) })
        .then(place => {
          inside.push(name)
          places.set(name, place)
        }),
    leave: async (name: string) => {
      places.get(name)?.[Symbol.dispose]()
      await new Promise(setImmediate)
    },
  }
}

describe('the queue of gradings', () => {
  it('lets so many in, and tells the others where they are', async () => {
    const { inside, positions, enter, leave } = bench(2, 10)
    await Promise.all([enter('a'), enter('b')])
    for (const name of ['c', 'd']) void enter(name)
    expect([...positions]).toEqual([
      ['c', [1]],
      ['d', [2]],
    ])
    await leave('a')
    expect(inside).toEqual(['a', 'b', 'c'])
    expect(positions.get('d')).toEqual([2, 1])
  })

  it('serves tenants in turn', async () => {
    const { inside, enter, leave } = bench(1, 20)
    await enter('first')
    for (const name of ['a1', 'a2', 'a3']) void enter(name, 'a')
    void enter('b1', 'b')
    for (const name of ['first', 'a1', 'b1', 'a2']) await leave(name)
    expect(inside).toEqual(['first', 'a1', 'b1', 'a2', 'a3'])
  })

  it('serves networks in turn, and in each of them its members', async () => {
    const { inside, positions, enter, leave } = bench(1, 400)
    await enter('first')
    for (let index = 0; index < 60; index++) {
      for (const name of [`m${index}`, `again ${index}`]) void enter(name, 'school', NEVER, `m${index}`)
    }
    void enter('other', 'elsewhere')
    expect([positions.get('other'), positions.get('m1')?.at(-1), positions.get('m2')?.at(-1)]).toEqual([[2], 3, 4])
    expect(positions.get('again 0')?.at(-1)).toBe(62)
    for (const name of ['first', 'm0', 'other', 'm1', 'm2']) await leave(name)
    expect(inside).toEqual(['first', 'm0', 'other', 'm1', 'm2', 'm3'])
    expect(positions.get('again 0')?.at(-1)).toBe(57)
  })

  it('takes a class of sixty behind one address in, and leaves half of the places to others', async () => {
    const { queue, enter } = bench(1, 200)
    await enter('first')
    for (let index = 0; index < 60; index++) void enter(`m${index}`, 'school', NEVER, `m${index}`)
    expect(queue.waiting).toBe(60)
    for (let index = 60; index < 100; index++) void enter(`m${index}`, 'school', NEVER, `m${index}`)
    await expect(enter('m100', 'school', NEVER, 'm100')).rejects.toMatchObject({ code: 'too_busy' })
    void enter('other', 'elsewhere')
    expect(queue.waiting).toBe(101)
  })

  it('refuses what is too much of one member, and not what is others’ of the same network', async () => {
    const { enter, queue, leave } = bench(1, 200)
    await enter('first')
    for (let index = 0; index < 10; index++) void enter(`a${index}`, 'school', NEVER, 'ada')
    await expect(enter('a10', 'school', NEVER, 'ada')).rejects.toThrow(/10 solutions of yours/)
    void enter('b', 'school', NEVER, 'ben')
    expect(queue.waiting).toBe(11)
    await leave('first')
    void enter('a11', 'school', NEVER, 'ada')
    expect(queue.waiting).toBe(11)
  })

  it('refuses what is too much, of all and of one', async () => {
    const { enter } = bench(1, 4)
    await enter('in')
    void enter('a1', 'a')
    void enter('a2', 'a')
    await expect(enter('a3', 'a')).rejects.toMatchObject({ code: 'too_busy' })
    void enter('b')
    void enter('c')
    await expect(enter('d')).rejects.toMatchObject({ code: 'too_busy' })
  })

  it('whoever gives up makes room, and gives nothing away', async () => {
    const { inside, queue, enter, leave } = bench(1, 2)
    await enter('in')
    const waits = new AbortController()
    const gone = enter('gone', 'gone', waits.signal)
    void enter('next')
    waits.abort(new Error('enough'))
    await expect(gone).rejects.toThrow('enough')
    expect(queue.waiting).toBe(1)
    await leave('in')
    await leave('in')
    expect(inside).toEqual(['in', 'next'])
    await leave('next')
    await enter('last')
    await expect(enter('late', 'late', AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
  })
})
