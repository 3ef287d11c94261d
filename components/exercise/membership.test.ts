import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followMembership, type Membership } from './membership.ts'

const ADA = { class: { title: 'Year 9' }, name: 'Ada', exercises: ['sum'], commented: [{ slug: 'sum', lastMs: 5 }], progress: [] }
const KNOWN: Membership = {
  name: 'known',
  member: { name: 'Ada', title: 'Year 9', exercises: ['sum'], commented: [{ slug: 'sum', lastMs: 5 }], progress: [] },
}
const refusal = (status: number, code: string) => () => Response.json({ code, detail: 'No.' }, { status })
const lost = (): never => {
  throw new TypeError('network')
}

let answers: (() => Response)[]
let asked: string[]
let told: Membership[]
let page: EventTarget
beforeEach(() => {
  vi.useFakeTimers()
  answers = []
  asked = []
  told = []
  page = new EventTarget()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    if (path.endsWith('/presence')) return (answers.shift() ?? (() => new Response(null, { status: 204 })))()
    return (answers.shift() ?? (() => Response.json(ADA)))()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const follow = () => followMembership({ token: 't'.repeat(43), slug: 'sum' }, membership => told.push(membership))
const presences = () => asked.filter(path => path.endsWith('/presence')).length

it('asks until it is told, waiting longer each time, and then says again and again that the student is here', async () => {
  answers = [lost, refusal(503, 'busy'), () => new Response('<html>', { status: 502 }), () => Response.json({ odd: true })]
  const end = follow()
  await vi.advanceTimersByTimeAsync(4000)
  expect([asked.filter(path => path === '/api/v1/member').length, told, presences()]).toEqual([5, [KNOWN], 1])
  answers = [lost]
  await vi.advanceTimersByTimeAsync(60_000)
  expect(presences()).toBe(3)
  end()
  await vi.advanceTimersByTimeAsync(60_000)
  page.dispatchEvent(new Event('online'))
  expect([presences(), told]).toEqual([3, [KNOWN]])
})

it('does not wait when the network, or the student, comes back', async () => {
  answers = Array.from({ length: 12 }, () => lost)
  const end = follow()
  await vi.advanceTimersByTimeAsync(12_000)
  answers = [lost]
  const before = asked.length
  page.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.length).toBe(before + 1)
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([KNOWN])
  document.dispatchEvent(new Event('visibilitychange'))
  expect(presences()).toBe(2)
  end()
})

it('says once that the class does not know the browser, at the beginning or later, and asks no more', async () => {
  answers = [refusal(403, 'bad_key')]
  follow()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([told, asked.length]).toEqual([[{ name: 'forgotten' }], 1])
  told = []
  answers = [() => Response.json(ADA), () => new Response(null, { status: 204 }), refusal(403, 'bad_key')]
  follow()
  await vi.advanceTimersByTimeAsync(120_000)
  expect([told, presences()]).toEqual([[KNOWN, { name: 'forgotten' }], 2])
})
