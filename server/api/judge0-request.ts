import type { Profile } from '../profiles/profile.ts'
import { PRESET_INPUT_BYTES, SOURCE_BYTES } from '../protocol/limits.ts'
import { limitsFor } from './asked-limits.ts'
import type { Catalogue, Language } from './catalogue.ts'
import type { OnceRequest } from './once.ts'

/** What is wrong with a submission, by its fields, as Judge0 tells it. */
export type Faults = Readonly<Record<string, readonly string[]>>

/** What was submitted, with Judge0's defaults. */
export type Submitted = {
  readonly source_code: string
  readonly language_id: number
  readonly stdin: string | null
  readonly expected_output: string | null
  readonly command_line_arguments: string | null
  readonly compiler_options: string | null
  readonly redirect_stderr_to_stdout: boolean
  readonly number_of_runs: number
  readonly cpu_time_limit: number
  readonly cpu_extra_time: number
  readonly wall_time_limit: number
  readonly memory_limit: number
  readonly stack_limit: number
  readonly max_processes_and_or_threads: number
  readonly max_file_size: number
  readonly enable_per_process_and_thread_time_limit: boolean
  readonly enable_per_process_and_thread_memory_limit: boolean
  readonly enable_network: boolean
}

/** Judge0's default, least and most; times in seconds, sizes in KB. */
const NUMBERS = {
  number_of_runs: [1, 1, 20],
  cpu_time_limit: [5, 0, 15],
  cpu_extra_time: [1, 0, 5],
  wall_time_limit: [10, 1, 20],
  memory_limit: [128_000, 2048, 512_000],
  stack_limit: [64_000, 0, 128_000],
  max_processes_and_or_threads: [60, 1, 120],
  max_file_size: [1024, 0, 4096],
} as const
const FLAGS = [
  'redirect_stderr_to_stdout',
  'enable_per_process_and_thread_time_limit',
  'enable_per_process_and_thread_memory_limit',
] as const
const OPTION_CHARS = 512
/** As much as a program may write. */
const EXPECTED_BYTES = 1024 * 1024
/** Characters that shells make something of. */
const SHELL = /[$&;<>|`]/g

type Fields = Readonly<Record<string, unknown>>

/** The language that a client means by a number. */
export function findById(catalogue: Catalogue, id: number): Language | null {
  return catalogue().find(({ profile }) => profile.judge0.includes(id)) ?? null
}

/** Text of a value that may be anything that JSON can be: an object may say that it has no text. */
function wordsOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Reads a submission, or says what is wrong with it. */
export function readSubmission(
  body: unknown,
  base64: boolean,
  catalogue: Catalogue,
): { submitted: Submitted; language: Language } | Faults {
  const fields: Fields = typeof body === 'object' && body !== null ? (body as Fields) : {}
  const faults: Record<string, string[]> = {}
  const fault = (field: string, what: string): void => {
    faults[field] = [...(faults[field] ?? []), what]
  }
  const text = (field: string, bytes: number): string | null => {
    const value = fields[field] ?? null
    if (value === null) return null
    if (typeof value !== 'string') fault(field, 'is not a string')
    const read = base64 && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : wordsOf(value)
    if (Buffer.byteLength(read) > bytes) fault(field, `is too long (maximum is ${bytes} bytes)`)
    return read
  }
  const options = (field: string): string | null => {
    const value = fields[field] ?? null
    if (value === null) return null
    const words = wordsOf(value)
    if (words.length > OPTION_CHARS) fault(field, `is too long (maximum is ${OPTION_CHARS} characters)`)
    return words.replace(SHELL, '')
  }
  const source = text('source_code', SOURCE_BYTES)
  if (!source) fault('source_code', "can't be blank")
  const id = wordsOf(fields.language_id ?? '')
  const language = findById(catalogue, Number(id === '' ? Number.NaN : id))
  if (id === '') fault('language_id', "can't be blank")
  else if (!language) fault('language_id', `language with id ${id} doesn't exist`)
  if (fields.additional_files) fault('additional_files', 'is not taken by this server')
  if (fields.callback_url) fault('callback_url', 'is not called by this server')
  if (fields.enable_network) fault('enable_network', 'enabling network is not allowed')
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([field, [usual, least, most]]) => [
      field,
      number(fields[field], usual, least, most, what => fault(field, what)),
    ]),
  )
  const flags = Object.fromEntries(FLAGS.map(field => [field, fields[field] === true || fields[field] === 'true']))
  const submitted = {
    source_code: source ?? '',
    language_id: language?.profile.judge0.includes(Number(id)) ? Number(id) : 0,
    stdin: text('stdin', PRESET_INPUT_BYTES),
    expected_output: text('expected_output', EXPECTED_BYTES),
    command_line_arguments: options('command_line_arguments'),
    compiler_options: options('compiler_options'),
    ...numbers,
    ...flags,
    enable_network: false,
  } as Submitted
  return language && Object.keys(faults).length === 0 ? { submitted, language } : faults
}

function number(value: unknown, usual: number, least: number, most: number, fault: (what: string) => void): number {
  if (value === undefined || value === null) return usual
  const read = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN
  if (Number.isNaN(read)) fault('is not a number')
  else if (read > most) fault(`must be less than or equal to ${most}`)
  else if (read < least) fault(`must be greater than or equal to ${least}`)
  return read
}

/** How a submission is run: the server's limits hold where they are lower than those asked for. */
export function toProgram(submitted: Submitted, profile: Profile): Omit<OnceRequest, 'tenant' | 'atOnce' | 'signal' | 'delivered'> {
  const args = submitted.command_line_arguments?.split(/\s+/).filter(word => word !== '') ?? []
  return {
    profile,
    main: profile.mainFile,
    files: [{ name: profile.mainFile, content: submitted.source_code }],
    args,
    stdin: submitted.stdin ?? '',
    limits: limitsFor(profile, { cpuMs: submitted.cpu_time_limit * 1000, wallMs: submitted.wall_time_limit * 1000 }),
    size: null,
    overflow: 'drop',
  }
}
