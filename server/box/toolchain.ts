import type { Profile } from '../profiles/profile.ts'
import type { Box } from './box.ts'
import { runCommandInBox } from './command.ts'

/** A version line is one line; compilers add a few of legal text. */
const ANSWER_BYTES = 16 * 1024
const ANSWER_MS = 15_000

/**
 * Asks a box's toolchain for its version, so that the page shows what really runs and not what a file says. Resolves to null when the answer
 * does not match the profile's pattern. The box is not fit for a user afterwards.
 */
export async function askVersion(box: Box, profile: Profile): Promise<string | null> {
  const { all } = await runCommandInBox(box, profile.version.argv, {
    limits: profile.runLimits,
    outputBytes: ANSWER_BYTES,
    deadlineMs: ANSWER_MS,
  })
  // Java and others tell it on standard error.
  return profile.version.pattern.exec(all)?.[1]?.slice(0, 40) ?? null
}
