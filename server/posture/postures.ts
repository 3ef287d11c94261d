import type { Logger } from '../platform/logger.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Tier } from '../protocol/tier.ts'
import { CUT_SHORT, holds, type Posture } from './posture.ts'

export type WallSummary = {
  readonly profile: string
  readonly tier: Tier
  /** Whether every required layer was measured to hold; null while that is under way. */
  readonly holds: boolean | null
  /** Layers that do not hold. */
  readonly failing: readonly string[]
  /** Layers that this machine does not have. */
  readonly absent: readonly string[]
}

/** The measured walls of a server, by profile. */
export class Postures {
  readonly #measure: (profile: Profile, image: string) => Promise<Posture>
  readonly #log: Logger
  readonly #summaries = new Map<string, WallSummary>()
  /** One canary at a time: they use what they are given to the full, to see where it ends. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(measure: (profile: Profile, image: string) => Promise<Posture>, log: Logger) {
    this.#measure = measure
    this.#log = log
  }

  get summary(): readonly WallSummary[] {
    return [...this.#summaries.values()]
  }

  /** Measures a profile's wall, and logs the result. Never rejects. */
  measure(profile: Profile, image: string): Promise<Posture> {
    this.#summaries.set(profile.id, { profile: profile.id, tier: profile.tier, holds: null, failing: [], absent: [] })
    const measured = this.#turn.then(() => this.#measure(profile, image))
    this.#turn = measured
    return measured.then(posture => {
      this.#note(profile, posture)
      return posture
    })
  }

  /** Resolves when no measurement is under way. */
  async done(): Promise<void> {
    await this.#turn
  }

  #note(profile: Profile, posture: Posture): void {
    const named = (verdict: 'fails' | 'absent'): string[] =>
      posture.layers.filter(layer => layer.verdict === verdict).map(layer => layer.layer)
    const summary = { profile: profile.id, tier: profile.tier, holds: holds(posture), failing: named('fails'), absent: named('absent') }
    this.#summaries.set(profile.id, summary)
    if (posture.fault === CUT_SHORT) return
    if (summary.holds) this.#log.info(summary, 'the wall was measured and holds')
    else
      this.#log.error(
        { ...summary, fault: posture.fault, layers: posture.layers },
        'the wall does not hold: npm run doctor tells what to do',
      )
  }
}
