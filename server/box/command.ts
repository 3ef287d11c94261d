import type { RunLimits } from '../profiles/profile.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { AgentExit } from './agent-frames.ts'
import { AgentFault } from './agent-link.ts'
import type { Box } from './box.ts'
import { Gathered, GatheredLines } from './gathered.ts'
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
  /** `lost`: the box went away. `refused`: the agent could not store the files or start it. `overdue`: it did not end in time. */
  readonly reason: AgentExit['reason'] | 'lost' | 'refused' | 'overdue'
  /** Exit status; null when it did not exit by itself. */
  readonly code: number | null
}

/** Runs a command of the box's image with pipes instead of a terminal, to its end or the deadline. Never rejects. */
export function runCommandInBox(box: Box, argv: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { limits, files = [], stdin, outputBytes, deadlineMs, signal } = options
  return new Promise(resolve => {
    const { link } = box
    const [output, errors, all] = [new Gathered(outputBytes), new Gathered(outputBytes), new GatheredLines(outputBytes)]
    let forget = (): void => {}
    let channel = 0
    const stop = (): void => link.stop(channel, 'stopped', 0)
    const settle = (reason: CommandResult['reason'], code: number | null = null): void => {
      clearTimeout(deadline)
      forget()
      signal?.removeEventListener('abort', stop)
      resolve({ output: `${output}`, errors: `${errors}`, all: all.end(), reason, code })
    }
    const deadline = setTimeout(() => settle('overdue'), deadlineMs)
    forget = link.onLost(() => settle('lost'))
    if (link.lost) return
    let fault: AgentFault | null = null
    const started = link.startRun(
      stdin === undefined ? files : [...files, { name: PRESET_INPUT, content: stdin }],
      { argv: [...argv], tty: null, ...(stdin === undefined ? {} : { stdin: PRESET_INPUT }), limits, window: OUTPUT_WINDOW_BYTES },
      {
        onStarted: () => {},
        onOutput: (stream, chunk) => {
          ;(stream === 'stdout' ? output : errors).add(chunk)
          all.add(stream, chunk)
          link.credit(channel, chunk.length)
        },
        onConsumed: () => {},
        onExit: exit => (fault ? settle('refused') : settle(exit.reason, exit.code)),
        onRefused: () => settle('refused'),
      },
    )
    channel = started.channel
    started.stored.catch(refused => {
      if (refused instanceof AgentFault) fault ??= refused
      stop()
    })
    if (stdin === undefined) link.eof(channel)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
