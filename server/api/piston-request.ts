import { posix } from 'node:path'
import { AppError } from '../platform/app-error.ts'
import type { Profile } from '../profiles/profile.ts'
import { ARGUMENTS, SOURCE_FILES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import { limitsFor } from './asked-limits.ts'
import { type Catalogue, fullVersion, inRange, isCalled, type Language } from './catalogue.ts'
import type { OnceRequest } from './once.ts'

/** What Piston calls a job: all of a run but for whom it is. */
export type PistonJob = Pick<OnceRequest, 'profile' | 'main' | 'files' | 'args' | 'limits'> & {
  /** As Piston tells it: three numbers. */
  readonly version: string
  readonly stdin: string
}

type Fields = Readonly<Record<string, unknown>>

/**
 * The job of a request's body. Throws an AppError whose message is Piston's, in the order in which Piston looks; what Piston leaves to fail later
 * has messages of our own.
 */
export function readPistonJob(body: unknown, catalogue: Catalogue): PistonJob {
  const fields: Fields = isObject(body) ? body : {}
  const { language: name, version: range, files } = fields
  if (typeof name !== 'string' || name === '') throw refusal('language is required as a string')
  if (typeof range !== 'string' || range === '') throw refusal('version is required as a string')
  if (!Array.isArray(files)) throw refusal('files is required as an array')
  for (const [index, file] of files.entries()) {
    if (!isObject(file) || typeof file.content !== 'string') throw refusal(`files[${index}].content is required as a string`)
  }
  const language = catalogue().find(candidate => candidate.ready && isCalled(candidate.profile, name) && inRange(candidate, range))
  if (!language) throw refusal(`${name}-${range} runtime is unknown`)
  if (!files.some(file => !file.encoding || file.encoding === 'utf8')) {
    throw refusal('files must include at least one utf8 encoded file')
  }
  const limits = readLimits(fields, language)
  const { profile } = language
  return { profile, ...readFiles(files, profile), ...readGiven(fields), limits, version: fullVersion(language) }
}

/** Piston's constraints are names of two parts, such as `run_timeout`. It looks at them in this order. */
function readLimits(fields: Fields, { profile }: Language): PistonJob['limits'] {
  const { apiLimits, compileLimits } = profile
  // The memory of a box is what it is: as an installation of Piston that sets no limit of memory, this one takes any number.
  const constraints = [
    ['compile_memory_limit', null],
    ['run_memory_limit', null],
    ['compile_timeout', compileLimits.wallMs],
    ['run_timeout', apiLimits.wallMs],
    ['compile_cpu_time', compileLimits.cpuMs],
    ['run_cpu_time', apiLimits.cpuMs],
  ] as const
  const asked: Record<string, number> = {}
  for (const [name, most] of constraints) {
    const value = fields[name]
    if (!value) continue
    if (typeof value !== 'number') throw refusal(`If specified, ${name} must be a number`)
    if (most === null) continue
    if (value > most) throw refusal(`${name} cannot exceed the configured limit of ${most}`)
    if (value < 0) throw refusal(`${name} must be non-negative`)
    asked[name] = value
  }
  return limitsFor(profile, {
    cpuMs: asked.run_cpu_time,
    wallMs: asked.run_timeout,
    compileCpuMs: asked.compile_cpu_time,
    compileWallMs: asked.compile_timeout,
  })
}

/** The first file that is text is the main one. */
function readFiles(given: readonly Fields[], profile: Profile): Pick<PistonJob, 'main' | 'files'> {
  if (given.length > SOURCE_FILES) throw refusal(`files may have ${SOURCE_FILES} entries`)
  const files: SourceFile[] = []
  let main: string | null = null
  for (const [index, { name, content, encoding }] of given.entries()) {
    if (name && typeof name !== 'string') throw refusal(`If specified, files[${index}].name must be a string`)
    const path = typeof name === 'string' && name !== '' ? posix.join('.', name) : `file${index}.code`
    switch (encoding) {
      case 'base64':
        files.push({ name: path, content: content as string, encoding })
        break
      case 'hex':
        files.push({ name: path, content: Buffer.from(content as string, 'hex').toString('base64'), encoding: 'base64' })
        break
      default: {
        const text: string = profile.compile ? withExtension(path, main === null, Boolean(name), profile) : path
        main ??= text
        files.push({ name: text, content: content as string })
      }
    }
  }
  return { main: main as string, files }
}

/** Compilers go by extensions, where Piston's packages rename what they are given. */
function withExtension(path: string, isMain: boolean, isNamed: boolean, { extensions, mainFile }: Profile): string {
  if (!isNamed) return isMain ? mainFile : path.replace(/\.code$/, extensions[0] as string)
  return isMain && !extensions.some(extension => path.endsWith(extension)) ? `${path}${extensions[0]}` : path
}

function readGiven({ args, stdin }: Fields): Pick<PistonJob, 'args' | 'stdin'> {
  if (args && !(Array.isArray(args) && args.every(arg => typeof arg === 'string'))) {
    throw refusal('If specified, args must be an array of strings')
  }
  const given = (args || []) as string[]
  if (given.length > ARGUMENTS) throw refusal(`args may have ${ARGUMENTS} entries`)
  if (stdin && typeof stdin !== 'string') throw refusal('If specified, stdin must be a string')
  const text = (stdin || '') as string
  return { args: given, stdin: text.endsWith('\n') ? text : `${text}\n` }
}

function refusal(message: string): AppError {
  return new AppError('bad_message', message)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
