import { setTimeout as sleep } from 'node:timers/promises'
import { Tab } from './client.ts'

const PROGRAM = [
  { name: 'main.py', content: 'print("HELD" if sum(i * i for i in range(200_000)) == 2666646666700000 else "BREACH wrong")\n' },
]
const WITHIN_MS = 60_000
const PAUSE_MS = 200

/** An honest session beside the attacks: it must stay correct, and how much slower it gets is reported. */
export class Bystander implements AsyncDisposable {
  readonly #tab: Tab
  readonly #timesMs: number[] = []
  readonly faults: string[] = []
  #watching = true
  readonly #done: Promise<void>

  private constructor(tab: Tab) {
    this.#tab = tab
    this.#done = this.#watch()
  }

  static async start(url: string): Promise<Bystander> {
    return new Bystander(await Tab.open(url))
  }

  async #watch(): Promise<void> {
    while (this.#watching) {
      const startedMs = performance.now()
      const end = await this.#tab.run(PROGRAM, { withinMs: WITHIN_MS })
      this.#timesMs.push(performance.now() - startedMs)
      if (!end.held) this.faults.push(end.breaches[0] ?? end.report?.reason ?? end.refusal ?? 'no end')
      await sleep(PAUSE_MS)
    }
  }

  /** Runs so far, and median and 95th percentile of their times in milliseconds; forgets them. */
  takeFigures(): { readonly runs: number; readonly medianMs: number; readonly p95Ms: number } {
    const sorted = this.#timesMs.splice(0).sort((one, other) => one - other)
    const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
    return { runs: sorted.length, medianMs: at(0.5), p95Ms: at(0.95) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watching = false
    await this.#done.catch(() => {})
    this.#tab[Symbol.dispose]()
  }
}
