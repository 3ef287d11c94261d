import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { ExerciseSlug } from '../../protocol/exercise.ts'
import { AuthoringError } from '../authoring/new-exercise.ts'
import { loadExercise } from '../format/load.ts'
import type { KnownLanguage } from '../format/parts.ts'
import { importExercise } from './import-exercise.ts'
import { ImportFault, type TrackExercise, TrackFile, TrackFolder } from './track-files.ts'
import { trackOf } from './tracks.ts'

export type ImportReport = {
  /** The course that was made. */
  readonly folder: string
  readonly imported: readonly string[]
  /** What could not be carried over, and why. */
  readonly left: readonly { readonly slug: string; readonly reason: string }[]
}

export type ImportDeps = {
  /** A checkout of an Exercism track. */
  readonly track: string
  /** The folder of exercises that the course is put into. */
  readonly into: string
  readonly languages: readonly KnownLanguage[]
  readonly onProgress: (text: string) => void
}

/**
 * Makes a course of a track, in which its exercises are named after track and exercise: other tracks have some of the same name. Rejects with an AuthoringError, and
 * leaves nothing behind, where it cannot even begin.
 */
export async function importTrack({ track: path, into, languages, onProgress }: ImportDeps): Promise<ImportReport> {
  const { folder, file } = await readTrack(path)
  const track = { ...trackOf(file.slug), slug: file.slug, name: file.language }
  const known = languages.find(({ id }) => id === track.language)
  if (!known) throw new AuthoringError(`There is no language ${track.language} here, which the track ${file.language} needs.`)
  if (!known.tests) throw new AuthoringError(`${file.language} has no unit tests here, and a track’s tests are such.`)
  const course = join(into, `exercism-${file.slug}`)
  if (await stat(course).catch(() => null))
    throw new AuthoringError(`${course} is there already. Remove it, or import into another folder.`)
  const licence = await folder.text('LICENSE')
  const [imported, left]: [Imported[], ImportReport['left'][number][]] = [[], []]
  // Put together aside: a server that watches must not find half of it.
  const fresh = join(into, `.exercism-${file.slug}.${process.pid}`)
  try {
    await mkdir(fresh, { recursive: true })
    for (const { kind, exercise } of listed(file)) {
      const slug = `${file.slug}-${exercise.slug}`
      onProgress(slug)
      try {
        if (exercise.status === 'deprecated' || exercise.status === 'wip') throw new ImportFault(`it is ${exercise.status} in the track`)
        if (!ExerciseSlug.safeParse(slug).success) throw new ImportFault(`"${slug}" is too long for a name`)
        const source = await folder.folder(`exercises/${kind}/${exercise.slug}`).catch(fault => {
          throw fault instanceof ImportFault ? fault : new ImportFault(`exercises/${kind}/${exercise.slug} is not there`)
        })
        const files = await importExercise({ folder: source, exercise, track, known, licence: licenceName(licence) })
        await writeExercise(join(fresh, slug), files, known)
        imported.push({ slug, kind, exercise })
      } catch (fault) {
        if (!(fault instanceof ImportFault)) throw fault
        left.push({ slug: exercise.slug, reason: fault.message })
      }
    }
    if (imported.length === 0)
      throw new AuthoringError(`Nothing of ${path} can be imported.${left.map(({ slug, reason }) => `\n  ${slug}: ${reason}`).join('')}`)
    await writeFile(join(fresh, 'course.yaml'), courseText(file, imported))
    if (licence !== null) await writeFile(join(fresh, 'LICENSE'), licence)
    await rename(fresh, course)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return { folder: course, imported: imported.map(({ slug }) => slug), left }
}

type Imported = { readonly slug: string; readonly kind: 'concept' | 'practice'; readonly exercise: TrackExercise }

async function readTrack(path: string) {
  try {
    const folder = await TrackFolder.open(path)
    return { folder, file: await folder.json('config.json', TrackFile) }
  } catch (fault) {
    if (fault instanceof ImportFault) throw new AuthoringError(`${path} is no checkout of an Exercism track: ${fault.message}.`)
    throw fault
  }
}

function listed({ exercises: { concept, practice } }: TrackFile) {
  return [
    ...(concept ?? []).map(exercise => ({ kind: 'concept' as const, exercise })),
    ...practice.map(exercise => ({ kind: 'practice' as const, exercise })),
  ]
}

/** Throws an ImportFault, and leaves nothing, where the folder would not be read. */
async function writeExercise(folder: string, files: ReadonlyMap<string, Buffer>, known: KnownLanguage): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  const { faults } = await loadExercise(folder, [known])
  const [fault] = faults
  if (!fault) return
  await rm(folder, { recursive: true })
  throw new ImportFault(`${fault.file.replace(`${folder}/`, '')}:${fault.line}: ${fault.message}`)
}

/** What a licence calls itself. */
function licenceName(text: string | null): string {
  if (text === null) return 'unknown: the track has no file LICENSE'
  const [first = ''] = text.trim().split('\n')
  return /\bMIT\b/.test(first) ? 'MIT' : first.trim().slice(0, 100) || 'see LICENSE'
}

const LEVELS = [
  { title: 'Concepts', has: (one: Imported) => one.kind === 'concept' },
  { title: 'Easy', has: (one: Imported) => one.kind === 'practice' && (one.exercise.difficulty ?? 1) <= 3 },
  {
    title: 'Medium',
    has: (one: Imported) => one.kind === 'practice' && (one.exercise.difficulty ?? 1) > 3 && (one.exercise.difficulty ?? 1) <= 7,
  },
  { title: 'Hard', has: (one: Imported) => one.kind === 'practice' && (one.exercise.difficulty ?? 1) > 7 },
]

function courseText({ slug, language }: TrackFile, imported: readonly Imported[]): string {
  const sections = LEVELS.map(({ title, has }) => ({ title, exercises: imported.filter(has).map(one => one.slug) }))
  return stringify({
    title: `${language}, from Exercism`,
    description: `Exercises of [Exercism’s ${language} track](https://exercism.org/tracks/${slug}). The folder’s LICENSE tells what may be done with them.`,
    order: 200,
    sections: sections.filter(({ exercises }) => exercises.length > 0),
  })
}
