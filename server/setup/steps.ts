import { stripVTControlCharacters } from 'node:util'

/** A long step says what it does at least this often. */
const PROGRESS_MS = 5000

/** Tells how far a step is; the last line is the one that is shown. */
export type Progress = (line: string) => void

/** A fault that setup explains by itself: the message says what to do, and no stack is shown. */
export class SetupError extends Error {}

/** Writes what setup does, one line per event: readable in a terminal and in a log file alike. */
export class Steps {
  readonly #write: (line: string) => void
  readonly #colours: boolean

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#write = line => void stream.write(`${line}\n`)
    this.#colours = stream.isTTY === true && process.env.NO_COLOR === undefined
  }

  /** Does one step: says that it starts, how far it is, how long it took, or that it failed. */
  async step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    const startedMs = performance.now()
    const seconds = (): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
    let latest = ''
    this.#write(`${this.#mark('·', 2)} ${title} …`)
    const timer = setInterval(() => {
      this.#write(this.#dim(`    ${title}, ${seconds()}${latest === '' ? '' : `: ${latest.slice(0, 110)}`}`))
    }, PROGRESS_MS)
    try {
      const result = await work(line => {
        latest = printable(line)
      })
      this.#write(`${this.#mark('✓', 32)} ${title} ${this.#dim(`(${seconds()})`)}`)
      return result
    } catch (fault) {
      this.#write(`${this.#mark('✗', 31)} ${title} ${this.#dim(`(${seconds()})`)}`)
      throw fault
    } finally {
      clearInterval(timer)
    }
  }

  /** Does a step beside others: says that it starts, and how it ended. */
  async quietly<T>(title: string, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now()
    const seconds = (): string => this.#dim(`(${((performance.now() - startedMs) / 1000).toFixed(1)} s)`)
    this.#write(`${this.#mark('·', 2)} ${title} …`)
    try {
      const result = await work()
      this.#write(`${this.#mark('✓', 32)} ${title} ${seconds()}`)
      return result
    } catch (fault) {
      this.#write(`${this.#mark('✗', 31)} ${title} ${seconds()}`)
      throw fault
    }
  }

  /** Says that there is nothing to do for a step. */
  done(title: string): void {
    this.#write(`${this.#mark('✓', 32)} ${title}`)
  }

  say(line: string): void {
    this.#write(line)
  }

  #mark(mark: string, colour: number): string {
    return this.#colours ? `\x1b[${colour}m${mark}\x1b[0m` : mark
  }

  #dim(text: string): string {
    return this.#colours ? `\x1b[2m${text}\x1b[0m` : text
  }
}

/** A tool's line without what would move the cursor. */
function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\p{Cc}/gu, ' ')
    .trim()
}
