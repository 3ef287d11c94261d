import { z } from 'zod'
import type { OutputPosition, Sample } from '../protocol/profile-info.ts'
import { Tier } from '../protocol/tier.ts'

const positive = z.number().int().positive()

/** Limits of one run, in milliseconds. */
export const RunLimits = z.object({ cpuMs: positive, wallMs: positive, idleMs: z.number().int().nonnegative(), killGraceMs: positive })
export type RunLimits = z.infer<typeof RunLimits>

/** Limits of the compiler, and of the program that it makes. */
export type StageLimits = { readonly compile: RunLimits; readonly run: RunLimits }

/** Limits of a run that a program asked for, over the API: what is beyond `outputBytes`, of each stream, is dropped. */
export const ApiLimits = RunLimits.extend({ outputBytes: positive })
export type ApiLimits = z.infer<typeof ApiLimits>

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

export const LimitsFile = z.strictObject({
  session: RunLimits.strict(),
  api: ApiLimits.strict(),
  compile: RunLimits.strict(),
  box: BoxLimits.strict(),
})
export type LimitsFile = z.infer<typeof LimitsFile>

/**
 * How the interpreter waits ahead of need (profiles/agent/PROTOCOL.md): not at all; by itself, in a process of its own or forked from a template; or made to
 * wait by a preloaded library, before it starts, where it opens the program, or where it reads it.
 */
const Standby = z.enum(['none', 'process', 'template', 'start', 'open', 'read', 'mark'])
type Standby = z.infer<typeof Standby>

/** A command without a shell. Words in braces are filled in for each run (server/profiles/argv.ts). */
const Argv = z.array(z.string().min(1)).min(1).max(64)
const FileInFolder = z.string().regex(/^[\w.-]+$/)
const Pattern = z.string().min(1).max(400).refine(isPattern, 'is not a regular expression')

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/**
 * Where a line of output names a place in a file. The pattern's groups are `file` and `line`, and where the language tells them `column`, `severity`
 * and `message`. A message that stands on another line is looked for upwards or downwards from there: the nearest line that `pattern` fits, whose groups are
 * `message` and, if told, `severity`.
 */
const Position = z.strictObject({
  pattern: Pattern,
  message: z.strictObject({ where: z.enum(['before', 'after']), pattern: Pattern }).optional(),
})

/** How unit tests of the language's own framework are run; server/exercises/grading/unit-tests.ts tells how its harness and the server talk. */
const UnitTests = z.strictObject({
  /** Its name for people. */
  framework: z.string().min(1).max(40),
  /** Names of the files that are tests. */
  pattern: Pattern,
  /** Names of further files that would change what tests do: nothing that is handed in may be called so. */
  reserved: z.array(Pattern).max(16).default([]),
  /** Makes a program of sources and tests, in `{build}`; `{tests}` are the test files. */
  compile: Argv.optional(),
  /** The harness. */
  run: Argv,
})

/** `profiles/languages/<id>/profile.json`: everything there is to know of a language. profiles/README.md tells it field by field. */
export const ProfileFile = z.strictObject({
  title: z.string().min(1).max(40),
  /** Monaco's name of the language. */
  editorLanguage: z.string().min(1),
  /** What the main file is called until somebody calls it otherwise. */
  mainFile: FileInFolder,
  /** How names of source files end: `{sources}` are those. */
  extensions: z
    .array(z.string().regex(/^\.\w+$/))
    .min(1)
    .max(8),
  /** Programs to begin with, as files of the profile's folder; the first file of each is the main file. The first sample is what an untouched editor shows. */
  samples: z
    .array(z.strictObject({ title: z.string().min(1).max(60), files: z.array(FileInFolder).min(1).max(8) }))
    .min(3)
    .max(12),
  /** Debian packages of the image. */
  packages: z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/)).min(1),
  /** What programs can use beside the language itself, told to people with the version of its Debian package. */
  libraries: z
    .array(z.strictObject({ title: z.string().min(1).max(60), package: z.string().min(2) }))
    .max(40)
    .default([]),
  /** Commands that finish the image, as root, once packages and own files are in place. */
  build: z.array(Argv).max(16).default([]),
  /** Makes a program of the sources, in `{build}`, a folder that is kept between runs; absent where programs are run as they are written. */
  compile: Argv.optional(),
  run: Argv,
  /** Interactive mode, with the program's files at hand. */
  console: Argv.optional(),
  /** Looks for faults without running anything; absent where compiling does that. */
  lint: Argv.optional(),
  /** Reads a source file from its standard input and writes it well laid out to its standard output; `{name}` is the file's name. */
  format: Argv.optional(),
  tests: UnitTests.optional(),
  standby: Standby,
  /** How messages of the compiler, the linter and the running program become places in the editor. */
  positions: z.array(Position).min(1).max(12),
  /** How to ask the toolchain for its version; the pattern's first group is the version. */
  version: z.strictObject({ argv: Argv, pattern: Pattern }),
  /** What the language is called in Piston's interface. */
  piston: z.strictObject({ language: z.string().min(1), aliases: z.array(z.string().min(1)).max(12) }),
  /** What it is called in Judge0's: the number of its newest version, then those that clients may know of older ones. */
  judge0: z.array(positive).max(12).default([]),
  /** The weakest wall this language may run behind; the server's own tier when absent or weaker. */
  tier: Tier.optional(),
  /** Added to the environment of every program. */
  env: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()),
  /** Replaces values of profiles/limits.json. */
  limits: z.strictObject({
    session: RunLimits.partial().strict().optional(),
    api: ApiLimits.partial().strict().optional(),
    compile: RunLimits.partial().strict().optional(),
    box: BoxLimits.partial().strict().optional(),
  }),
})

export type ProfileFile = z.infer<typeof ProfileFile>

/** How a language's unit tests are run. */
export type ProfileTests = {
  readonly framework: string
  readonly pattern: RegExp
  readonly reserved: readonly RegExp[]
  readonly compile: readonly string[] | null
  readonly run: readonly string[]
}

/** A language, ready to use: its file's data with the limits filled in. */
export type Profile = {
  readonly id: string
  readonly title: string
  readonly editorLanguage: string
  readonly mainFile: string
  readonly extensions: readonly string[]
  readonly samples: readonly Sample[]
  readonly packages: readonly string[]
  readonly libraries: readonly { readonly title: string; readonly package: string }[]
  readonly build: readonly (readonly string[])[]
  readonly compile: readonly string[] | null
  readonly run: readonly string[]
  readonly console: readonly string[] | null
  readonly lint: readonly string[] | null
  readonly format: readonly string[] | null
  readonly tests: ProfileTests | null
  readonly standby: Standby
  readonly positions: readonly OutputPosition[]
  readonly version: { readonly argv: readonly string[]; readonly pattern: RegExp }
  readonly piston: { readonly language: string; readonly aliases: readonly string[] }
  readonly judge0: readonly number[]
  readonly tier: Tier
  readonly env: Readonly<Record<string, string>>
  /** Of a run in a browser. */
  readonly runLimits: RunLimits
  readonly apiLimits: ApiLimits
  readonly compileLimits: RunLimits
  readonly boxLimits: BoxLimits
}
