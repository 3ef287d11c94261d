import type { Grading, TestResult } from '../protocol/exercise.ts'
import type { GradeEvents, GradeRequest } from './exercise.ts'
import type { Grader } from './grading/grader.ts'

/** Grades without a box, for tests: what has `right` in it passes, what has `broken` in it does not compile, and what has `fault` in it is our fault. */
export class FakeGrader implements Grader {
  readonly requests: GradeRequest[] = []
  #held: Promise<void> | null = null
  #letGo: () => void = () => {}

  /** From now on nothing comes to its end, until it is let go. */
  hold(): void {
    this.#held = new Promise(resolve => {
      this.#letGo = resolve
    })
  }

  letGo(): void {
    this.#held = null
    this.#letGo()
  }

  readonly waiting = (): number => 0
  readonly close = (): void => {}

  readonly grade = async (request: GradeRequest, events: GradeEvents = {}): Promise<Grading> => {
    this.requests.push(request)
    const { files, signal } = request
    const has = (word: string): boolean => files.some(file => file.content.includes(word))
    events.onQueued?.(2)
    events.onQueued?.(1)
    events.onTests?.(1)
    if (this.#held) await Promise.race([this.#held, rejection(signal)])
    signal.throwIfAborted()
    if (has('fault')) throw new Error('a fault of ours')
    const status = has('right') ? 'pass' : has('broken') ? 'error' : 'fail'
    const test = resultOf(status)
    events.onTest?.(test)
    const points = status === 'pass' ? 10 : 0
    return { status, message: '', points, maxPoints: 10, tests: [test], compileMs: null, wallMs: 1 }
  }
}

function resultOf(status: TestResult['status']): TestResult {
  const [passed, nothing] = [status === 'pass', null]
  return {
    index: 0,
    name: 'says hello',
    kind: 'io',
    hidden: false,
    status,
    reason: nothing,
    message: passed ? '' : 'It says something else.',
    expected: passed ? nothing : 'Hello\n',
    got: passed ? nothing : 'Bye\n',
    comparison: 'trimmed',
    stdin: '',
    args: [],
    output: '',
    code: nothing,
    hint: nothing,
    points: passed ? 10 : 0,
    maxPoints: 10,
    wallMs: 1,
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
