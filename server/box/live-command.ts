import type { RunLimits } from '../profiles/profile.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import { type AgentExit, AgentFault } from './agent-frames.ts'
import type { AgentRun } from './agent-run.ts'
import type { Box } from './box.ts'

export type LiveOptions = {
  readonly limits: RunLimits
  /** Written into the workspace first. */
  readonly files?: readonly SourceFile[]
  /** Name of the workspace file that the command reads as its standard input, in place of what is written. */
  readonly stdinFile?: string | undefined
  /** The command must have ended by then, whatever the agent does. */
  readonly deadlineMs: number
  /** `bytes` are the caller's to keep. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void
}

export type LiveEnd = {
  /** `lost`: the box went away. `refused`: the agent could not store the files or start it. `overdue`: it did not end in time. */
  readonly reason: AgentExit['reason'] | 'lost' | 'refused' | 'overdue'
  /** Exit status; null when it did not exit by itself. */
  readonly code: number | null
  /** What the agent says of it; null when it says nothing. */
  readonly exit: AgentExit | null
}

export interface LiveCommand {
  /** Settles when it has ended. Never rejects. */
  readonly end: Promise<LiveEnd>
  /** Ends it at once, with all that it has started. */
  stop(): void
}

/**
 * Starts a command of the box's image with pipes instead of a terminal.
 * @param input what it reads, to the end; a few KB, as nothing is done about a command that does not read.
 */
export function startCommandInBox(box: Box, argv: readonly string[], options: LiveOptions, input = ''): LiveCommand {
  const { limits, files = [], stdinFile, deadlineMs, onOutput } = options
  const { link } = box
  let run: AgentRun | null = null
  const stop = (): void => run?.stop('stopped', 0)
  const end = new Promise<LiveEnd>(resolve => {
    let forget = (): void => {}
    const settle = (reason: LiveEnd['reason'], exit: AgentExit | null = null): void => {
      clearTimeout(deadline)
      forget()
      resolve({ reason, code: reason === 'refused' ? null : (exit?.code ?? null), exit })
    }
    const deadline = setTimeout(() => settle('overdue'), deadlineMs)
    forget = link.onLost(() => settle('lost'))
    if (link.lost) return
    let fault: AgentFault | null = null
    const started = link.startRun(
      files,
      { argv: [...argv], tty: null, ...(stdinFile === undefined ? {} : { stdin: stdinFile }), limits, window: OUTPUT_WINDOW_BYTES },
      {
        onStarted: () => {},
        onOutput: (stream, bytes) => {
          onOutput(stream, bytes)
          run?.credit(bytes.length)
        },
        onConsumed: () => {},
        onExit: exit => (fault ? settle('refused') : settle(exit.reason, exit)),
        onRefused: () => settle('refused'),
      },
    )
    run = started.run
    started.stored.catch(refused => {
      if (refused instanceof AgentFault) fault ??= refused
      stop()
    })
    if (stdinFile !== undefined) return
    if (input !== '') run.stdin(Buffer.from(input))
    run.eof()
  })
  return { end, stop }
}
