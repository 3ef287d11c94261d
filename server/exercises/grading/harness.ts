import { randomBytes } from 'node:crypto'
import type { Box } from '../../box/box.ts'
import { Gathered } from '../../box/gathered.ts'
import { type LiveCommand, type LiveEnd, startCommandInBox } from '../../box/live-command.ts'
import { BUILD_KEEP } from '../../box/runner.ts'
import { fillArgv } from '../../profiles/argv.ts'
import type { Profile, ProfileTests, RunLimits } from '../../profiles/profile.ts'
import { CHECK_OUTPUT_BYTES } from '../../protocol/limits.ts'
import type { SourceFile } from '../../protocol/messages.ts'
import { type UnitEvent, UnitStream } from './unit-stream.ts'

const SECRET_BYTES = 16
/** How much later than a command's own limit the server gives it up. */
const LATER_MS = 5000

/** What is put into the box for unit tests. */
export type UnitSources = {
  readonly main: string
  /** What was handed in, and what tests need beside them. */
  readonly files: readonly SourceFile[]
  readonly tests: readonly SourceFile[]
}

/** Whether somebody's file must stay out of a box in which tests are run: it has the name of a test, or one that changes what tests do. */
export function isReserved({ pattern, reserved }: ProfileTests, name: string): boolean {
  return pattern.test(name) || reserved.some(one => one.test(name))
}

/** The tests' files come over those of what was handed in. */
export function unitSources(
  tests: ProfileTests,
  main: string,
  submitted: readonly SourceFile[],
  ofTests: readonly SourceFile[],
): UnitSources {
  const over = new Set(ofTests.map(file => file.name))
  return {
    main,
    files: [
      ...submitted.filter(file => !over.has(file.name) && !isReserved(tests, file.name)),
      ...ofTests.filter(file => !tests.pattern.test(file.name)),
    ],
    tests: ofTests.filter(file => tests.pattern.test(file.name)).sort((one, other) => (one.name < other.name ? -1 : 1)),
  }
}

function argvOf(argv: readonly string[], { extensions }: Profile, { main, files, tests }: UnitSources): string[] {
  return fillArgv(argv, { main, files: files.map(file => file.name), extensions, tests: tests.map(file => file.name) })
}

/** Compiles sources and tests together. Resolves to null where that has been done, or to what was said and how it ended. */
export async function compileTests(
  box: Box,
  argv: readonly string[],
  sources: UnitSources,
  signal: AbortSignal,
): Promise<{ readonly said: string; readonly reason: LiveEnd['reason']; readonly code: number | null }> {
  const limits = box.profile.compileLimits
  const said = new Gathered(CHECK_OUTPUT_BYTES)
  const command = startCommandInBox(box, argvOf(argv, box.profile, sources), {
    limits,
    files: [...sources.files, ...sources.tests, BUILD_KEEP],
    deadlineMs: limits.wallMs + LATER_MS,
    onOutput: (_, bytes) => said.add(bytes),
  })
  const { reason, code } = await untilAborted(command, signal)
  return { said: `${said}`, reason, code }
}

export type HarnessOptions = {
  /** The files are in the box: they were compiled there. */
  readonly stored: boolean
  readonly skip: readonly number[]
  readonly testMs: number
  readonly limits: RunLimits
  readonly signal: AbortSignal
  readonly onEvent: (event: UnitEvent) => void
  readonly onText: (bytes: Buffer) => void
}

/** Starts the harness. All that it says has been told when `end` settles. */
export function startHarness(box: Box, tests: ProfileTests, sources: UnitSources, options: HarnessOptions): LiveCommand {
  const secret = randomBytes(SECRET_BYTES).toString('hex')
  const stream = new UnitStream(secret, options.onEvent, options.onText)
  const command = startCommandInBox(
    box,
    argvOf(tests.run, box.profile, sources),
    {
      limits: options.limits,
      files: options.stored ? [] : [...sources.files, ...sources.tests, BUILD_KEEP],
      deadlineMs: options.limits.wallMs + LATER_MS,
      onOutput: (from, bytes) => (from === 'stdout' ? stream.push(bytes) : options.onText(bytes)),
    },
    `${JSON.stringify({ secret, skip: options.skip, testMs: options.testMs })}\n`,
  )
  const end = untilAborted(command, options.signal).then(ended => {
    stream.end()
    return ended
  })
  return { end, stop: command.stop }
}

async function untilAborted(command: LiveCommand, signal: AbortSignal): Promise<LiveEnd> {
  if (signal.aborted) command.stop()
  signal.addEventListener('abort', command.stop, { once: true })
  try {
    return await command.end
  } finally {
    signal.removeEventListener('abort', command.stop)
  }
}
