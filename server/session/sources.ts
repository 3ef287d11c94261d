import { createHash } from 'node:crypto'
import { AppError } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { ARGUMENT_BYTES, FILES_BYTES, PRESET_INPUT_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../protocol/limits.ts'
import type { RunRequest, SourceFile } from '../protocol/messages.ts'
import type { Keyed } from './transitions.ts'

type Profiles = ReadonlyMap<string, Profile>
/** A page's files, as requests carry them. */
type Sources = { readonly profile: string; readonly main: string; readonly files: readonly SourceFile[] }

/** Why this is not run, or null. */
export function runFault(request: RunRequest, profiles: Profiles): AppError | null {
  if (request.args.some(arg => Buffer.byteLength(arg) > ARGUMENT_BYTES || arg.includes('\0'))) {
    return new AppError('bad_message', `A program argument may have ${ARGUMENT_BYTES / 1024} KB, and no zero byte.`)
  }
  if (request.stdin !== undefined && Buffer.byteLength(request.stdin) > PRESET_INPUT_BYTES) {
    return new AppError('source_too_large', `The input set beforehand may have ${PRESET_INPUT_BYTES / 1024} KB.`)
  }
  return sourcesFault(request, profiles) ?? consoleFault(request, profiles)
}

function consoleFault({ mode, profile }: RunRequest, profiles: Profiles): AppError | null {
  const { console, title } = profiles.get(profile) as Profile
  return mode === 'console' && !console ? new AppError('bad_message', `${title} has no console.`) : null
}

/** Why these sources are not taken, or null. */
export function sourcesFault({ profile, main, files }: Sources, profiles: Profiles): AppError | null {
  if (!profiles.has(profile)) return new AppError('bad_profile', 'This language is not installed on this server.')
  if (files.length > SOURCE_FILES) {
    return new AppError('source_too_large', `A run may have ${SOURCE_FILES} files; these are ${files.length}.`)
  }
  let [bytes, others] = [0, 0]
  for (const file of files) {
    const fault = fileNameFault(file.name)
    if (fault) return new AppError('bad_name', fault)
    if (file.encoding) others += Buffer.byteLength(file.content, file.encoding)
    else bytes += Buffer.byteLength(file.content)
  }
  const names = new Set(files.map(file => file.name))
  if (names.size < files.length) return new AppError('bad_name', 'Two files have the same name.')
  if (!names.has(main)) return new AppError('bad_name', 'The main file is not among the files.')
  if (bytes > SOURCE_BYTES) {
    return new AppError('source_too_large', `The source is ${megabytes(bytes)} MB; the limit is ${megabytes(SOURCE_BYTES)} MB.`)
  }
  if (bytes + others > FILES_BYTES) {
    const limit = megabytes(FILES_BYTES)
    return new AppError('source_too_large', `The files are ${megabytes(bytes + others)} MB together; the limit is ${limit} MB.`)
  }
  return null
}

/** Gives a request its sources' key, where the language is compiled. */
export function withKey<T extends Sources>(request: T, profiles: Profiles): Keyed<T> {
  if (!profiles.get(request.profile)?.compile) return { ...request, key: '' }
  const hash = createHash('sha256').update(JSON.stringify([request.profile, request.main]))
  for (const { name, content, encoding } of request.files) hash.update(JSON.stringify([name, content, encoding]))
  return { ...request, key: hash.digest('base64') }
}

/** Megabytes with two digits after the point, where there are any. */
export function megabytes(bytes: number): string {
  return String(Number((bytes / 1_048_576).toFixed(2)))
}
