import { z } from 'zod'

/** How strong a box's wall is (design: "Words"), from weak to strong. */
export const Tier = z.enum(['standard', 'strong', 'vm'])
export type Tier = z.infer<typeof Tier>

/** The stronger of two tiers. */
export function strongerTier(one: Tier, other: Tier): Tier {
  return Tier.options.indexOf(one) > Tier.options.indexOf(other) ? one : other
}
