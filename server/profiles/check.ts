import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { z } from 'zod'
import { SOURCE_BYTES } from '../protocol/limits.ts'
import { groupsOf, slownessOf } from './check-patterns.ts'
import { checkSmoke, type Note } from './check-smoke.ts'
import { languageIds, Order, ProfileError, readJson } from './load.ts'
import { ProfileFile } from './profile.ts'
import { SmokeFile } from './smoke.ts'

/** Something in a language's folder that is not as it must be. */
export type Fault = {
  /** Relative to `profiles/`. */
  readonly file: string
  readonly field: string
  readonly what: string
  readonly fix: string
}

export type CheckedLanguage = {
  readonly id: string
  readonly profile: ProfileFile | null
  readonly smoke: SmokeFile | null
  readonly faults: readonly Fault[]
}

/** The first sample is told to every page that connects. */
const STARTER_BYTES = 8 * 1024
const PLACEHOLDERS = ['main', 'stem', 'folder', 'build', 'sources']

/**
 * Checks what the schemas cannot say of the languages under `folder` (the repository's `profiles/`), and says how to put right what is wrong.
 * @param ids which; all when empty, and then the order too.
 * @param editorLanguages what the editor knows.
 */
export async function checkLanguages(
  folder: string,
  ids: readonly string[],
  editorLanguages: ReadonlySet<string>,
): Promise<{ readonly languages: readonly CheckedLanguage[]; readonly faults: readonly Fault[] }> {
  const all = await languageIds(folder)
  const unknown = ids.filter(id => !all.includes(id))
  if (unknown.length > 0) throw new ProfileError(`There is no language ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  const order = await readJson(join(folder, 'order.json'), Order)
  const nowhere = order.filter(id => !all.includes(id))
  const faults =
    nowhere.length > 0 ? [{ file: 'order.json', field: '', what: `there is no language ${nowhere.join(', ')}`, fix: 'Remove it.' }] : []
  const read = await Promise.all(all.map(id => readLanguage(folder, id)))
  const owners = pistonOwners(read)
  const languages: CheckedLanguage[] = []
  for (const language of read) {
    if (ids.length > 0 && !ids.includes(language.id)) continue
    languages.push({ ...language, faults: [...language.faults, ...(await checkOne(folder, language, owners, editorLanguages))] })
  }
  return { languages, faults: ids.length > 0 ? [] : faults }
}

async function readLanguage(folder: string, id: string): Promise<CheckedLanguage> {
  const faults: Fault[] = []
  const read = async <T extends z.ZodType>(name: string, schema: T): Promise<z.infer<T> | null> => {
    const file = `languages/${id}/${name}`
    const text = await readFile(join(folder, file), 'utf8').catch(() => null)
    if (text === null) {
      faults.push({ file, field: '', what: 'is not there', fix: 'Write it: profiles/README.md shows one.' })
      return null
    }
    try {
      const parsed = schema.safeParse(JSON.parse(text))
      if (parsed.success) return parsed.data
      for (const { path, message } of parsed.error.issues)
        faults.push({ file, field: path.join('.'), what: message, fix: 'profiles/README.md tells what the field may be.' })
    } catch (fault) {
      faults.push({ file, field: '', what: `is not JSON: ${(fault as Error).message}`, fix: 'Correct it at that place.' })
    }
    return null
  }
  const [profile, smoke] = [await read('profile.json', ProfileFile), await read('smoke.json', SmokeFile)]
  return { id, profile, smoke, faults }
}

/** Which languages have a name in Piston's interface. */
function pistonOwners(languages: readonly CheckedLanguage[]): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>()
  for (const { id, profile } of languages)
    for (const name of profile ? [profile.piston.language, ...profile.piston.aliases] : [])
      owners.set(name, [...(owners.get(name) ?? []), id])
  return owners
}

async function checkOne(
  folder: string,
  { id, profile, smoke }: CheckedLanguage,
  owners: ReadonlyMap<string, readonly string[]>,
  editorLanguages: ReadonlySet<string>,
): Promise<readonly Fault[]> {
  if (!profile) return []
  const faults: Fault[] = []
  const home = join(folder, 'languages', id)
  const noteIn =
    (name: string): Note =>
    (field, what, fix) =>
      void faults.push({ file: `languages/${id}/${name}`, field, what, fix })
  const note = noteIn('profile.json')

  if (!editorLanguages.has(profile.editorLanguage))
    note(
      'editorLanguage',
      `the editor has no language "${profile.editorLanguage}"`,
      `Take the nearest one, or plaintext. ${like(profile.editorLanguage, editorLanguages)}`,
    )
  if (!profile.extensions.some(extension => profile.mainFile.endsWith(extension)))
    note('mainFile', `"${profile.mainFile}" ends with none of extensions`, 'Add its ending to extensions.')
  checkCommands(profile, note)
  checkPatterns(profile, note)
  for (const name of [profile.piston.language, ...profile.piston.aliases]) {
    const others = owners.get(name) ?? []
    const field = name === profile.piston.language ? 'piston.language' : 'piston.aliases'
    if (others.length > 1)
      note(
        field,
        `"${name}" is the name of ${[...new Set(others)].join(' and ')}${new Set(others).size === 1 ? ', twice' : ''}`,
        'Let one language have it, once.',
      )
  }
  // A command of `build` that is given a package's name installs it, where apt alone would bring too much along.
  const installed = new Set([...profile.packages, ...profile.build.flat()])
  for (const [index, library] of profile.libraries.entries())
    if (!installed.has(library.package))
      note(
        `libraries.${index}.package`,
        `"${library.package}" is not among packages`,
        'Add it there, so that it stays in the image whatever else changes.',
      )
  await checkSamples(home, profile, note)
  await checkRootfs(home, noteIn)
  if (smoke) checkSmoke(profile, smoke, noteIn('smoke.json'))
  return faults
}

function like(name: string, known: ReadonlySet<string>): string {
  const near = [...known].filter(other => other.startsWith(name.slice(0, 1).toLowerCase()))
  return near.length > 0 ? `With the same first letter: ${near.join(', ')}.` : ''
}

function checkCommands(profile: ProfileFile, note: Note): void {
  const commands = { compile: profile.compile, run: profile.run, console: profile.console, lint: profile.lint, format: profile.format }
  const ofTests = { 'tests.compile': profile.tests?.compile, 'tests.run': profile.tests?.run }
  for (const [field, argv] of Object.entries({ ...commands, ...ofTests })) {
    const known = field === 'format' ? ['name'] : field in ofTests ? [...PLACEHOLDERS, 'tests'] : PLACEHOLDERS
    for (const [index, word] of (argv ?? []).entries()) {
      // A word with spaces is a script in some language, in which braces mean what they mean there.
      if (/\s/.test(word)) continue
      for (const [whole, name] of word.matchAll(/(?<!\$)\{([a-zA-Z_]+)\}/g)) {
        const place = `${field}.${index}`
        if (!known.includes(name as string))
          note(place, `${whole} means nothing here`, `Known are ${known.map(one => `{${one}}`).join(' ')}.`)
        else if ((whole === '{sources}' || whole === '{tests}') && word !== whole)
          note(place, `${whole} is part of a word`, 'Make it a word of its own: it becomes several.')
      }
    }
  }
  if (!profile.run.some(word => /\{(?:main|stem|folder|build|sources)\}/.test(word)))
    note('run', 'names no file, so that it runs the same whatever was written', 'Name {main}, or what compile makes in {build}.')
  if (profile.compile && !profile.compile.some(word => /\{(?:main|stem|folder|sources)\}/.test(word)))
    note('compile', 'names no source file', 'Name {main} or {sources}.')
}

function checkPatterns(profile: ProfileFile, note: Note): void {
  const demand = (field: string, pattern: string, needed: readonly string[], known: readonly string[]): void => {
    const { names } = groupsOf(pattern)
    for (const name of needed)
      if (!names.includes(name)) note(field, `has no group ${name}`, `Mark that part of the line with (?<${name}>…).`)
    for (const name of names)
      if (!known.includes(name)) note(field, `has a group ${name}, which nobody reads`, `Known are ${known.join(', ')}.`)
    const slow = slownessOf(pattern)
    if (slow) note(field, slow, 'Say more closely what may stand there, such as [^:]+ in place of .+, and anchor it with ^.')
  }
  for (const [index, { pattern, message }] of profile.positions.entries()) {
    demand(`positions.${index}.pattern`, pattern, ['file', 'line'], ['file', 'line', 'column', 'severity', 'message'])
    if (message) demand(`positions.${index}.message.pattern`, message.pattern, ['message'], ['message', 'severity'])
  }
  if (groupsOf(profile.version.pattern).count === 0) note('version.pattern', 'has no group', 'Put the version itself in round brackets.')
  const slow = slownessOf(profile.version.pattern)
  if (slow) note('version.pattern', slow, 'Say more closely what may stand there.')
  if (!profile.tests) return
  const { pattern, reserved } = profile.tests
  const ofNames = [['tests.pattern', pattern] as const, ...reserved.map((text, index) => [`tests.reserved.${index}`, text] as const)]
  for (const [field, text] of ofNames) {
    const slowName = slownessOf(text)
    if (slowName) note(field, slowName, 'Say more closely what may stand there.')
    if (new RegExp(text).test(profile.mainFile))
      note(field, `fits ${profile.mainFile}, so that no program could be handed in`, 'Let it fit names of tests only.')
  }
}

async function checkSamples(home: string, profile: ProfileFile, note: Note): Promise<void> {
  const titles = new Set<string>()
  for (const [index, { title, files }] of profile.samples.entries()) {
    if (titles.has(title)) note(`samples.${index}.title`, `"${title}" is the title of an earlier one`, 'Call it otherwise.')
    titles.add(title)
    let bytes = 0
    for (const [at, file] of files.entries()) {
      const field = `samples.${index}.files.${at}`
      const content = await readFile(join(home, file)).catch(() => null)
      if (!content) {
        note(field, `${file} is not there`, 'Write it beside profile.json.')
        continue
      }
      bytes += content.length
      if (!isText(content)) note(field, `${file} is not UTF-8`, 'Save it as UTF-8.')
      if (at > 0 && file === profile.mainFile)
        note(field, `${file} is what the first file is called in the box`, 'Call this one otherwise.')
      if (index === 0 && at === 0 && content.length > STARTER_BYTES)
        note(field, `has ${content.length} bytes, above ${STARTER_BYTES}: every page is sent it`, 'Begin with a shorter one.')
    }
    if (bytes > SOURCE_BYTES) note(`samples.${index}`, `has ${bytes} bytes, above the limit of ${SOURCE_BYTES}`, 'Shorten it.')
  }
}

function isText(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content)
    return !content.includes(0)
  } catch {
    return false
  }
}

async function leadsToFileIn(folder: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => '')
  return target.startsWith(`${folder}${sep}`) && (await lstat(target)).isFile()
}

/** Only plain files get into an image, and those of other languages that links lead to (server/profiles/images.ts). */
async function checkRootfs(home: string, noteIn: (name: string) => Note): Promise<void> {
  const rootfs = join(home, 'rootfs')
  const languages = await realpath(dirname(home))
  const entries = await readdir(rootfs, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = `rootfs/${relative(rootfs, path)}`
    const linked = entry.isSymbolicLink() && (await leadsToFileIn(languages, path))
    if (!entry.isFile() && !entry.isDirectory() && !linked)
      noteIn(name)('', 'is neither a file nor a folder, and would be left out', 'Make it with a command in build.')
    else if (entry.isFile() && ((await lstat(path)).mode & 0o6000) !== 0)
      noteIn(name)('', 'is setuid or setgid, which boxes do away with', `chmod ug-s ${name}`)
  }
}
