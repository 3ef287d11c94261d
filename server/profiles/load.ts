import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { SOURCE_BYTES } from '../protocol/limits.ts'
import type { Sample } from '../protocol/profile-info.ts'
import { strongerTier, type Tier } from '../protocol/tier.ts'
import { BoxLimits, LimitsFile, type Profile, ProfileFile, RunLimits } from './profile.ts'

/** The whole environment of a program in a box, before a profile adds to it. Documented in SECURITY.md. */
const BASE_ENV = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/code',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
} as const

async function readJson<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
  const text = await readFile(path, 'utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON: ${(cause as Error).message}`)
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`)
    throw new Error(`${path} is not valid:\n${faults.join('\n')}`)
  }
  return parsed.data
}

/**
 * Loads and validates every profile under `folder` (the repository's `profiles/`), sorted by id. Throws an error that names the
 * file and the field.
 * @param tier the weakest wall of this installation.
 */
export async function loadProfiles(folder: string, tier: Tier = 'standard'): Promise<readonly Profile[]> {
  const limits = await readJson(join(folder, 'limits.json'), LimitsFile)
  const languages = join(folder, 'languages')
  const ids = (await readdir(languages, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(
    ids.sort().map(async id => {
      if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) throw new Error(`${join(languages, id)}: a language's folder is named in small letters`)
      const file = await readJson(join(languages, id, 'profile.json'), ProfileFile)
      const { samples, compile, console, lint, format, version, limits: own, tier: least, ...same } = file
      return {
        ...same,
        id,
        samples: await Promise.all(samples.map(sample => readSample(join(languages, id), sample, file.mainFile))),
        compile: compile ?? null,
        console: console ?? null,
        lint: lint ?? null,
        format: format ?? null,
        version: { argv: version.argv, pattern: new RegExp(version.pattern) },
        tier: strongerTier(tier, least ?? 'standard'),
        env: { ...BASE_ENV, ...file.env },
        runLimits: RunLimits.parse({ ...limits.session, ...own.session }),
        compileLimits: RunLimits.parse({ ...limits.compile, ...own.compile }),
        boxLimits: BoxLimits.parse({ ...limits.box, ...own.box }),
      }
    }),
  )
}

/** A sample's files. The first one gets the main file's name. */
async function readSample(folder: string, { title, files }: ProfileFile['samples'][number], mainFile: string): Promise<Sample> {
  const contents = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))
  if (Buffer.byteLength(contents.join('')) > SOURCE_BYTES) throw new Error(`${folder}: the sample "${title}" is above the source limit`)
  return { title, files: contents.map((content, index) => ({ name: index === 0 ? mainFile : (files[index] as string), content })) }
}
