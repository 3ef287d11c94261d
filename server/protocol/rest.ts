import { z } from 'zod'
import { ERROR_CODES } from './errors.ts'
import { ExitReason } from './exit.ts'
import { ARGUMENT_BYTES, ARGUMENTS, NAME_BYTES, PRESET_INPUT_BYTES, SOURCE_BYTES, SOURCE_FILES } from './limits.ts'
import { ImageState } from './profile-info.ts'

/**
 * The REST API, version 1. Requests are checked with these schemas, and `/api/v1/openapi.json` is made from them: what a field is told to be here is
 * what callers read.
 */

const asked = (what: string) =>
  z.number().optional().describe(`${what}. Lowers the server's own limit; what is above it, 0 or negative leaves that limit as it is.`)

const RunFile = z.strictObject({
  name: z
    .string()
    .max(NAME_BYTES)
    .optional()
    .describe("Relative path, with / between the parts. The first file may go without: it is called as the language's main file is."),
  content: z.string().describe('The text, or base64 of the bytes.'),
  encoding: z.literal('base64').optional().describe('`base64` for a file that is not text.'),
})

export const RunBody = z
  .strictObject({
    profile: z
      .string()
      .min(1)
      .max(64)
      .describe('The language: its id, or one of its aliases.')
      .meta({ examples: ['python'] }),
    files: z
      .array(RunFile)
      .min(1)
      .max(SOURCE_FILES)
      .describe(`The program's files, ${SOURCE_BYTES / 1_048_576} MiB of text together.`)
      .meta({ examples: [[{ content: 'print(input()[::-1])' }]] }),
    main: z.string().max(NAME_BYTES).optional().describe('Name of the file that is run; the first one when absent.'),
    args: z.array(z.string()).max(ARGUMENTS).default([]).describe(`Arguments of the program, ${ARGUMENT_BYTES} bytes each at most.`),
    stdin: z
      .string()
      .default('')
      .describe(`What the program reads from its standard input, ${PRESET_INPUT_BYTES / 1024} KiB at most.`),
    limits: z
      .strictObject({
        cpuMs: asked('Processor time of the program, in milliseconds'),
        wallMs: asked('Time the program may take, in milliseconds'),
        compileCpuMs: asked('Processor time of the compiler, in milliseconds'),
        compileWallMs: asked('Time the compiler may take, in milliseconds'),
        outputBytes: asked('Bytes that are kept of each output stream; the rest is counted and dropped'),
      })
      .optional()
      .describe('Lower limits than those of the server.'),
  })
  .meta({ id: 'RunRequest', description: 'A program to be run once, in a fresh box without a network that is destroyed afterwards.' })

const figures = {
  reason: ExitReason.describe('Why it ended. Whatever a program does is a result; only `box_lost` is a fault of the server.'),
  code: z.number().int().nullable().describe('Exit status, 0 to 255; null where a signal ended it.'),
  signal: z.string().nullable().describe('Name of the signal that ended it, such as `SIGSEGV`.'),
  cpuMs: z.number().describe('Processor time of all its processes, in milliseconds.'),
  wallMs: z.number().describe('Time it took, in milliseconds.'),
  peakBytes: z.number().describe('The largest memory of any one of its processes, in bytes.'),
  limit: z.number().nullable().describe('The limit that ended it, in milliseconds or bytes; null where none did.'),
  stdoutBytes: z.number().int().describe('Bytes it wrote to standard output, kept or not.'),
  stderrBytes: z.number().int().describe('Bytes it wrote to standard error, kept or not.'),
  truncated: z.boolean().describe('Whether some of its output was dropped, because it was above the limit.'),
}

const StageFigures = z.object(figures).meta({ id: 'StageFigures', description: 'What the compiler or the program came to.' })

const StageResult = z
  .object({
    ...figures,
    stdout: z.string().describe('Standard output, as text: bytes that are not UTF-8 are replaced by U+FFFD.'),
    stderr: z.string().describe('Standard error, in the same way.'),
  })
  .meta({ id: 'StageResult', description: 'What the compiler or the program wrote and came to.' })

