import type { GradingEvent, Submission } from '../protocol/exercise.ts'
import type { GradeEvents } from './exercise.ts'

/** What is told while something is graded. What comes of it at last is a promise. */
export type Progress = Exclude<GradingEvent, { type: 'result' | 'error' }>
type Listener = (progress: Progress) => void

/** A grading that goes on, for everybody who wants to know of it, whenever they come. */
export class Ongoing {
  readonly #told: Progress[] = []
  readonly #listeners = new Set<Listener>()
  readonly result: Promise<Submission>
  #settle: (result: Promise<Submission>) => void = () => {}

  constructor() {
    this.result = new Promise(resolve => {
      this.#settle = resolve
    })
    // Whether somebody waits for it or not.
    this.result.catch(() => {})
  }

  /** Tells what has happened so far, and then what happens. The function that is returned ends that. */
  follow(listener: Listener): () => void {
    for (const progress of this.#told) listener(progress)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get events(): GradeEvents {
    return {
      onQueued: position => this.#tell({ type: 'queued', position }),
      onCompiling: () => this.#tell({ type: 'compiling' }),
      onTests: total => this.#tell({ type: 'tests', total }),
      onTest: result => this.#tell({ type: 'test', result }),
    }
  }

  settle(result: Promise<Submission>): void {
    this.#settle(result)
  }

  #tell(progress: Progress): void {
    // Of places in a queue, only the last one is of use to who comes later.
    if (this.#told.at(-1)?.type === 'queued') this.#told.pop()
    this.#told.push(progress)
    for (const listener of this.#listeners) listener(progress)
  }
}
