import type { Profile } from '../profiles/profile.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import type { Box } from './box.ts'

/** A version line is one line; compilers add a few of legal text. */
const ANSWER_BYTES = 16 * 1024
const ANSWER_MS = 15_000

/**
 * Asks a box's toolchain for its version, so that the page shows what really runs and not what a file says. Resolves to null when the answer
 * does not match the profile's pattern. The box is not fit for a user afterwards.
 */
export function askVersion(box: Box, profile: Profile): Promise<string | null> {
  return new Promise(resolve => {
    let answer = ''
    const forget = box.link.onLost(() => settle(null))
    const settle = (version: string | null): void => {
      clearTimeout(deadline)
      forget()
      resolve(version)
    }
    const deadline = setTimeout(() => settle(null), ANSWER_MS)
    box.link.startRun(
      [],
      { argv: [...profile.version.argv], tty: null, limits: profile.runLimits, window: OUTPUT_WINDOW_BYTES },
      {
        onStarted: () => {},
        onOutput: (_stream, bytes) => {
          if (answer.length < ANSWER_BYTES) answer += bytes.toString('latin1')
        },
        onConsumed: () => {},
        onExit: () => settle(profile.version.pattern.exec(answer)?.[1]?.slice(0, 40) ?? null),
        onRefused: () => settle(null),
      },
    )
  })
}
