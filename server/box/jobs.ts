import { fillArgv } from '../profiles/argv.ts'
import { CHECK_OUTPUT_BYTES, SOURCE_BYTES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { Box } from './box.ts'
import { type CommandResult, runCommandInBox } from './command.ts'
import { BUILD_KEEP } from './runner.ts'

/** How much later than a command's own limit the server gives it up. */
const LATER_MS = 5000
/** Of what a formatter says of a file that it does not take. */
const COMPLAINT_CHARS = 500

export type Sources = { readonly main: string; readonly files: readonly SourceFile[] }

export type CheckResult = {
  /** Nothing was found that is in the way of running. */
  readonly ok: boolean
  readonly output: string
  /** The box holds the program that the sources make. */
  readonly compiled: boolean
  readonly boxUsable: boolean
}

/**
 * Compiles ahead of a Run, or looks for faults, as the language has it. Resolves to null when it was cut short. The box must be reset before anything else than
 * a run of the same sources.
 */
export async function checkInBox(box: Box, { main, files }: Sources, signal: AbortSignal): Promise<CheckResult | null> {
  const { compile, lint, compileLimits: limits, extensions } = box.profile
  const command = compile ?? lint
  if (!command) return { ok: true, output: '', compiled: false, boxUsable: true }
  const argv = fillArgv(command, { main, files: files.map(file => file.name), extensions })
  const deadlineMs = limits.wallMs + LATER_MS
  const { all, reason, code } = await runCommandInBox(box, argv, {
    limits,
    files: compile ? [...files, BUILD_KEEP] : files,
    outputBytes: CHECK_OUTPUT_BYTES,
    deadlineMs,
    signal,
  })
  if (signal.aborted) return null
  const ok = reason === 'exited' && code === 0
  return { ok, output: all, compiled: ok && compile !== null, boxUsable: usable(reason) }
}

export type FormatResult = {
  /** The text, well laid out; null when the formatter did not take it. */
  readonly content: string | null
  /** Why not, for a person. */
  readonly message: string
  readonly boxUsable: boolean
}

/** Lays out one file. The box must be reset before anything else. */
export async function formatInBox(box: Box, name: string, content: string, signal: AbortSignal): Promise<FormatResult> {
  const { format, title, compileLimits: limits, extensions } = box.profile
  if (!format) return { content: null, message: `There is no formatter for ${title} here.`, boxUsable: true }
  const argv = fillArgv(format, { main: name, files: [name], extensions }).map(word =>
    word.replaceAll('{name}', name.startsWith('-') ? `./${name}` : name),
  )
  const deadlineMs = limits.wallMs + LATER_MS
  // One byte more than is allowed tells a text that is too long from one that fits.
  const ran = await runCommandInBox(box, argv, { limits, stdin: content, outputBytes: SOURCE_BYTES + 1, deadlineMs, signal })
  const boxUsable = usable(ran.reason)
  if (signal.aborted) return { content: null, message: 'A program was run before the text was formatted.', boxUsable }
  if (ran.reason !== 'exited') return { content: null, message: 'The formatter took too long or too much memory.', boxUsable }
  const said = ran.errors.trim() === '' ? ran.output : ran.errors
  if (ran.code !== 0)
    return { content: null, message: said.trim().slice(0, COMPLAINT_CHARS) || 'The formatter did not take it.', boxUsable }
  if (Buffer.byteLength(ran.output) > SOURCE_BYTES) return { content: null, message: 'The formatted text is above the limit.', boxUsable }
  // A formatter that says nothing of a text has lost it.
  if (ran.output === '' && content.trim() !== '') return { content: null, message: 'The formatter gave nothing back.', boxUsable }
  return { content: ran.output, message: '', boxUsable }
}

function usable(reason: CommandResult['reason']): boolean {
  return reason !== 'lost' && reason !== 'overdue'
}
