import { posix } from 'node:path'
import type { KnownLanguage } from '../format/parts.ts'
import { type Docs, exerciseText } from './texts.ts'
import { ImportFault, MetaFile, type TrackExercise, type TrackFolder } from './track-files.ts'
import type { Track } from './tracks.ts'

export type ImportOne = {
  /** The exercise's folder in the track. */
  readonly folder: TrackFolder
  readonly exercise: TrackExercise
  readonly track: Track & { readonly name: string; readonly slug: string }
  readonly known: KnownLanguage
  readonly licence: string
}

type Files = Map<string, Buffer>

/** An exercise of a track, as the files of a folder in this server's own format. Throws an ImportFault that says why it cannot be. */
export async function importExercise({ folder, exercise, track, known, licence }: ImportOne): Promise<Files> {
  const meta = await folder.json('.meta/config.json', MetaFile)
  const { solution: stubs, test, editor } = meta.files
  const examples = meta.files.example ?? meta.files.exemplar ?? []
  if (examples.length === 0) throw new ImportFault('it has no example solution')
  const [main] = stubs
  if (main === undefined) throw new ImportFault('it names no file of a solution')

  const files: Files = new Map()
  const tests = [...new Set([...test, ...(editor ?? []), ...(await Promise.all(track.beside.map(one => folder.under(one)))).flat()])]
  for (const name of tests) files.set(`tests/${name}`, mended(name, await needed(folder, name), track))
  if (!tests.some(name => known.tests?.pattern.test(name)))
    throw new ImportFault(`none of its tests is named as ${track.language} has them here: ${test.join(', ')}`)

  const isTaken = (name: string): boolean => tests.includes(name) || known.tests?.reserved.some(pattern => pattern.test(name)) === true
  const begun: Files = new Map()
  for (const name of stubs) if (!isTaken(name)) begun.set(name, await needed(folder, name))
  for (const [name, bytes] of begun) {
    files.set(`starter/${name}`, bytes)
    // An example often has only what differs.
    files.set(`solution/${name}`, bytes)
  }
  for (const [example, name] of pairs(examples, stubs)) if (!isTaken(name)) files.set(`solution/${name}`, await needed(folder, example))
  for (const [name, bytes] of files)
    for (const { pattern, what } of track.missing)
      if (pattern.test(bytes.toString('utf8'))) throw new ImportFault(`${name} needs ${what}, which boxes do not have`)

  const docs = await readDocs(folder)
  files.set('exercise.md', Buffer.from(exerciseText({ track, exercise, meta, language: track.language, main, licence, docs })))
  return files
}

async function needed(folder: TrackFolder, name: string): Promise<Buffer> {
  const bytes = await folder.read(name)
  if (!bytes) throw new ImportFault(`${name} is not there`)
  return bytes
}

/** What the track's own test runner does to the tests of a solution that is handed in. */
function mended(name: string, bytes: Buffer, { mend, beside }: Track): Buffer {
  if (mend.length === 0 || beside.some(one => name.startsWith(one))) return bytes
  const text = mend.reduce((changed, [find, put]) => changed.replace(find, put), bytes.toString('utf8'))
  return Buffer.from(text)
}

/**
 * Which file of the solution each file of the example is: the one of its own name, else the next that ends alike. What is left over lies beside
 * the main file.
 */
export function pairs(examples: readonly string[], stubs: readonly string[]): readonly (readonly [example: string, name: string])[] {
  const free = new Set(stubs)
  const named = new Map<string, string>()
  const take = (example: string, fits: (stub: string) => boolean): void => {
    const stub = named.has(example) ? undefined : [...free].find(fits)
    if (stub === undefined) return
    named.set(example, stub)
    free.delete(stub)
  }
  for (const example of examples) take(example, stub => posix.basename(stub) === posix.basename(example))
  for (const example of examples) take(example, stub => posix.extname(stub) === posix.extname(example))
  const beside = posix.dirname(stubs[0] ?? '')
  return examples.map(example => [example, named.get(example) ?? posix.join(beside, posix.basename(example))])
}

async function readDocs(folder: TrackFolder): Promise<Docs> {
  const [introduction, instructions, append, hints] = await Promise.all(
    ['introduction.md', 'instructions.md', 'instructions.append.md', 'hints.md'].map(name => folder.text(`.docs/${name}`)),
  )
  return { introduction: introduction ?? null, instructions: instructions ?? null, append: append ?? null, hints: hints ?? null }
}