const ran = {
  profile: z.string().describe("The language's id."),
  version: z.string().nullable().describe('Version of its toolchain; null for a moment after the server has started.'),
  waitMs: z.number().int().describe('Time until there was a box, in milliseconds.'),
}
const compiled = 'The compiler; null where there is none.'
const program = 'The program; null where the compiler has made none.'

export const RunResult = z
  .object({ ...ran, compile: StageResult.nullable().describe(compiled), run: StageResult.nullable().describe(program) })
  .meta({ id: 'RunResult', description: 'What a run came to.' })
export type RunResult = z.infer<typeof RunResult>

export const Problem = z
  .object({
    type: z.literal('about:blank').describe('The title and the status say what kind it is.'),
    title: z.string().describe('What the status means.'),
    status: z.number().int().describe('The status of the answer.'),
    detail: z.string().describe('A sentence for a person; names the limit or the way out.'),
    code: z.enum(ERROR_CODES).describe('What it is, for programs.'),
  })
  .meta({ id: 'Problem', description: 'A refusal or a fault (RFC 9457).' })

const stage = z.enum(['compile', 'run']).describe('Whose it is: of the compiler, or of the program.')

export const RunEvent = z
  .discriminatedUnion('type', [
    z
      .object({ type: z.literal('queued'), position: z.number().int().min(1).describe('Place in the queue for a box.') })
      .describe('There is no box yet.'),
    z.object({ type: z.literal('stage'), stage }).describe('The compiler, or the program, has started.'),
    z
      .object({
        type: z.literal('output'),
        stage,
        stream: z.enum(['stdout', 'stderr']).describe('Where it was written to.'),
        text: z.string().describe('What was written, in whole characters.'),
      })
      .describe('Something was written.'),
    z
      .object({
        type: z.literal('result'),
        ...ran,
        compile: StageFigures.nullable().describe(compiled),
        run: StageFigures.nullable().describe(program),
      })
      .describe('The end. Nothing follows it.'),
    z.object({ type: z.literal('error'), problem: Problem }).describe('The end, where something went wrong after the first event.'),
  ])
  .meta({ id: 'RunEvent', description: 'One line of a run that is told as it happens, or the data of one server-sent event.' })
export type RunEvent = z.infer<typeof RunEvent>

const ApiLimits = z
  .object({
    cpuMs: z.number().int().describe('Processor time of the program.'),
    wallMs: z.number().int().describe('Time the program may take.'),
    compileCpuMs: z.number().int().nullable().describe('Processor time of the compiler; null where nothing is compiled.'),
    compileWallMs: z.number().int().nullable().describe('Time the compiler may take.'),
    memoryBytes: z.number().int().describe('Of the box.'),
    outputBytes: z.number().int().describe('Of each output stream.'),
  })
  .meta({ id: 'Limits', description: 'The limits of a run, in milliseconds and bytes. A request may lower them.' })

export const ApiProfile = z
  .object({
    id: z.string().describe('What `profile` is in a request.'),
    title: z.string().describe('Its name for people.'),
    version: z.string().nullable().describe('Version of the toolchain; null until the server has learnt it.'),
    aliases: z.array(z.string()).describe('Other names that are taken for `profile`.'),
    mainFile: z.string().describe('What a file without a name is called.'),
    extensions: z.array(z.string()).describe('How names of source files end.'),
    libraries: z
      .array(z.object({ title: z.string(), version: z.string().nullable() }))
      .describe('What programs can use besides the language itself, with its version.'),
    compiles: z.boolean().describe('Programs are compiled before they run.'),
    ready: z.boolean().describe('Programs can be run now.'),
    image: ImageState.describe('How far the image is, until the language is ready.'),
    limits: ApiLimits,
  })
  .meta({ id: 'Profile', description: 'A language.' })
export type ApiProfile = z.infer<typeof ApiProfile>

export const ApiProfiles = z
  .object({ profiles: z.array(ApiProfile).describe('In the order of their menu.') })
  .meta({ id: 'Profiles', description: 'The languages.' })
