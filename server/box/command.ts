import type { RunLimits } from '../profiles/profile.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import type { AgentExit } from './agent-frames.ts'
import type { Box } from './box.ts'

export type CommandOptions = {
  readonly limits: RunLimits
  /** Whether standard error counts as output too. */
  readonly both?: boolean
  /** Output beyond this many bytes is dropped; at most OUTPUT_WINDOW_BYTES, for no more is let out of the box. */
  readonly outputBytes: number
  /** The command must have ended by then, whatever the agent does. */
  readonly deadlineMs: number
}

export type CommandResult = {
  readonly output: string
  /** `lost`: the box went away. `refused`: the agent could not start it. `overdue`: it did not end in time. */
  readonly reason: AgentExit['reason'] | 'lost' | 'refused' | 'overdue'
}

/** Runs a command of the box's image with pipes instead of a terminal, to its end or the deadline. Never rejects. */
export function runCommandInBox(
  box: Box,
  argv: readonly string[],
  { limits, outputBytes, deadlineMs, both = false }: CommandOptions,
): Promise<CommandResult> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (reason: CommandResult['reason']): void => {
      clearTimeout(deadline)
      forget()
      resolve({ output: Buffer.concat(chunks).toString('utf8'), reason })
    }
    const deadline = setTimeout(() => settle('overdue'), deadlineMs)
    let forget = (): void => {}
    forget = box.link.onLost(() => settle('lost'))
    if (box.link.lost) return
    box.link.startRun(
      [],
      { argv: [...argv], tty: null, limits, window: OUTPUT_WINDOW_BYTES },
      {
        onStarted: () => {},
        onOutput: (stream, chunk) => {
          if ((stream !== 'stdout' && !both) || bytes >= outputBytes) return
          const part = chunk.subarray(0, outputBytes - bytes)
          chunks.push(part)
          bytes += part.length
        },
        onConsumed: () => {},
        onExit: exit => settle(exit.reason),
        onRefused: () => settle('refused'),
      },
    )
  })
}
