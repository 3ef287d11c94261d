import '../workspace/no-eval.ts'
import { z } from 'zod'
import { ExitReport } from '../../server/protocol/exit.ts'
import { ARGUMENTS, FILES_BYTES, NAME_BYTES, PRESET_INPUT_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import { RECORDING_BYTES, TITLE_LENGTH } from '../../server/protocol/snippet.ts'
import { EMBED_VERSION } from './version.ts'

/**
 * What a page and the frame in it say to each other by `postMessage` (README.md, "Embedding"). Every message is an object with `glovebox`, the version.
 */

const Text = z.string().max(SOURCE_BYTES)
const version = z.literal(EMBED_VERSION)
/** Names of files are checked where they are used, and said in a sentence. */
const Name = z.string().min(1).max(NAME_BYTES)
/** As many characters as base64 of all files may have. What text and files may have in all is checked where they are used, too. */
const Content = z.string().max(4 * Math.ceil(FILES_BYTES / 3))
const encoding = z.literal('base64').optional()

/** What the frame is to show and run. */
const Load = z.object({
  glovebox: version,
  type: z.literal('load'),
  /** A language's id, such as `python`, or what its files end in. */
  language: z.string().min(1).max(64),
  /** What it is called, in the frame's head. */
  title: z.string().max(TITLE_LENGTH).default(''),
  /** The main file, or its middle: what is shown of it, and edited. */
  code: Text,
  /** The main file's name; the language's usual one when absent. */
  name: Name.optional(),
  /** What stands before and after `code` in the main file, and is not shown. */
  setup: Text.default(''),
  teardown: Text.default(''),
  /** Further files: texts, which are shown and edited as `code` is, and others, whose bytes are base64. */
  files: z
    .array(z.object({ name: Name, content: Content, encoding }))
    .max(SOURCE_FILES - 1)
    .default([]),
  args: z.array(z.string().max(4096)).max(ARGUMENTS).default([]),
  /** What the program reads from its standard input instead of the terminal. */
  stdin: z.string().max(PRESET_INPUT_BYTES).nullable().default(null),
  readonly: z.boolean().default(false),
})
export type Load = z.infer<typeof Load>

/** Page → frame. */
export const HostMessage = z.discriminatedUnion('type', [
  /** Asks for `ready` again, and for the messages that follow. */
  z.object({ glovebox: version, type: z.literal('hello') }),
  Load,
  z.object({ glovebox: version, type: z.literal('run') }),
  z.object({ glovebox: version, type: z.literal('stop') }),
  /** Puts all files back as they were. */
  z.object({ glovebox: version, type: z.literal('reset') }),
  /** Puts the cursor into the code; into that of this file, where one is named. */
  z.object({ glovebox: version, type: z.literal('focus'), name: Name.optional() }),
  /** Puts a file in the place of the one of its name, or adds it. Without a name: the text of the main file that is shown. */
  z.object({ glovebox: version, type: z.literal('setFile'), name: Name.optional(), content: Content, encoding }),
  /** Asks for `files`. */
  z.object({ glovebox: version, type: z.literal('getFiles') }),
  z.object({ glovebox: version, type: z.literal('setTheme'), theme: z.enum(['light', 'dark', 'system']) }),
])
export type HostMessage = z.infer<typeof HostMessage>

/** Frame → page. */
export const FrameMessage = z.discriminatedUnion('type', [
  /** It hears now. The only message to a page that has said nothing yet. */
  z.object({ glovebox: version, type: z.literal('ready') }),
  /** The code that was handed over is on the screen. */
  z.object({ glovebox: version, type: z.literal('loaded') }),
  z.object({ glovebox: version, type: z.literal('started') }),
  /** The run is over; with what the terminal was given, RECORDING_BYTES of UTF-8 at most. */
  z.object({
    glovebox: version,
    type: z.literal('exited'),
    report: ExitReport,
    output: z.string().max(RECORDING_BYTES),
    truncated: z.boolean(),
  }),
  /** As high as the frame would be to show all it has, in CSS pixels. */
  z.object({ glovebox: version, type: z.literal('height'), px: z.number().int().positive() }),
  /** The files as they are now, in the words of `load`, and without what is not shown. */
  z.object({
    glovebox: version,
    type: z.literal('files'),
    name: z.string().optional(),
    code: z.string(),
    files: z.array(z.object({ name: z.string(), content: z.string(), encoding })),
  }),
  /** What was asked cannot be done, in a sentence for a person. */
  z.object({ glovebox: version, type: z.literal('refused'), message: z.string() }),
])
export type FrameMessage = z.infer<typeof FrameMessage>
/** A message without what all of them have. */
export type FrameEvent = FrameMessage extends infer Message ? (Message extends unknown ? Omit<Message, 'glovebox'> : never) : never
