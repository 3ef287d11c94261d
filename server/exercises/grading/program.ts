import { Gathered } from '../../box/gathered.ts'
import { Run } from '../../box/runner.ts'
import type { ApiLimits, Profile, RunLimits } from '../../profiles/profile.ts'
import type { ExitReport } from '../../protocol/exit.ts'
import { CHECK_OUTPUT_BYTES } from '../../protocol/limits.ts'
import type { SourceFile } from '../../protocol/messages.ts'
import type { TestLimits } from '../exercise.ts'
import type { GradingBoxes } from './boxes.ts'

export type Program = {
  readonly main: string
  readonly files: readonly SourceFile[]
  readonly args: readonly string[]
  readonly stdin: string
}

export type Ran = {
  readonly report: ExitReport
  readonly stdout: string
  readonly stderr: string
  /** What the compiler said. */
  readonly compiler: string
}

/** Limits of one test: those of the exercise, and never above what the server allows programs of the API. */
export function limitsOf(profile: Profile, { wallMs, cpuMs }: TestLimits): { readonly compile: RunLimits; readonly run: ApiLimits } {
  const { apiLimits, compileLimits } = profile
  return {
    compile: compileLimits,
    run: { ...apiLimits, wallMs: Math.min(wallMs, apiLimits.wallMs), cpuMs: Math.min(cpuMs, apiLimits.cpuMs) },
  }
}

/**
 * Runs a program in the grading's box, which is as new but for what was compiled in it: compiles it first where that has not been done yet. A box that is lost without
 * a reason is exchanged, once. Rejects with an AppError for files that are refused, or with what `boxes.take` rejects with.
 */
export async function runProgram(
  boxes: GradingBoxes,
  { main, files, args, stdin }: Program,
  limits: ReturnType<typeof limitsOf>,
  { signal, onCompiling }: { readonly signal: AbortSignal; readonly onCompiling?: (() => void) | undefined },
): Promise<Ran> {
  for (;;) {
    const { box, built } = await boxes.take(true)
    const { outputBytes } = limits.run
    const kept = { stdout: new Gathered(outputBytes), stderr: new Gathered(outputBytes), compiler: new Gathered(CHECK_OUTPUT_BYTES) }
    const written = { stdout: 0, stderr: 0 }
    let compiling = false
    const run = new Run(
      box,
      { main, files, args, stdin, size: null, compiled: built, limits },
      {
        onCompiling: () => {
          compiling = true
          onCompiling?.()
        },
        onCompiled: () => {
          compiling = false
        },
        onStarted: () => {},
        onOutput: (bytes, stream) => {
          if (compiling) kept.compiler.add(bytes)
          else {
            kept[stream].add(bytes)
            written[stream] += bytes.length
            if (written[stream] > outputBytes) run.stop('output_limit')
          }
          run.credit(bytes.length)
        },
      },
    )
    const stop = (): void => run.stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const { report, boxUsable, compiled } = await run.outcome
      boxes.used({ usable: boxUsable, built: compiled })
      signal.throwIfAborted()
      if (report.reason === 'box_lost' && boxes.forgiveLoss()) continue
      return { report, stdout: `${kept.stdout}`, stderr: `${kept.stderr}`, compiler: `${kept.compiler}` }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
