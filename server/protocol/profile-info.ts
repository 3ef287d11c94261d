import { z } from 'zod'
import { NAME_BYTES } from './limits.ts'

/** Where a line of output names a place in a file (profiles/README.md, `positions`). Patterns are regular expressions as JavaScript has them. */
export const OutputPosition = z.object({
  pattern: z.string(),
  message: z.object({ where: z.enum(['before', 'after']), pattern: z.string() }).optional(),
})
export type OutputPosition = z.infer<typeof OutputPosition>

/** A program to begin with. The first file is the main file. */
export const Sample = z.object({
  title: z.string(),
  files: z.array(z.object({ name: z.string().max(NAME_BYTES), content: z.string() })).min(1),
})
export type Sample = z.infer<typeof Sample>

/** How far a language's image is. `part` runs from 0 to 1; `doing` is a few words for a person. */
export const ImageState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('ready') }),
  /** Its turn has not come. */
  z.object({ name: z.literal('waiting') }),
  z.object({ name: z.literal('building'), part: z.number().min(0).max(1), doing: z.string() }),
  z.object({ name: z.literal('failed'), why: z.string() }),
])
export type ImageState = z.infer<typeof ImageState>

/** What a page needs to know of a language. */
export const ProfileInfo = z.object({
  id: z.string(),
  title: z.string(),
  /** Version of the toolchain in the box, as its image reported it; null while the image is being built. */
  version: z.string().nullable(),
  /** Monaco's name of the language. */
  editorLanguage: z.string(),
  /** What the main file is called until somebody calls it otherwise. */
  mainFile: z.string(),
  /** How names of source files end. */
  extensions: z.array(z.string()),
  /** The program an untouched editor shows: the first sample's main file. */
  starter: z.string(),
  /** What programs can use beside the language itself; versions are null until the image has told them. */
  libraries: z.array(z.object({ title: z.string(), version: z.string().nullable() })),
  positions: z.array(OutputPosition),
  /** Programs are compiled before they run. */
  compiles: z.boolean(),
  /** What `check` does: compile ahead, look for faults, or nothing. */
  checks: z.enum(['compile', 'lint', 'nothing']),
  hasConsole: z.boolean(),
  formats: z.boolean(),
  image: ImageState,
  /** Whether programs can be run: `image` is ready. */
  ready: z.boolean(),
  /** What its programs run in, by the strength of the wall: "standard box", "gVisor box". */
  box: z.string(),
})
export type ProfileInfo = z.infer<typeof ProfileInfo>
