import { AppError } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { ARGUMENTS, SOURCE_FILES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import { limitsFor } from './asked-limits.ts'
import { type Catalogue, isCalled } from './catalogue.ts'
import type { OnceRequest } from './once.ts'

/** What Jobe calls a job: all of a run but for whom it is. */
export type JobeJob = Pick<OnceRequest, 'profile' | 'main' | 'files' | 'args' | 'limits'> & { readonly stdin: string }

/** Jobe's own defaults: seconds of a processor, and megabytes of each stream. */
const DEFAULTS = { cputime: 5, streamsize: 2 }
/** An id of a file that was uploaded. */
export const FILE_ID = /^[A-Za-z0-9]{8,128}$/
/** A file in the folder of the program: no path. */
const FILE_NAME = /^[A-Za-z0-9_.-]+$/

type Fields = Readonly<Record<string, unknown>>

/**
 * The job of a request's body. Throws an AppError whose message is Jobe's.
 * @param fileOf the content of a file that was uploaded, or null.
 */
export function readJobeJob(body: unknown, catalogue: Catalogue, fileOf: (id: string) => Buffer | null): JobeJob {
  if (!isObject(body)) throw refusal('Non-JSON post data received')
  const run = body.run_spec
  if (!isObject(run)) throw refusal('No run_spec attribute found in post data')
  const source = required(run, 'sourcecode')
  const id = required(run, 'language_id').toLowerCase()
  const language = catalogue().find(candidate => candidate.ready && isCalled(candidate.profile, id))
  if (!language) throw refusal(`Language '${id.slice(0, 64)}' is not known`)
  const { profile } = language
  const main = readMain(run.sourcefilename, profile)
  const input = run.input ?? ''
  if (typeof input !== 'string') throw refusal('The input of the run_spec must be a string')
  const parameters = isObject(run.parameters) ? run.parameters : {}
  const cpuMs = 1000 * numberOf(parameters.cputime, DEFAULTS.cputime)
  const asked = { cpuMs, wallMs: 2 * cpuMs, outputBytes: 1_000_000 * numberOf(parameters.streamsize, DEFAULTS.streamsize) }
  return {
    profile,
    main,
    files: readFiles(run.file_list ?? [], { name: main, content: source }, fileOf),
    args: readArguments(parameters.runargs),
    stdin: input,
    limits: limitsFor(profile, asked),
  }
}

function required(run: Fields, name: string): string {
  const value = run[name]
  if (value === undefined || value === null) throw refusal(`run_spec is missing the required attribute '${name}'`)
  if (typeof value !== 'string') throw refusal(`The attribute '${name}' of the run_spec must be a string`)
  return value
}

/** CodeRunner calls a program `__tester__` with the language's name behind a point, which is no extension to every compiler. */
function readMain(name: unknown, { compile, mainFile, extensions }: Profile): string {
  if (name === undefined || name === null || name === '') return mainFile
  if (typeof name !== 'string' || name.includes('/') || fileNameFault(name) !== null) {
    throw refusal('The sourcefilename for the run_spec is illegal')
  }
  return compile && !extensions.some(extension => name.endsWith(extension)) ? `${name}${extensions[0]}` : name
}

/** What is called like the program takes its place, as in Jobe. */
function readFiles(list: unknown, main: SourceFile, fileOf: (id: string) => Buffer | null): readonly SourceFile[] {
  if (!Array.isArray(list)) throw refusal('The file_list of the run_spec must be an array')
  if (list.length >= SOURCE_FILES) throw refusal(`The file_list may have ${SOURCE_FILES - 1} entries`)
  const files = new Map<string, SourceFile>([[main.name, main]])
  for (const entry of list as readonly unknown[]) {
    const [id, name] = Array.isArray(entry) && (entry.length === 2 || entry.length === 3) ? entry : []
    if (typeof id !== 'string' || !FILE_ID.test(id) || typeof name !== 'string' || !FILE_NAME.test(name)) {
      throw refusal(`Invalid file specifier: ${JSON.stringify(entry)?.slice(0, 200)}`)
    }
    const content = fileOf(id)
    if (!content) throw new AppError('not_found', 'One or more of the specified files is missing/unavailable')
    files.set(name, { name, content: content.toString('base64'), encoding: 'base64' })
  }
  return [...files.values()]
}

function readArguments(given: unknown): readonly string[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given) || !given.every(word => typeof word === 'string')) throw refusal('runargs must be an array of strings')
  if (given.length > ARGUMENTS) throw refusal(`runargs may have ${ARGUMENTS} entries`)
  return given
}

/** A number, also one that is written as a string; Jobe takes its default for everything else. */
function numberOf(value: unknown, usual: number): number {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : usual
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(message: string): AppError {
  return new AppError('bad_message', message)
}
