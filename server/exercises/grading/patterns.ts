import { Worker } from 'node:worker_threads'

/** A sound pattern takes a thousandth of it; the machine may be busy. */
const PATTERN_MS = 2000
/** Texts that wait for the thread. Each grading has one at most. */
const WAITING_MOST = 1000

/** Runs in the thread. The whole text must fit, but for white space at its end, which nobody sees. */
const CODE = `
const { parentPort } = require('node:worker_threads')
const compiled = pattern => {
  try { return new RegExp('^(?:' + pattern + ')$', 'u') } catch { return new RegExp('^(?:' + pattern + ')$') }
}
parentPort.on('message', ({ pattern, text }) => {
  const whole = text.replaceAll('\\r\\n', '\\n')
  let fits = false
  try {
    const expression = compiled(pattern)
    fits = expression.test(whole) || expression.test(whole.trimEnd())
  } catch {}
  parentPort.postMessage(fits)
})
`

type Asked = { readonly pattern: string; readonly text: string; readonly answer: (fits: boolean | null) => void }

/**
 * Looks whether texts fit patterns, in a thread of its own: what a program prints is hostile, and may make the pattern of an author take for ever. Such a thread
 * is ended, and the text does not fit.
 */
export class Patterns {
  #worker: Worker | null = null
  #asked: Asked[] = []
  #clock: NodeJS.Timeout | null = null
  readonly #limitMs: number

  constructor(limitMs = PATTERN_MS) {
    this.#limitMs = limitMs
  }

  /** Whether the whole text fits; null when that cannot be told in time. */
  fits(pattern: string, text: string): Promise<boolean | null> {
    if (this.#asked.length >= WAITING_MOST) return Promise.resolve(null)
    return new Promise(answer => {
      this.#asked.push({ pattern, text, answer })
      if (this.#asked.length === 1) this.#ask()
    })
  }

  close(): void {
    this.#end()
    for (const { answer } of this.#asked.splice(0)) answer(null)
  }

  #ask(): void {
    const [next] = this.#asked
    if (!next) return
    const worker = this.#worker ?? this.#start()

    this.#clock = setTimeout(() => this.#settle(null), this.#limitMs)
    worker.ref()
    worker.postMessage({ pattern: next.pattern, text: next.text })
  }

  #start(): Worker {
    const worker = new Worker(CODE, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 64 } })
    worker.on('message', (fits: unknown) => worker === this.#worker && this.#settle(fits === true))
    worker.on('error', () => worker === this.#worker && this.#settle(null))
    this.#worker = worker
    return worker
  }

  #settle(fits: boolean | null): void {
    if (this.#clock) clearTimeout(this.#clock)
    if (fits === null) this.#end()
    else this.#worker?.unref()
    this.#asked.shift()?.answer(fits)
    this.#ask()
  }

  #end(): void {
    if (this.#clock) clearTimeout(this.#clock)
    this.#clock = null
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
  }
}
