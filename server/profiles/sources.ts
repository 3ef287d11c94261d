import { AppError } from '../platform/app-error.ts'
import { fileNameFault } from '../protocol/file-name.ts'
import { ARGUMENT_BYTES, FILES_BYTES, PRESET_INPUT_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import type { Profile } from './profile.ts'

type Profiles = ReadonlyMap<string, Profile>
/** A page's files, as requests carry them. */
export type Sources = { readonly profile: string; readonly main: string; readonly files: readonly SourceFile[] }

/** What a program is given besides its sources. */
type Given = { readonly args: readonly string[]; readonly stdin?: string | null | undefined }

/** Why a program is not given this, or null. */
export function givenFault({ args, stdin }: Given): AppError | null {
  if (args.some(arg => Buffer.byteLength(arg) > ARGUMENT_BYTES || arg.includes('\0'))) {
    return new AppError('bad_message', `A program argument may have ${ARGUMENT_BYTES / 1024} KB, and no zero byte.`)
  }
  if (stdin && Buffer.byteLength(stdin) > PRESET_INPUT_BYTES) {
    return new AppError('source_too_large', `The input set beforehand may have ${PRESET_INPUT_BYTES / 1024} KB.`)
  }
  return null
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
    return new AppError('source_too_large', `The source is ${exactMegabytes(bytes)} MB; the limit is ${exactMegabytes(SOURCE_BYTES)} MB.`)
  }
  if (bytes + others > FILES_BYTES) {
    const limit = exactMegabytes(FILES_BYTES)
    return new AppError('source_too_large', `The files are ${exactMegabytes(bytes + others)} MB together; the limit is ${limit} MB.`)
  }
  return null
}

/** Megabytes with two digits after the point, where there are any. */
export function exactMegabytes(bytes: number): string {
  return String(Number((bytes / 1_048_576).toFixed(2)))
}
