import { z } from 'zod'
import { Tier } from '../protocol/tier.ts'

const positive = z.number().int().positive()

/** Limits of one run, in milliseconds. */
export const RunLimits = z.object({ cpuMs: positive, wallMs: positive, idleMs: z.number().int().nonnegative(), killGraceMs: positive })
export type RunLimits = z.infer<typeof RunLimits>

/** Limits of one box, in bytes and counts; `cpus` may be a fraction. */
export const BoxLimits = z.object({
  memoryBytes: positive.min(16 * 1024 * 1024),
  cpus: z.number().positive(),
  processes: positive.min(16),
  /** Size of /code. */
  workspaceBytes: positive,
  /** Size of /tmp. */
  scratchBytes: positive,
  /** Size of /dev/shm. */
  sharedMemoryBytes: positive,
  /** The largest single file. */
  fileBytes: positive,
  /** Files and folders in each of /code and /tmp. */
  inodes: positive,
  openFiles: positive,
  stackBytes: positive,
})
export type BoxLimits = z.infer<typeof BoxLimits>

export const LimitsFile = z.strictObject({ session: RunLimits.strict(), box: BoxLimits.strict() })
export type LimitsFile = z.infer<typeof LimitsFile>

/** How the interpreter waits ahead of need: not at all, in a process of its own, or forked from a template (profiles/agent/PROTOCOL.md). */
const Standby = z.enum(['none', 'process', 'template'])
type Standby = z.infer<typeof Standby>

const Argv = z.array(z.string().min(1)).min(1).max(64)
const FileInFolder = z.string().regex(/^[\w.-]+$/)

/** `profiles/languages/<id>/profile.json`: everything there is to know of a language. */
export const ProfileFile = z.strictObject({
  title: z.string().min(1).max(40),
  /** Monaco's name of the language. */
  editorLanguage: z.string().min(1),
  mainFile: FileInFolder,
  /** File in the profile's folder: what an untouched editor shows. */
  starter: FileInFolder,
  /** Debian packages of the image. */
  packages: z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/)).min(1),
  /** Commands that finish the image, as root, once packages and own files are in place. */
  build: z.array(Argv).max(16).default([]),
  run: Argv,
  standby: Standby,
  /** How to ask the toolchain for its version; the pattern's first group is the version. */
  version: z.strictObject({ argv: Argv, pattern: z.string().min(1) }),
  /** The weakest wall this language may run behind; the server's own tier when absent or weaker. */
  tier: Tier.optional(),
  /** Added to the environment of every program. */
  env: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()),
  /** Replaces values of profiles/limits.json. */
  limits: z.strictObject({ session: RunLimits.partial().strict().optional(), box: BoxLimits.partial().strict().optional() }),
})

/** A language, ready to use: its file's data with the limits filled in. */
export type Profile = {
  readonly id: string
  readonly title: string
  readonly editorLanguage: string
  readonly mainFile: string
  readonly starter: string
  readonly packages: readonly string[]
  readonly build: readonly (readonly string[])[]
  readonly run: readonly string[]
  readonly standby: Standby
  readonly version: { readonly argv: readonly string[]; readonly pattern: RegExp }
  readonly tier: Tier
  readonly env: Readonly<Record<string, string>>
  readonly runLimits: RunLimits
  readonly boxLimits: BoxLimits
}
