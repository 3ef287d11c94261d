/** A count that forgets: each thing counted weighs e⁻¹ after `memoryMs`. */
class FadingCount {
  readonly #memoryMs: number
  #value = 0
  #atMs = 0

  constructor(memoryMs: number) {
    this.#memoryMs = memoryMs
  }

  add(nowMs: number): void {
    this.#value = this.value(nowMs) + 1
    this.#atMs = nowMs
  }

  value(nowMs: number): number {
    return this.#value * Math.exp((this.#atMs - nowMs) / this.#memoryMs)
  }
}

/** What is being asked for now: takes of the last seconds. */
const RECENT_MS = 10_000
/** Boxes for so many seconds of what is asked for now stand ready. */
const LEAD_S = 1
/** What people use here: takes of the last hours. */
const HABIT_MS = 4 * 3_600_000
/** Below that a language was used long ago. */
const HABIT_LEAST = 0.05
/** Whoever opens the page and does not press Run for so long is not expected to any more. */
const EXPECT_MS = 15 * 60_000

type Expected = { readonly profileId: string | null; readonly untilMs: number }
type Takes = { readonly recent: FadingCount; readonly habit: FadingCount }

/**
 * How many boxes of each language should stand ready, learnt from what was taken and from who is there and has not run anything yet. Knows nothing of
 * how many there can be.
 */
export class Demand {
  readonly #floor: number
  readonly #first: string | undefined
  readonly #nowMs: () => number
  readonly #takes = new Map<string, Takes>()
  /** In the order in which they end. */
  readonly #expected = new Set<Expected>()

  /**
   * @param profileIds the languages; where nothing was taken yet, people are expected to begin with the first.
   * @param floor boxes that stand ready for a language that is in use. 0: none are to stand ready, whoever is there.
   */
  constructor(profileIds: readonly string[], floor: number, nowMs: () => number = () => performance.now()) {
    this.#first = profileIds[0]
    this.#floor = floor
    this.#nowMs = nowMs
  }

  /** A box was taken. */
  took(profileId: string): void {
    const takes = this.#takes.get(profileId) ?? { recent: new FadingCount(RECENT_MS), habit: new FadingCount(HABIT_MS) }
    this.#takes.set(profileId, takes)
    takes.recent.add(this.#nowMs())
    takes.habit.add(this.#nowMs())
  }

  /** Somebody is there who will probably want a box, of a language that may not be known yet. Disposing takes it back. */
  expect(profileId: string | null): Disposable {
    const expected = { profileId, untilMs: this.#nowMs() + EXPECT_MS }
    this.#expected.add(expected)
    return { [Symbol.dispose]: () => void this.#expected.delete(expected) }
  }

  /** Boxes of a language that should stand ready now. */
  target(profileId: string): number {
    if (this.#floor === 0) return 0
    const nowMs = this.#nowMs()
    const takes = this.#takes.get(profileId)
    const perSecond = (takes?.recent.value(nowMs) ?? 0) / (RECENT_MS / 1000)
    const wanted = Math.ceil(perSecond * LEAD_S + this.#expectedFor(profileId, nowMs) - 1e-9)
    return Math.max(this.floor(profileId), wanted)
  }

  /** Boxes of a language that stand ready even when nobody is there. */
  floor(profileId: string): number {
    return this.#share(profileId, this.#nowMs()) > 0 ? this.#floor : 0
  }

  #expectedFor(profileId: string, nowMs: number): number {
    let [known, unknown] = [0, 0]
    for (const expected of this.#expected) {
      if (expected.untilMs <= nowMs) this.#expected.delete(expected)
      else if (expected.profileId === profileId) known += 1
      else if (expected.profileId === null) unknown += 1
    }
    return known + unknown * this.#share(profileId, nowMs)
  }

  /** The part of all takes that was of this language. */
  #share(profileId: string, nowMs: number): number {
    let [all, own] = [0, 0]
    for (const [id, { habit }] of this.#takes) {
      const value = habit.value(nowMs)
      if (value < HABIT_LEAST) continue
      all += value
      if (id === profileId) own = value
    }
    if (all > 0) return own / all
    return profileId === this.#first ? 1 : 0
  }
}
