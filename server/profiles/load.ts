import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../platform/config.ts'
import { SOURCE_BYTES } from '../protocol/limits.ts'
import type { Sample } from '../protocol/profile-info.ts'
import { strongerTier, type Tier } from '../protocol/tier.ts'
import { ApiLimits, BoxLimits, LimitsFile, type Profile, ProfileFile, type ProfileTests, RunLimits } from './profile.ts'

/** The whole environment of a program in a box, before a profile adds to it. Documented in SECURITY.md. */
const BASE_ENV = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/code',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
} as const

export const LanguageId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/)

/** A file under `profiles/` is not as it must be. The message names the file and the field. */
export class ProfileError extends Error {}

/** Reads a JSON file and validates it. Throws a ProfileError with everything that is wrong. */
export async function readJson<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
  const text = await readFile(path, 'utf8').catch(fault => {
    throw new ProfileError(`${path} cannot be read: ${(fault as Error).message}`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new ProfileError(`${path} is not JSON: ${(cause as Error).message}`)
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`)
    throw new ProfileError(`${path} is not valid:\n${faults.join('\n')}`)
  }
  return parsed.data
}

/** Which language comes first, and which are built early because they are small: ids, in order. Those that are not in it come after, by id. */
export const Order = z.array(LanguageId).max(200)

/** The ids of all languages, in their order. */
export async function languageIds(folder: string): Promise<readonly string[]> {
  const languages = join(folder, 'languages')
  const ids = (await readdir(languages, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(entry => entry.name)
  for (const id of ids)
    if (!LanguageId.safeParse(id).success) throw new ProfileError(`${join(languages, id)}: a language’s folder is named in small letters`)
  const order = await readJson(join(folder, 'order.json'), Order)
  return [...order.filter(id => ids.includes(id)), ...ids.filter(id => !order.includes(id)).sort()]
}

/** The languages of `profiles` that are offered: all, or those with these ids. Throws an error that names an id that there is not. */
export function offeredProfiles(profiles: readonly Profile[], ids: readonly string[] | null): readonly Profile[] {
  const unknown = ids?.filter(id => !profiles.some(profile => profile.id === id)) ?? []
  if (unknown.length > 0) {
    const known = profiles.map(({ id }) => id).join(', ')
    throw new ConfigError(`GLOVEBOX_LANGUAGES: there is no language ${unknown.join(', ')}. There are: ${known}.`)
  }
  return ids === null ? profiles : profiles.filter(({ id }) => ids.includes(id))
}

/**
 * Loads and validates every profile under `folder` (the repository's `profiles/`), in their order. Throws an error that names the
 * file and the field.
 * @param tier the weakest wall of this installation.
 */
export async function loadProfiles(folder: string, tier: Tier = 'standard'): Promise<readonly Profile[]> {
  const limits = await readJson(join(folder, 'limits.json'), LimitsFile)
  const languages = join(folder, 'languages')
  return Promise.all(
    (await languageIds(folder)).map(async id => {
      const file = await readJson(join(languages, id, 'profile.json'), ProfileFile)
      const { samples, compile, console, lint, format, tests, version, limits: own, tier: least, ...same } = file
      return {
        ...same,
        id,
        samples: await Promise.all(samples.map(sample => readSample(join(languages, id), sample, file.mainFile))),
        compile: compile ?? null,
        console: console ?? null,
        lint: lint ?? null,
        format: format ?? null,
        tests: tests ? readTests(tests) : null,
        version: { argv: version.argv, pattern: new RegExp(version.pattern) },
        tier: strongerTier(tier, least ?? 'standard'),
        env: { ...BASE_ENV, ...file.env },
        runLimits: RunLimits.parse({ ...limits.session, ...own.session }),
        apiLimits: ApiLimits.parse({ ...limits.api, ...own.api }),
        compileLimits: RunLimits.parse({ ...limits.compile, ...own.compile }),
        boxLimits: BoxLimits.parse({ ...limits.box, ...own.box }),
      }
    }),
  )
}

function readTests({ framework, pattern, reserved, compile, run }: NonNullable<ProfileFile['tests']>): ProfileTests {
  return { framework, pattern: new RegExp(pattern), reserved: reserved.map(text => new RegExp(text)), compile: compile ?? null, run }
}

/** A sample's files. The first one gets the main file's name. */
async function readSample(folder: string, { title, files }: ProfileFile['samples'][number], mainFile: string): Promise<Sample> {
  const contents = await Promise.all(
    files.map(file =>
      readFile(join(folder, file), 'utf8').catch(fault => {
        throw new ProfileError(`${join(folder, file)}, a file of the sample "${title}", cannot be read: ${(fault as Error).message}`)
      }),
    ),
  )
  const bytes = Buffer.byteLength(contents.join(''))
  if (bytes > SOURCE_BYTES) throw new ProfileError(`${folder}: the sample "${title}" has ${bytes} bytes; the limit is ${SOURCE_BYTES}`)
  return { title, files: contents.map((content, index) => ({ name: index === 0 ? mainFile : (files[index] as string), content })) }
}
