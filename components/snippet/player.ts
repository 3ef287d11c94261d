import type { Recording } from '../../server/protocol/snippet.ts'

/** Nobody waits longer than this for the next thing to happen. */
const PAUSE_MS = 2000

/** Where a recording is played. */
export interface Screen {
  reset(): void
  write(text: string): void
}

/** Plays a recording on a screen. Somebody calls `tick` as often as the screen is drawn. */
export class Player {
  readonly durationMs: number
  readonly #events: readonly (readonly [number, string])[]
  readonly #screen: Screen
  readonly #nowMs: () => number
  #next = 0
  #atMs = 0
  #tickMs: number | null = null
  speed = 1

  /** @param nowMs any clock that only goes forward. */
  constructor(events: Recording['events'], screen: Screen, nowMs: () => number) {
    this.#events = shortened(events)
    this.#screen = screen
    this.#nowMs = nowMs
    this.durationMs = this.#events.at(-1)?.[0] ?? 0
  }

  get atMs(): number {
    return this.#atMs
  }

  get playing(): boolean {
    return this.#tickMs !== null
  }

  /** From where it stands, or from the beginning where that is the end. */
  play(): void {
    if (this.#atMs >= this.durationMs) this.seek(0)
    this.#tickMs = this.#nowMs()
    this.tick()
  }

  pause(): void {
    this.tick()
    this.#tickMs = null
  }

  seek(toMs: number): void {
    const at = Math.max(0, Math.min(toMs, this.durationMs))
    if (at < this.#atMs || this.#next === 0) {
      this.#screen.reset()
      this.#next = 0
    }
    this.#atMs = at
    this.#show()
    if (this.playing) this.#tickMs = this.#nowMs()
  }

  /** Shows what is due by now. */
  tick(): void {
    if (this.#tickMs === null) return
    const nowMs = this.#nowMs()
    this.#atMs = Math.min(this.durationMs, this.#atMs + (nowMs - this.#tickMs) * this.speed)
    this.#tickMs = nowMs
    this.#show()
    if (this.#next === this.#events.length) this.#tickMs = null
  }

  #show(): void {
    let text = ''
    for (let event = this.#events[this.#next]; event && event[0] <= this.#atMs; event = this.#events[++this.#next]) text += event[1]
    if (text !== '') this.#screen.write(text)
  }
}

/** The events with long waits made short. */
function shortened(events: Recording['events']): readonly (readonly [number, string])[] {
  let before = 0
  let left = 0
  return events.map(([atMs, text]) => {
    // Times that go back are no reason to go back.
    const now = Math.max(before, atMs)
    left += Math.max(0, now - before - PAUSE_MS)
    before = now
    return [now - left, text] as const
  })
}
