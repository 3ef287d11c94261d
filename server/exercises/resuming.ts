import type { Logger } from '../platform/logger.ts'
import type { GradingRows } from '../store/grading-rows.ts'

/** What is graded of what others have left, at one look, in each language. */
const RESUMED = 500

export type ResumingDeps = {
  readonly gradings: Pick<GradingRows, 'pending'>
  /** Grades one to its end, where nobody else is at it. */
  readonly goOn: (id: string) => Promise<void>
  readonly now: () => number
  readonly log: Logger
  readonly signal: AbortSignal
}

/** Goes on with what was handed in to servers that did not come to its end. One after the other: what people wait for comes first. */
export class Resuming {
  readonly #deps: ResumingDeps
  readonly #languages = new Set<string>()
  #looks = 0
  #done: Promise<void> = Promise.resolve()

  constructor(deps: ResumingDeps) {
    this.#deps = deps
  }

  /** When all that was found so far is graded. */
  get done(): Promise<void> {
    return this.#done
  }

  /** A language can be used now: what waits in it is graded. */
  look(language: string): Promise<void> {
    this.#languages.add(language)
    this.#looks += 1
    this.#done = this.#done
      .then(() => this.#goOn(language))
      .catch(fault => this.#deps.log.error({ err: fault, profile: language }, 'could not go on with what was handed in before'))
      .then(() => {
        this.#looks -= 1
      })
    return this.#done
  }

  /** Another server may have ended since: looks again, in every language that can be used. */
  lookAgain(): void {
    if (this.#looks > 0) return
    for (const language of this.#languages) void this.look(language)
  }

  async #goOn(language: string): Promise<void> {
    const { gradings, goOn, now, signal } = this.#deps
    if (signal.aborted) return
    for (const id of await gradings.pending(language, RESUMED, now())) {
      if (signal.aborted) return
      await goOn(id)
    }
  }
}
