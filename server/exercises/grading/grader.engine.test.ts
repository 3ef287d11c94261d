import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Python } from '../../test-box.ts'
import { findPython } from '../../test-box.ts'
import { type GradingBench, gradeLoop, io, openBench } from '../test-grading.ts'

let python: Python
let bench: GradingBench
beforeAll(async () => {
  python = await findPython()
  bench = openBench(python.engine, [python])
})
afterAll(() => bench.close())

const GREETS = [
  io({ name: 'greets Ada', stdin: 'Ada\n', stdout: 'Hello, Ada!\n' }),
  io({ name: 'greets Bob', stdin: 'Bob\n', stdout: 'Hello, Bob!\n' }),
  io({ name: 'greets nobody', stdin: '\n', stdout: 'Hello!\n' }),
]
const HELLO = "name = input()\nprint(f'Hello, {name}!' if name else 'Hello!')\n"

describe('input/output tests', () => {
  it('pass for a program that does it', async () => {
    const grading = await bench.grade({ visible: { io: GREETS.slice(0, 2) }, hidden: { io: GREETS.slice(2) }, solution: HELLO }, HELLO)
    expect(grading).toMatchObject({ status: 'pass', points: 10, maxPoints: 10, message: '' })
    expect(grading.tests.map(({ name, hidden, status }) => `${name} ${hidden} ${status}`)).toEqual([
      'greets Ada false pass',
      'greets Bob false pass',
      'greets nobody true pass',
    ])
  })

  it('show what differs, and of a hidden one nothing but its name and hint', async () => {
    const hidden = [io({ name: 'a secret', stdin: 'x\n', stdout: 'the answer\n', hint: 'Think of x.' })]
    const grading = await bench.grade(
      { visible: { io: GREETS }, hidden: { io: hidden }, solution: HELLO },
      "print('Hello, ' + input() + '!')",
    )
    expect(grading).toMatchObject({ status: 'fail', points: 5 })
    expect(grading.tests[2]).toMatchObject({ status: 'fail', reason: null, expected: 'Hello!\n', got: 'Hello, !\n' })
    expect(grading.tests[2]?.message).toBe('Line 1 of the output should be "Hello!" and is "Hello, !".')
    expect(grading.tests[3]).toMatchObject({
      status: 'fail',
      message: 'This hidden test did not pass.',
      hint: 'Think of x.',
      expected: null,
    })
    expect(JSON.stringify(grading)).not.toContain('the answer')
  })

  it('one endless loop fails one test', async () => {
    const loops = "name = input()\nwhile name == 'Bob': pass\nprint(f'Hello, {name}!' if name else 'Hello!')\n"
    const ends = await gradeLoop(1, 1000, limits => bench.grade({ visible: { io: GREETS }, solution: HELLO, limits }, loops))
    expect(ends).toEqual(['pass null', expect.stringMatching(/^fail (timeout|cpu_limit)$/), 'pass null'])
  })

  it('what sleeps past the limit fails, however right it is afterwards', async () => {
    const sleeps = `import time\ntime.sleep(1.5)\n${HELLO}`
    const grading = await bench.grade({ visible: { io: GREETS }, solution: HELLO, limits: { wallMs: 1000, cpuMs: 1000 } }, sleeps)
    expect(grading.tests.map(({ status, reason }) => `${status} ${reason}`)).toEqual(Array(3).fill('fail timeout'))
  })

  it('generated cases are what the solution makes of the generator’s inputs', async () => {
    const generated = [
      {
        name: 'sums',
        seed: 7,
        count: 3,
        with: 'import random, sys\nr = random.Random(sys.argv[1] + sys.argv[2])\nprint(r.randint(1, 99), r.randint(1, 99))',
      },
    ]
    const sums = 'a, b = map(int, input().split())\nprint(a + b)'
    const exercise = { visible: { generated }, hidden: { generated }, solution: sums }
    const good = await bench.grade(exercise, sums)
    expect(good.tests.map(({ name, status }) => `${name} ${status}`)).toEqual(
      ['sums 1', 'sums 2', 'sums 3', 'sums 1', 'sums 2', 'sums 3'].map(name => `${name} pass`),
    )
    expect((await bench.grade(exercise, 'print(42)')).status).toBe('fail')
  })
})
