import { z } from 'zod'
import { ExitReport } from './exit.ts'
import { ARGUMENTS, NAME_BYTES, SOURCE_BYTES, SOURCE_FILES, TERMINAL_CELLS } from './limits.ts'
import { SourceFile } from './messages.ts'

/** All of a snippet as JSON, with its recording, in bytes. */
export const SNIPPET_BYTES = 3 * 1024 * 1024
/** Text of a recording, in bytes of UTF-8, and how many pieces it may come in. */
export const RECORDING_BYTES = 256 * 1024
export const RECORDING_EVENTS = 10_000
export const TITLE_LENGTH = 120

/**
 * Names what it holds: the first bits of a SHA-256, in the 62 letters and digits, so that it never ends in a character that links lose. Twelve of
 * them are 71 bits.
 */
export const SnippetId = z
  .string()
  .regex(/^[0-9A-Za-z]{12}$/)
  .describe('Names the snippet by what it holds.')
export type SnippetId = z.infer<typeof SnippetId>

/** What a terminal showed of a run, as asciicast v2 has it (https://docs.asciinema.org/manual/asciicast/v2/), and how the run ended. */
export const Recording = z.object({
  cols: z.number().int().min(1).max(TERMINAL_CELLS),
  rows: z.number().int().min(1).max(TERMINAL_CELLS),
  /** Milliseconds since the program started, and what was printed then; in order of time. */
  events: z.array(z.tuple([z.number().nonnegative(), z.string()])).max(RECORDING_EVENTS),
  /** There was more. */
  truncated: z.boolean(),
  report: ExitReport,
})
export type Recording = z.infer<typeof Recording>

const content = {
  profile: z.string().max(64).describe("The language's id."),
  title: z
    .string()
    .trim()
    .max(TITLE_LENGTH)
    // What would break the line it stands in, or turn it round.
    .regex(/^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u, 'has a control character in it')
    .describe('What it is called; may be empty.'),
  main: z.string().max(NAME_BYTES).describe('Name of the file that is run.'),
  files: z
    .array(SourceFile)
    .min(1)
    .max(SOURCE_FILES)
    .describe(`The program's files, ${SOURCE_BYTES / 1_048_576} MiB of text together.`),
  args: z.array(z.string()).max(ARGUMENTS).describe('Arguments of the program.'),
  stdin: z.string().nullable().describe('What the program reads from its standard input instead of the terminal; null: the terminal.'),
  parent: SnippetId.nullable().describe('The snippet that this one was made from.'),
  recording: Recording.nullable().describe('What a terminal showed of a run, as asciicast v2 has it, and how the run ended.'),
}

/** What is shared: immutable, and named by its content. */
export const SnippetContent = z
  .object(content)
  .meta({ id: 'SnippetContent', description: 'What is shared: immutable, and named by its content.' })
export type SnippetContent = z.infer<typeof SnippetContent>

export const Snippet = z
  .object({
    ...content,
    id: SnippetId,
    version: z
      .string()
      .max(200)
      .nullable()
      .describe("The toolchain's version when it was shared, such as `Python 3.13.5`; null where it was not known."),
    createdMs: z.number().int().nonnegative().describe('When it was shared first, in milliseconds since 1970.'),
  })
  .meta({ id: 'Snippet', description: 'Shared code.' })
export type Snippet = z.infer<typeof Snippet>

/** The answer to sharing. */
export const Shared = z
  .object({
    id: SnippetId,
    path: z.string().describe('The path of its page.'),
    deletionKey: z.string().describe('Whoever shows this may take the share back. It is told this once.'),
  })
  .meta({ id: 'Shared', description: 'The answer to sharing.' })
export type Shared = z.infer<typeof Shared>
