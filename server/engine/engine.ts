import type { Duplex } from 'node:stream'
import type { BoxLimits } from '../profiles/profile.ts'
import type { Tier } from '../protocol/tier.ts'

/** What makes boxes. An engine knows containers and nothing of runs, sessions or languages. */
export interface Engine {
  /** For people: "Docker 28.2.2". */
  readonly name: string

  /** What a person calls a box of this tier, "gVisor" for example; null when this engine has none. A tier is never replaced by a weaker one. */
  tierName(tier: Tier): string | null

  /** Resolves when the engine answers. Rejects with `engine_down`. */
  ping(signal: AbortSignal): Promise<void>

  /**
   * Makes a box, attaches to it and starts it. When the promise resolves, the agent's stream is open; the agent itself may not be ready yet.
   * When `signal` aborts or anything fails, nothing is left behind.
   */
  create(spec: BoxSpec, signal: AbortSignal): Promise<EngineBox>

  /** Every box of any owner that this engine holds, running or not. */
  listOwned(): Promise<readonly OwnedBox[]>

  /** Removes a box by id, running or not. A box that is gone already is no error. */
  remove(id: string): Promise<void>
}

export type BoxSpec = {
  readonly image: string
  readonly tier: Tier
  readonly limits: BoxLimits
  /** Written on the box for the reaper. */
  readonly labels: Readonly<Record<string, string>>
}

export interface EngineBox {
  readonly id: string
  /** The agent's standard input and output. Ends or errors when the box ends; why it ended, only `ending()` tells. */
  readonly stream: Duplex
  /** The last of what the agent wrote to standard error: for the log, never for a user. At most 4 KiB. */
  diagnostics(): string
  /** How the box ended, once the engine confirms that it has. */
  ending(): Promise<BoxEnding>
  /** Kills and removes the box. Resolves when the engine has removed it. May be called more than once, and again after it was rejected. */
  destroy(): Promise<void>
}

export type BoxEnding = {
  /** The kernel's out-of-memory killer was at work in the box. */
  readonly outOfMemory: boolean
  /** The agent's exit status, null when the engine no longer knows. */
  readonly exitCode: number | null
}

export type OwnedBox = {
  readonly id: string
  readonly running: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly createdMs: number
}
