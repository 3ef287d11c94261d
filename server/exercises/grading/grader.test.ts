import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { AgentFrameDecoder, ToAgent } from '../../box/agent-frames.ts'
import { fakeAgent } from '../../box/fake-agent.ts'
import { FakeEngine } from '../../engine/fake-engine.ts'
import { COMPILED, SCRIPT } from '../../test-server.ts'
import { type GradingBench, io, openBench } from '../test-grading.ts'

let bench: GradingBench | null = null
afterEach(() => bench?.close())

function open(agent: (stream: Duplex) => void = fakeAgent, options: Parameters<typeof openBench>[2] = {}) {
  const engine = new FakeEngine(agent)
  const languages = [SCRIPT, COMPILED].map(profile => ({ profile, image: 'image' }))
  bench = openBench(engine, languages, options)
  return { engine, bench }
}

/** An agent whose first boxes go as soon as something is started in them. */
function losing(times: number): (stream: Duplex) => void {
  let left = times
  return stream => {
    const decoder = new AgentFrameDecoder()
    stream.on('data', (chunk: Buffer) =>
      decoder.push(Buffer.from(chunk), ({ type }) => {
        if (type !== ToAgent.start || left === 0) return
        left -= 1
        stream.destroy()
      }),
    )
    fakeAgent(stream)
  }
}

const TWICE = [io({ name: 'one', stdin: 'a\n', stdout: 'a' }), io({ name: 'two', stdin: 'b\n', stdout: 'b' })]
const EXERCISE = { visible: { io: TWICE }, solution: 'cat' }
const statuses = ({ tests }: { readonly tests: readonly { readonly status: string; readonly reason: string | null }[] }) =>
  tests.map(({ status, reason }) => `${status} ${reason}`)

describe('a grading', () => {
  it('tells how it goes', async () => {
    const told: string[] = []
    const grading = await open().bench.grade(EXERCISE, 'cat', {
      onTests: total => told.push(`${total} tests`),
      onTest: ({ name, status }) => told.push(`${name} ${status}`),
    })
    expect(told).toEqual(['2 tests', 'one pass', 'two pass'])
    expect(grading).toMatchObject({ status: 'pass', points: 10, maxPoints: 10 })
  })

  it('shares the points out by weight', async () => {
    const weighed = [io({ name: 'light', stdout: 'hello' }), io({ name: 'heavy', stdout: 'bye', points: 3 })]
    const grading = await open().bench.grade({ visible: { io: weighed }, solution: 'print hello' }, 'print hello')
    expect(grading.tests.map(({ points, maxPoints }) => [points, maxPoints])).toEqual([
      [2.5, 2.5],
      [0, 7.5],
    ])
    expect(grading.points).toBe(2.5)
  })

  it.each([
    ['flood 4096', 'fail output_limit'],
    ['end cpu_limit', 'fail cpu_limit'],
    ['end out_of_memory', 'fail out_of_memory'],
    ['exit 3', 'fail exit_code'],
  ])(
    'of a program that does "%s" says so',
    async (source, outcome) => {
      const grading = await open().bench.grade({ ...EXERCISE }, `print x\n${source}`)
      expect(statuses(grading)).toEqual([outcome, outcome])
      expect(grading.tests[0]?.got).toMatch(/^x\n/)
    },
    30_000,
  )

  it('of what does not compile is an error with what the compiler says', async () => {
    const grading = await open().bench.grade({ ...EXERCISE, language: 'compiled' }, 'fault')
    expect(grading).toMatchObject({ status: 'error', message: 'main.txt:1: fault\n', points: 0 })
    expect(statuses(grading)).toEqual(['error not_reached', 'error not_reached'])
  })

  it('compiles once, and does not count that time', async () => {
    let compiling = 0
    const grading = await open().bench.grade({ ...EXERCISE, language: 'compiled' }, 'cat', { onCompiling: () => compiling++ })
    expect(grading.status).toBe('pass')
    expect(compiling).toBe(1)
    expect(grading.compileMs).toBe(2)
  })
})

describe('a box that is lost', () => {
  it('for no reason of the program’s costs it nothing', async () => {
    const { engine, bench: graded } = open(losing(1))
    expect((await graded.grade(EXERCISE, 'cat')).status).toBe('pass')
    expect(engine.created).toBeGreaterThan(1)
  })

  it('again and again fails the test, and the rest goes on in another one', async () => {
    expect(statuses(await open(losing(2)).bench.grade(EXERCISE, 'cat'))).toEqual(['fail ended_early', 'pass null'])
  })

  it('is not taken for ever', async () => {
    const many = Array.from({ length: 30 }, (_, at) => io({ name: `${at}`, stdout: '' }))
    const { engine, bench: graded } = open()
    const grading = await graded.grade({ visible: { io: many }, solution: 'cat' }, 'die')
    expect(new Set(statuses(grading))).toEqual(new Set(['fail ended_early', 'fail not_reached']))
    expect(engine.created).toBeLessThan(15)
  })
})

describe('many gradings', () => {
  it('use no more boxes than they may, and leave none', async () => {
    const { engine, bench: graded } = open(fakeAgent, { atOnce: 2, maxBoxes: 6, warmBoxes: 0 })
    const most: number[] = []
    const gradings = Array.from({ length: 20 }, (_, at) =>
      graded.grade(EXERCISE, 'cat', { onTest: () => most.push(graded.pool.figures.boxes) }, `tenant ${at % 5}`),
    )
    expect((await Promise.all(gradings)).map(({ status }) => status)).toEqual(Array(20).fill('pass'))
    expect(Math.max(...most)).toBeLessThanOrEqual(4)
    await bench?.close()
    bench = null
    expect(engine.boxes.size).toBe(0)
  })

  it('one that is closed ends them, and refuses the next', async () => {
    const { bench: graded } = open()
    const gradings = [graded.grade(EXERCISE, 'hang'), graded.grade(EXERCISE, 'hang')].map(grading =>
      grading.catch((fault: Error) => fault.message),
    )
    await sleep(50)
    graded.grader.close()
    expect(await Promise.all(gradings)).toEqual(Array(2).fill('The server is shutting down.'))
    await expect(graded.grade(EXERCISE, 'cat')).rejects.toMatchObject({ code: 'shutting_down' })
  })
})

describe('what is refused', () => {
  it.each([
    ['a file outside of the workspace', { 'main.txt': 'cat', '../x': '' }, 'bad_name'],
    ['no main file', { 'other.txt': 'cat' }, 'bad_name'],
  ])('%s', (_, files, code) => expect(open().bench.grade(EXERCISE, files)).rejects.toMatchObject({ code }))
})
