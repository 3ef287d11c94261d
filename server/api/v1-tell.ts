import type { ApiProfile, RunResult } from '../protocol/rest.ts'
import type { Language } from './catalogue.ts'
import type { OnceResult, StageResult } from './once.ts'

/** A run as the REST API tells it, without what was written. */
export function tellFigures({ profile, version }: Language, { waitMs, compile, run }: OnceResult) {
  return { profile: profile.id, version, waitMs, compile: compile && toFigures(compile), run: run && toFigures(run) }
}

/** The same with what was written. */
export function tellResult({ profile, version }: Language, { waitMs, compile, run }: OnceResult): RunResult {
  return { profile: profile.id, version, waitMs, compile: compile && withOutput(compile), run: run && withOutput(run) }
}

/** A language as the REST API tells it. */
export function tellLanguage({ profile, version, ready, image, libraries }: Language): ApiProfile {
  const { id, title, piston, mainFile, extensions, compile, compileLimits, apiLimits, boxLimits } = profile
  return {
    id,
    title,
    version,
    aliases: [...new Set([piston.language, ...piston.aliases])].filter(name => name !== id),
    mainFile,
    extensions: [...extensions],
    libraries: [...libraries],
    compiles: compile !== null,
    ready,
    image,
    limits: {
      cpuMs: apiLimits.cpuMs,
      wallMs: apiLimits.wallMs,
      compileCpuMs: compile ? compileLimits.cpuMs : null,
      compileWallMs: compile ? compileLimits.wallMs : null,
      memoryBytes: boxLimits.memoryBytes,
      outputBytes: apiLimits.outputBytes,
    },
  }
}

function toFigures({ stdout, stderr, all: _, ...report }: StageResult) {
  return { ...report, stdoutBytes: stdout.bytes, stderrBytes: stderr.bytes, truncated: stdout.truncated || stderr.truncated }
}

function withOutput(result: StageResult) {
  return { ...toFigures(result), stdout: result.stdout.text, stderr: result.stderr.text }
}
