import { join } from 'node:path'
import type { z } from 'zod'
import { fileNameFault } from '../../protocol/file-name.ts'
import { FILES_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../../protocol/limits.ts'
import type { SourceFile } from '../../protocol/messages.ts'
import type { GeneratedTests, InLanguage, IoTest, Tests } from '../exercise.ts'
import { type FrontMatter, type GeneratedEntry, type IoEntry, TESTS, TestsFile } from './exercise-file.ts'
import type { Note } from './fault.ts'
import { type FolderFile, toSourceFile } from './folder.ts'
import { readYaml } from './yaml-file.ts'

/** What is to be known of a language here. A profile is one. */
export type KnownLanguage = {
  readonly id: string
  readonly mainFile: string
  readonly tests?: { readonly pattern: RegExp; readonly reserved: readonly RegExp[] } | null
}

type Entry = z.infer<typeof IoEntry> | z.infer<typeof GeneratedEntry>
type Lines = Map<string, { file: string; line: number }>

/** Reads `tests.yaml`, and notes what its schema cannot say. `lines` gets the place of each test; names in it already are of another file of the same exercise. */
export function readTestsFile(file: string, text: string, lines: Lines, note: Note): readonly PlacedEntry[] {
  const read = readYaml(file, text, TestsFile, note)
  if (!read) return []
  const entries = read.data.map((entry, index) => ({ entry, file, line: read.line(index) }))
  for (const { entry, line } of entries) {
    for (const name of namesOf(entry)) {
      const before = lines.get(`test ${name}`)
      if (before) note(file, line, `"${name}" is the name of an earlier test (${before.file}:${before.line})`)
      else lines.set(`test ${name}`, { file, line })
    }
    if ('name' in entry && entry.compare === 'pattern')
      for (const pattern of [entry.stdout, entry.stderr]) checkPattern(file, line, pattern, note)
    if ('generate' in entry && entry.compare === 'pattern')
      note(file, line, 'generated cases are compared with what the solution prints, which is no pattern')
    if ('name' in entry && entry.stdout === undefined && entry.stderr === undefined && entry.exit === null)
      note(file, line, `"${entry.name}" looks at nothing: say stdout, stderr or exit`)
  }
  return entries
}

export type PlacedEntry = { readonly entry: Entry; readonly file: string; readonly line: number }

function namesOf(entry: Entry): readonly string[] {
  return 'name' in entry ? [entry.name] : Array.from({ length: entry.count }, (_, index) => `${entry.generate} ${index + 1}`)
}

function checkPattern(file: string, line: number, pattern: string | undefined, note: Note): void {
  try {
    if (pattern !== undefined) new RegExp(`^(?:${pattern})$`)
  } catch (fault) {
    note(file, line, `is not a regular expression: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}

export type LanguageParts = {
  readonly folder: string
  readonly files: readonly FolderFile[]
  readonly matter: FrontMatter
  readonly language: KnownLanguage
  /** Each language then has a folder of its own in each part. */
  readonly several: boolean
  readonly tests: { readonly visible: readonly PlacedEntry[]; readonly hidden: readonly PlacedEntry[] }
}

/** Puts together what an exercise has in one of its languages. */
export function readLanguage({ folder, files, matter, language, several, tests }: LanguageParts, note: Note): InLanguage {
  const under = (part: string): string => (several ? `${part}/${language.id}/` : `${part}/`)
  const filesIn = (part: string): readonly SourceFile[] =>
    files
      .filter(({ name }) => name.startsWith(under(part)) && !/^(?:tests|hidden)\/tests\.yaml$/.test(name))
      .map(({ name, bytes }) => toSourceFile(name.slice(under(part).length), bytes))
  const main = (typeof matter.main === 'object' ? matter.main[language.id] : matter.main) ?? language.mainFile
  const [starter, solution] = [filesIn('starter'), filesIn('solution')]
  for (const [part, held] of [
    ['starter', starter],
    ['solution', solution],
  ] as const) {
    checkSources(join(folder, under(part)), held, note)
    if (!held.some(({ name }) => name === main))
      note(join(folder, under(part), main), 1, 'is not there: it is the main file. `main` in the front matter names another one')
  }
  const visible = testsOf(folder, under('tests'), tests.visible, filesIn('tests'), note)
  const hidden = testsOf(folder, under('hidden'), tests.hidden, filesIn('hidden'), note)
  for (const { name } of hidden.files)
    if (visible.files.some(other => other.name === name))
      note(join(folder, under('hidden'), name), 1, 'is also among the visible tests, which it would take the place of: call it otherwise')
  const both = [visible, hidden]
  if (both.every(({ io, generated, files: units }) => io.length + generated.length + units.length === 0))
    note(join(folder, under('tests')), 1, `has no tests for ${language.id}: write tests.yaml, or unit tests`)
  const count = both.reduce((sum, { io, generated }) => sum + io.length + generated.reduce((cases, one) => cases + one.count, 0), 0)
  if (count > TESTS) note(join(folder, 'tests'), 1, `has ${count} tests with generated cases and hidden ones; ${TESTS} is the most`)
  return { main, starter, solution, visible, hidden }
}

function checkSources(folder: string, files: readonly SourceFile[], note: Note): void {
  if (files.length > SOURCE_FILES) note(folder, 1, `holds ${files.length} files; ${SOURCE_FILES} is the most`)
  const size = ({ content }: SourceFile): number => Buffer.byteLength(content)
  const bytes = (some: readonly SourceFile[]): number => some.reduce((sum, file) => sum + size(file), 0)
  if (bytes(files) > FILES_BYTES) note(folder, 1, `holds more than ${FILES_BYTES} bytes`)
  if (bytes(files.filter(({ encoding }) => encoding === undefined)) > SOURCE_BYTES)
    note(folder, 1, `holds more than ${SOURCE_BYTES} bytes of text`)
  for (const { name } of files) {
    const fault = fileNameFault(name)
    if (fault) note(join(folder, name), 1, fault)
  }
}

function testsOf(folder: string, under: string, entries: readonly PlacedEntry[], files: readonly SourceFile[], note: Note): Tests {
  const io: IoTest[] = []
  const generated: GeneratedTests[] = []
  for (const { entry, file, line } of entries) {
    const compared = { compare: entry.compare, tolerance: entry.tolerance, hint: entry.hint ?? null, points: entry.points }
    if ('name' in entry) {
      const { name, stdin, args, stdout = null, stderr = null, exit } = entry
      io.push({ name, stdin, args, stdout, stderr, exit, ...compared })
      continue
    }
    const generator = files.find(({ name }) => name === entry.with)
    if (generator) generated.push({ name: entry.generate, seed: entry.seed, count: entry.count, generator, ...compared })
    else note(file, line, `${under}${entry.with} is not there: it makes the cases of "${entry.generate}"`)
  }
  const generators = new Set(generated.map(({ generator }) => generator.name))
  const units = files.filter(({ name }) => !generators.has(name))
  checkSources(join(folder, under), units, note)
  return { io, generated, files: units }
}
