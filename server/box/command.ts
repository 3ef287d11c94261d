import type { RunLimits } from '../profiles/profile.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { Box } from './box.ts'
import { Gathered, GatheredLines } from './gathered.ts'
import { type LiveEnd, startCommandInBox } from './live-command.ts'
import { PRESET_INPUT } from './runner.ts'

export type CommandOptions = {
  readonly limits: RunLimits
  /** Written into the workspace first. */
  readonly files?: readonly SourceFile[]
  /** What the command reads as its standard input; nothing when absent. */
  readonly stdin?: string
  /** Of each stream, what is beyond this many bytes is dropped. */
  readonly outputBytes: number
  /** The command must have ended by then, whatever the agent does. */
  readonly deadlineMs: number
  /** Ends the command early; its reason is then `stopped`. */
  readonly signal?: AbortSignal
}

export type CommandResult = {
  /** Standard output, and standard error. */
  readonly output: string
  readonly errors: string
  /** Both, line by line as they came. */
  readonly all: string
  readonly reason: LiveEnd['reason']
  /** Exit status; null when it did not exit by itself. */
  readonly code: number | null
}

/** Runs a command of the box's image with pipes instead of a terminal, to its end or the deadline. Never rejects. */
export async function runCommandInBox(box: Box, argv: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { limits, files = [], stdin, outputBytes, deadlineMs, signal } = options
  const [output, errors, all] = [new Gathered(outputBytes), new Gathered(outputBytes), new GatheredLines(outputBytes)]
  const command = startCommandInBox(box, argv, {
    limits,
    files: stdin === undefined ? files : [...files, { name: PRESET_INPUT, content: stdin }],
    stdinFile: stdin === undefined ? undefined : PRESET_INPUT,
    deadlineMs,
    onOutput: (stream, chunk) => {
      ;(stream === 'stdout' ? output : errors).add(chunk)
      all.add(stream, chunk)
    },
  })
  const stop = (): void => command.stop()
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  const { reason, code } = await command.end
  signal?.removeEventListener('abort', stop)
  return { output: `${output}`, errors: `${errors}`, all: all.end(), reason, code }
}
