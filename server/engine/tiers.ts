import { AppError } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Tier } from '../protocol/tier.ts'
import type { Engine } from './engine.ts'

const HOW: Readonly<Record<Tier, string>> = {
  standard: 'Check the engine’s default runtime.',
  strong:
    'Install gVisor (Debian: apt-get install runsc), add it to the engine’s runtimes (SECURITY.md, "Stronger walls"), restart the engine, and name it in GLOVEBOX_STRONG_RUNTIME (runsc).',
  vm: 'Install a runtime such as Kata, add it to the engine’s runtimes, and name it in GLOVEBOX_VM_RUNTIME.',
}

/** Throws `tier_missing` when a profile asks for a wall that this engine does not have: nobody may believe in one that is not there. */
export function requireTiers(engine: Pick<Engine, 'name' | 'tierName'>, profiles: readonly Profile[]): void {
  for (const { title, tier } of profiles) {
    if (engine.tierName(tier) === null)
      throw new AppError(
        'tier_missing',
        `${title} is to run in boxes of the ${tier} tier, which ${engine.name} does not have. ${HOW[tier]}`,
      )
  }
}
