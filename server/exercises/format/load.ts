import { basename, join } from 'node:path'
import { ExerciseSlug } from '../../protocol/exercise.ts'
import { SOURCE_BYTES } from '../../protocol/limits.ts'
import type { Exercise, InLanguage } from '../exercise.ts'
import { FrontMatter, languagesOf, limitsOf } from './exercise-file.ts'
import type { Fault, Note } from './fault.ts'
import { type FolderFile, hashFiles, listFolder, readFiles, toSourceFile } from './folder.ts'
import { type Reference, references, splitText } from './markdown.ts'
import { type KnownLanguage, readLanguage, readTestsFile } from './parts.ts'
import { readYaml } from './yaml-file.ts'

/** What an exercise's folder may hold, beside what tells where it comes from. */
const PARTS = ['exercise.md', 'starter', 'solution', 'tests', 'hidden', 'files']
const BESIDE = /^(?:README|LICEN[CS]E|NOTICE|AUTHORS)\b/i
export const EXERCISE_FILE = 'exercise.md'
const ATTACHMENTS = 24
const HINTS = 12

export type Loaded = {
  readonly folder: string
  readonly slug: string
  /** Null when there are faults, or when it is in none of the known languages. */
  readonly exercise: Exercise | null
  readonly faults: readonly Fault[]
  /** Languages that it says it is in and that are not known. It may be offered without them. */
  readonly unknownLanguages: readonly Fault[]
  /** What the text points at, with lines of exercise.md. */
  readonly references: readonly Reference[]
  /** Where in the files something is said: a field of the front matter, or a test by name. */
  readonly placeOf: (what: { readonly field: string } | { readonly test: string }) => { readonly file: string; readonly line: number }
  /** Names of all files that were read, relative to the folder. */
  readonly names: readonly string[]
}

/**
 * Reads an exercise's folder. Whatever is wrong in it is a fault with file and line; nothing outside of it is read.
 * @param languages what is known; others are left out.
 */
export async function loadExercise(folder: string, languages: readonly KnownLanguage[]): Promise<Loaded> {
  const faults: Fault[] = []
  const note: Note = (file, line, message) => void faults.push({ file, line, message })
  const slug = basename(folder)
  const path = join(folder, EXERCISE_FILE)
  const lines = new Map<string, { file: string; line: number }>()
  const nothing: Loaded = {
    folder,
    slug,
    exercise: null,
    faults,
    unknownLanguages: [],
    references: [],
    placeOf: what => lines.get('field' in what ? `field ${what.field}` : `test ${what.test}`) ?? { file: path, line: 1 },
    names: [],
  }
  if (!ExerciseSlug.safeParse(slug).success)
    note(path, 1, `the folder’s name "${slug}" must be small letters and digits with hyphens between them, 64 at most`)
  const { names } = await listFolder(folder, note)
  const files = await readFiles(folder, names, note)
  const text = files.find(({ name }) => name === EXERCISE_FILE)
  if (!text) {
    note(path, 1, 'is not there')
    return nothing
  }
  const read = readText(path, text, lines, note)
  for (const { name } of files) checkPlace(folder, name, note)
  if (!read) return { ...nothing, names }
  const { matter, split } = read
  const ids = languagesOf(matter)
  if (matter.slug !== undefined && matter.slug !== slug)
    note(path, nothing.placeOf({ field: 'slug' }).line, `slug is "${matter.slug}", and the folder is called "${slug}"`)

  const tests = readBothTests(folder, files, lines, note)
  const inLanguages = new Map<string, InLanguage>()
  const unknownLanguages: Fault[] = []
  for (const id of ids) {
    const language = languages.find(known => known.id === id)
    const place = nothing.placeOf({ field: matter.language === undefined ? 'languages' : 'language' })
    if (language) inLanguages.set(id, readLanguage({ folder, files, matter, language, several: ids.length > 1, tests }, note))
    else unknownLanguages.push({ ...place, message: `there is no language "${id}". There are: ${languages.map(one => one.id).join(', ')}` })
  }
  if (ids.length > 1) checkLanguageFolders(folder, files, ids, note)
  const attachments = readAttachments(folder, files, note)
  const found = references(
    text.bytes
      .toString('utf8')
      .split(/\r?\n/)
      .slice(split.frontMatter.split('\n').length + 2)
      .join('\n'),
  )
  const above = split.frontMatter.split('\n').length + 2
  const exercise: Exercise = {
    slug,
    version: hashFiles(files),
    title: matter.title,
    difficulty: matter.difficulty,
    tags: matter.tags,
    points: matter.points,
    prerequisites: matter.prerequisites,
    solutionShown: matter.solution,
    limits: limitsOf(matter),
    body: split.body,
    hints: split.hints,
    inLanguages,
    attribution: attributionOf(matter),
    attachments,
  }
  return {
    ...nothing,
    exercise: faults.length === 0 && inLanguages.size > 0 ? exercise : null,
    unknownLanguages,
    references: found.map(reference => ({ ...reference, line: reference.line + above })),
    names,
  }
}

