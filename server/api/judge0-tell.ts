import { AppError } from '../platform/app-error.ts'
import { STATUSES } from './judge0-status.ts'
import type { Submission } from './judge0-submission.ts'

const DEFAULT_FIELDS = ['token', 'time', 'memory', 'stdout', 'stderr', 'compile_output', 'message', 'status'] as const
/** Text that may be asked for as base64. */
const TEXTS = ['source_code', 'stdin', 'expected_output', 'stdout', 'stderr', 'compile_output', 'message']
/** Decimal numbers are told as text. */
const DECIMALS = ['time', 'wall_time', 'cpu_time_limit', 'cpu_extra_time', 'wall_time_limit']
const LINE_CHARS = 60

/** Every field of a submission, as it is told. */
function allFields({ token, submitted, outcome, status, languageName, createdMs, finishedMs }: Submission): Record<string, unknown> {
  return {
    ...submitted,
    ...outcome,
    token,
    status_id: status,
    status: STATUSES[status - 1],
    language: { id: submitted.language_id, name: languageName },
    created_at: new Date(createdMs).toISOString(),
    finished_at: finishedMs === null ? null : new Date(finishedMs).toISOString(),
  }
}

const KNOWN = [
  ...['source_code', 'language_id', 'stdin', 'expected_output', 'command_line_arguments', 'compiler_options', 'redirect_stderr_to_stdout'],
  ...[
    'number_of_runs',
    'cpu_time_limit',
    'cpu_extra_time',
    'wall_time_limit',
    'memory_limit',
    'stack_limit',
    'max_processes_and_or_threads',
  ],
  ...['max_file_size', 'enable_per_process_and_thread_time_limit', 'enable_per_process_and_thread_memory_limit', 'enable_network'],
  ...DEFAULT_FIELDS,
  ...['status_id', 'language', 'exit_code', 'exit_signal', 'wall_time', 'created_at', 'finished_at'],
]

/** The fields that are asked for, or those that are told by default. */
export function readFields(asked: string | null): readonly string[] {
  if (asked === null || asked === '') return DEFAULT_FIELDS
  if (asked === '*') return KNOWN
  const fields = asked.split(',').map(field => field.trim())
  const unknown = fields.filter(field => !KNOWN.includes(field))
  if (unknown.length > 0) throw new AppError('bad_message', `invalid fields: [${unknown.join(', ')}]`)
  return fields
}

export function tellSubmission(submission: Submission, fields: readonly string[], base64: boolean): object {
  const all = allFields(submission)
  return Object.fromEntries(fields.map(field => [field, tellValue(field, all[field], base64)]))
}

function tellValue(field: string, value: unknown, base64: boolean): unknown {
  if (typeof value === 'number' && DECIMALS.includes(field)) return String(Math.round(value * 1000) / 1000)
  if (base64 && typeof value === 'string' && TEXTS.includes(field)) return toBase64(value)
  return value
}

/** Lines of 60 characters, as MIME has them. */
function toBase64(text: string): string {
  const all = Buffer.from(text).toString('base64')
  return all.replace(new RegExp(`.{1,${LINE_CHARS}}`, 'g'), '$&\n')
}
