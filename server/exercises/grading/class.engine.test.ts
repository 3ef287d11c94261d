import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Run } from '../../box/runner.ts'
import { findPython } from '../../test-box.ts'
import { io, openBench } from '../test-grading.ts'

const STUDENTS = 60
const WITHIN_MS = 5000
/** Half of the runs beside them wait no longer, on a machine that does other things as well: of so few, the slowest tell of a single moment. */
const BESIDE_MS = 5000

const EXERCISE = {
  visible: {
    io: [io({ name: 'adds', stdin: '20 22\n', stdout: '42\n' })],
    files: { 'test_add.py': 'from main import add\n\ndef test_small():\n    assert add(1, 2) == 3\n' },
  },
  hidden: { files: { 'test_hidden.py': 'from main import add\n\ndef test_hidden():\n    assert add(20, 22) == 42\n' } },
  solution: "def add(a, b):\n    return a + b\n\nif __name__ == '__main__':\n    print(add(*map(int, input().split())))\n",
}

it('60 students press Check within 5 seconds: every one is graded, and programs run beside them', { timeout: 600_000 }, async () => {
  const python = await findPython()
  const bench = openBench(python.engine, [python], { maxBoxes: 8, warmBoxes: 2 })
  try {
    let over = false
    const beside = (async () => {
      const waits: number[] = []
      while (!over) {
        const askedMs = performance.now()
        const lease = await bench.pool.take({ profile: python.profile, tenant: 'somebody', signal: AbortSignal.timeout(60_000) })
        const files = [{ name: 'main.py', content: 'print(1)' }]
        const run = new Run(
          lease.box,
          { files, args: [], size: null },
          { onStarted: () => {}, onOutput: bytes => run.credit(bytes.length) },
        )
        expect((await run.outcome).report.code).toBe(0)
        waits.push(performance.now() - askedMs)
        void lease[Symbol.asyncDispose]()
        await sleep(500)
      }
      return waits
    })()
    const startedMs = performance.now()
    const took = await Promise.all(
      Array.from({ length: STUDENTS }, async (_, at) => {
        await sleep((at * WITHIN_MS) / STUDENTS)
        const askedMs = performance.now()
        const { status } = await bench.grade(EXERCISE, EXERCISE.solution, {}, `student ${at}`)
        expect(status).toBe('pass')
        return performance.now() - askedMs
      }),
    )
    const totalMs = performance.now() - startedMs
    over = true
    const waits = await beside
    const at = (part: number, values: readonly number[]): number =>
      values.toSorted((one, other) => one - other)[Math.floor(values.length * part)] ?? 0
    process.stdout.write(
      `${STUDENTS} gradings: all in ${Math.round(totalMs)} ms, p95 ${Math.round(at(0.95, took))} ms; beside them ${waits.length} runs, half within ${Math.round(at(0.5, waits))} ms, p95 ${Math.round(at(0.95, waits))} ms, at most ${Math.round(Math.max(...waits))} ms\n`,
    )
    expect(at(0.5, waits)).toBeLessThan(BESIDE_MS)
  } finally {
    await bench.close()
  }
})