function readText(path: string, { bytes }: FolderFile, lines: Map<string, { file: string; line: number }>, note: Note) {
  if (bytes.length > SOURCE_BYTES) note(path, 1, `is larger than ${SOURCE_BYTES} bytes`)
  const split = splitText(bytes.toString('utf8'))
  if (!split) {
    note(path, 1, 'must begin with front matter: a line of three hyphens, YAML, and such a line again')
    return null
  }
  const matter = readYaml(path, split.frontMatter, FrontMatter, note, split.frontMatterLine - 1)
  if (split.body.trim() === '') note(path, split.frontMatterLine, 'has no text that tells the task')
  if (split.hints.length > HINTS) note(path, 1, `has ${split.hints.length} hints; ${HINTS} is the most`)
  if (!matter) return null
  for (const field of Object.keys(matter.data)) lines.set(`field ${field}`, { file: path, line: matter.line(field) })
  return { matter: matter.data, split }
}

function readBothTests(folder: string, files: readonly FolderFile[], lines: Map<string, { file: string; line: number }>, note: Note) {
  const read = (kind: 'tests' | 'hidden') => {
    const file = files.find(({ name }) => name === `${kind}/tests.yaml`)
    return file ? readTestsFile(join(folder, file.name), file.bytes.toString('utf8'), lines, note) : []
  }
  return { visible: read('tests'), hidden: read('hidden') }
}

/** A folder whose name is misspelt must not go unseen. */
function checkPlace(folder: string, name: string, note: Note): void {
  const [first = ''] = name.split('/')
  if (!PARTS.includes(first) && !(BESIDE.test(name) && first === name))
    note(join(folder, name), 1, `has no place here. An exercise’s folder holds ${PARTS.join(', ')}`)
}

function checkLanguageFolders(folder: string, files: readonly FolderFile[], ids: readonly string[], note: Note): void {
  for (const { name } of files) {
    const [part = '', second = ''] = name.split('/')
    if (!['starter', 'solution', 'tests', 'hidden'].includes(part) || /^(?:tests|hidden)\/tests\.yaml$/.test(name)) continue
    if (!ids.includes(second))
      note(join(folder, name), 1, `must lie in the folder of a language: ${ids.map(id => `${part}/${id}/`).join(', ')}`)
  }
}

function readAttachments(folder: string, files: readonly FolderFile[], note: Note) {
  const attachments = files.filter(({ name }) => name.startsWith('files/'))
  if (attachments.length > ATTACHMENTS) note(join(folder, 'files'), 1, `holds more than ${ATTACHMENTS} files`)
  return attachments.map(({ name, bytes }) => {
    const own = name.slice('files/'.length)
    // It becomes a part of an address.
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(own))
      note(join(folder, name), 1, 'must be named with letters, digits, dots and hyphens, and lie in no further folder')
    return toSourceFile(own, bytes)
  })
}

function attributionOf({ authors, source, licence }: FrontMatter): Exercise['attribution'] {
  if (authors === undefined && source === undefined && licence === undefined) return null
  return { authors: authors ?? '', source: source ?? '', licence: licence ?? '' }
}
