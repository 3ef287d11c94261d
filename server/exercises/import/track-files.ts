import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { z } from 'zod'
import { ExerciseSlug } from '../../protocol/exercise.ts'
import { fileNameFault } from '../../protocol/file-name.ts'
import { NAME_BYTES } from '../../protocol/limits.ts'
import { readBounded } from '../format/folder.ts'

/** What is read of an Exercism track. Everything in it is of strangers. */

const FILE_BYTES = 1024 * 1024
const EXERCISES = 500
const FILES = 64

const Names = z.array(z.string().min(1).max(NAME_BYTES)).max(FILES)
const Words = z.array(z.string().max(200)).max(100).nullish()

const TrackExercise = z.object({
  slug: ExerciseSlug,
  name: z.string().max(100),
  difficulty: z.number().nullish(),
  status: z.string().nullish(),
  topics: Words,
  practices: Words,
  prerequisites: Words,
})
export type TrackExercise = z.infer<typeof TrackExercise>

/** `config.json` of a track. */
export type TrackFile = z.infer<typeof TrackFile>
export const TrackFile = z.object({
  language: z.string().min(1).max(60),
  slug: ExerciseSlug.max(32),
  exercises: z.object({ concept: z.array(TrackExercise).max(EXERCISES).nullish(), practice: z.array(TrackExercise).max(EXERCISES) }),
})

/** `.meta/config.json` of an exercise. */
export const MetaFile = z.object({
  authors: Words,
  contributors: Words,
  blurb: z.string().max(2000).nullish(),
  source: z.string().max(1000).nullish(),
  source_url: z.string().max(1000).nullish(),
  files: z.object({
    solution: Names.min(1),
    test: Names.min(1),
    example: Names.nullish(),
    exemplar: Names.nullish(),
    editor: Names.nullish(),
  }),
})
export type MetaFile = z.infer<typeof MetaFile>

/** Something cannot be carried over. The message says why. */
export class ImportFault extends Error {}

/** A folder out of which nothing is read: neither by a name that leads up, nor by a link. */
export class TrackFolder {
  readonly #path: string
  readonly #real: string

  private constructor(path: string, real: string) {
    this.#path = path
    this.#real = real
  }

  static async open(path: string): Promise<TrackFolder> {
    const real = await realpath(path).catch(() => null)
    if (real === null || !(await stat(real)).isDirectory()) throw new ImportFault(`${path} is not a folder`)
    return new TrackFolder(path, real)
  }

  /** A folder in it. */
  async folder(name: string): Promise<TrackFolder> {
    await this.#inside(name)
    return TrackFolder.open(join(this.#path, name))
  }

  /** Null when it is not there. */
  async read(name: string): Promise<Buffer | null> {
    const path = await this.#inside(name).catch(fault => {
      if (fault instanceof ImportFault) throw fault
      return null
    })
    if (path === null || !(await stat(path)).isFile()) return null
    const bytes = await readBounded(path, FILE_BYTES)
    if (!bytes) throw new ImportFault(`${name} is larger than ${FILE_BYTES} bytes`)
    return bytes
  }

  async text(name: string): Promise<string | null> {
    return (await this.read(name))?.toString('utf8') ?? null
  }

  async json<T extends z.ZodType>(name: string, schema: T): Promise<z.infer<T>> {
    const text = await this.text(name)
    if (text === null) throw new ImportFault(`${name} is not there`)
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (fault) {
      throw new ImportFault(`${name} is not JSON: ${fault instanceof Error ? fault.message : String(fault)}`)
    }
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new ImportFault(`${name} is not as expected: ${issue?.path.join('.')}: ${issue?.message}`)
  }

  /** Names of the files whose paths begin so; of a file, its own. */
  async under(beginning: string): Promise<readonly string[]> {
    if (!beginning.endsWith('/')) return (await this.read(beginning)) ? [beginning] : []
    const folder = beginning.slice(0, -1)
    const path = await this.#inside(folder).catch(() => null)
    if (path === null) return []
    const entries = await readdir(path, { withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => `${beginning}${entry.name}`)
      .sort()
      .slice(0, FILES)
  }

  async #inside(name: string): Promise<string> {
    const fault = fileNameFault(name)
    if (fault) throw new ImportFault(fault)
    const path = join(this.#path, name)
    const real = await realpath(path)
    if (!real.startsWith(this.#real + sep)) throw new ImportFault(`${name} leads out of its folder`)
    return path
  }
}
