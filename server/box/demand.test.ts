import { expect, it } from 'vitest'
import { Demand } from './demand.ts'

function makeDemand(floor = 2): { demand: Demand; wait: (ms: number) => void } {
  let nowMs = 1_000_000
  const demand = new Demand(['python', 'ruby'], floor, () => nowMs)
  return { demand, wait: ms => (nowMs += ms) }
}

it('keeps the floor for the first language, and no box of any other, while nothing is known', () => {
  const { demand } = makeDemand()
  expect([demand.target('python'), demand.target('ruby')]).toEqual([2, 0])
})

it('learns which languages are used, and forgets', () => {
  const { demand, wait } = makeDemand()
  demand.took('ruby')
  expect([demand.target('python'), demand.target('ruby')]).toEqual([0, 2])
  wait(24 * 3_600_000)
  expect([demand.target('python'), demand.target('ruby')]).toEqual([2, 0])
  // Somebody who looks at a language is expected to run it.
  using _looking = demand.expect('ruby')
  expect(demand.target('ruby')).toBe(1)
})

it('has boxes for the next second of what is being asked for', () => {
  const { demand, wait } = makeDemand()
  for (let take = 0; take < 200; take++) {
    wait(100)
    demand.took('python')
  }
  // Ten a second, for three memories long: 95 % of it is known.
  expect(demand.target('python')).toBeGreaterThanOrEqual(8)
  expect(demand.target('python')).toBeLessThanOrEqual(11)
  wait(60_000)
  expect(demand.target('python')).toBe(2)
})

it('expects whoever is there to press Run, for a while, in the languages that are used here', () => {
  const { demand, wait } = makeDemand()
  for (let take = 0; take < 3; take++) demand.took('python')
  demand.took('ruby')
  wait(60_000)
  const class30 = Array.from({ length: 30 }, () => demand.expect(null))
  expect([demand.target('python'), demand.target('ruby')]).toEqual([23, 8])
  using _known = demand.expect('ruby')
  expect(demand.target('ruby')).toBe(9)
  for (const expected of class30.slice(0, 20)) expected[Symbol.dispose]()
  expect(demand.target('python')).toBe(8)
  wait(16 * 60_000)
  expect(demand.target('python')).toBe(2)
})

it('wants nothing ahead where nothing is to stand ready', () => {
  const { demand } = makeDemand(0)
  demand.took('python')
  using _expected = demand.expect('python')
  expect([demand.target('python'), demand.floor('ruby')]).toEqual([0, 0])
})
