import type { ApiLimits, Profile, RunLimits } from '../profiles/profile.ts'

/** What a request may ask for, in milliseconds and bytes. */
export type AskedLimits = {
  readonly cpuMs?: number | undefined
  readonly wallMs?: number | undefined
  readonly compileCpuMs?: number | undefined
  readonly compileWallMs?: number | undefined
  readonly outputBytes?: number | undefined
}

export type OnceLimits = { readonly compile: RunLimits; readonly run: ApiLimits }

/** The limits of a run: the profile's own, or lower where that is asked for. Nothing raises a limit, or switches it off. */
export function limitsFor({ apiLimits, compileLimits }: Profile, asked: AskedLimits = {}): OnceLimits {
  return {
    compile: {
      ...compileLimits,
      cpuMs: lower(compileLimits.cpuMs, asked.compileCpuMs),
      wallMs: lower(compileLimits.wallMs, asked.compileWallMs),
    },
    run: {
      ...apiLimits,
      cpuMs: lower(apiLimits.cpuMs, asked.cpuMs),
      wallMs: lower(apiLimits.wallMs, asked.wallMs),
      outputBytes: lower(apiLimits.outputBytes, asked.outputBytes),
    },
  }
}

function lower(limit: number, asked: number | undefined): number {
  return asked !== undefined && asked > 0 ? Math.min(limit, Math.max(1, Math.floor(asked))) : limit
}
