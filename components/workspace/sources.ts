import { fileNameFault } from '../../server/protocol/file-name.ts'
import { FILES_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import type { ProfileInfo } from '../../server/protocol/profile-info.ts'
import { base64Bytes, sizeWords, textBytes } from './bytes.ts'

/**
 * The page's files of one language. Every change gives new sources or says in a sentence why it cannot be. There is always a main file, it is
 * always text, and a tab is always active.
 */
export type Sources = {
  readonly files: readonly SourceFile[]
  /** The file that is run. */
  readonly main: string
  /** Names of the files that are open, in order. */
  readonly tabs: readonly string[]
  readonly active: string
}

export type Outcome = { readonly sources: Sources; readonly refusal?: never } | { readonly refusal: string; readonly sources?: never }

/** What a language begins with: its main file with the starter in it. */
export function startingSources({ mainFile, starter }: Pick<ProfileInfo, 'mainFile' | 'starter'>): Sources {
  return { files: [{ name: mainFile, content: starter }], main: mainFile, tabs: [mainFile], active: mainFile }
}

export function fileNamed(sources: Sources, name: string): SourceFile | undefined {
  return sources.files.find(file => file.name === name)
}

export function isBinary(file: SourceFile): boolean {
  return file.encoding === 'base64'
}

export function fileBytes(file: SourceFile): number {
  return isBinary(file) ? base64Bytes(file.content) : textBytes(file.content)
}

/** What is wrong with a name for a file of these sources, or null. `except`: the name that the file has now. */
export function nameFault(sources: Pick<Sources, 'files'>, name: string, except?: string): string | null {
  const fault = fileNameFault(name)
  if (fault) return fault
  for (const file of sources.files) {
    if (file.name === except) continue
    if (file.name === name) return `There is a file "${name}" already.`
    if (file.name.startsWith(`${name}/`)) return `There is a folder "${name}" already.`
    if (name.startsWith(`${file.name}/`)) return `"${file.name}" is a file, so it cannot be a folder too.`
  }
  return null
}

/** What is above a limit in these sources, or null. The same limits hold on the server. */
export function sizeFault({ files }: Pick<Sources, 'files'>): string | null {
  if (files.length > SOURCE_FILES) return `These are ${files.length} files; the limit is ${SOURCE_FILES}.`
  const text = files.filter(file => !isBinary(file)).reduce((sum, file) => sum + fileBytes(file), 0)
  if (text > SOURCE_BYTES) {
    const what = files.length === 1 ? 'The program is' : 'The text files are'
    return `${what} ${(text / 1_048_576).toFixed(2)} MB${files.length === 1 ? '' : ' together'}; the limit is ${sizeWords(SOURCE_BYTES)}.`
  }
  const all = text + files.filter(isBinary).reduce((sum, file) => sum + fileBytes(file), 0)
  return all > FILES_BYTES ? `The files are ${(all / 1_048_576).toFixed(2)} MB together; the limit is ${sizeWords(FILES_BYTES)}.` : null
}

/** Adds a file and opens it. */
export function addFile(sources: Sources, file: SourceFile): Outcome {
  const refusal = nameFault(sources, file.name) ?? sizeFault({ files: [...sources.files, file] })
  if (refusal) return { refusal }
  return { sources: openFile({ ...sources, files: [...sources.files, file] }, file.name) }
}

/** Adds a file, or puts it in the place of the one that has its name. */
export function putFile(sources: Sources, file: SourceFile): Outcome {
  const at = sources.files.findIndex(({ name }) => name === file.name)
  if (at < 0) return addFile(sources, file)
  if (file.name === sources.main && isBinary(file)) return { refusal: `"${file.name}" is the main file, which has to be text.` }
  const files = sources.files.with(at, file)
  const refusal = sizeFault({ files })
  return refusal ? { refusal } : { sources: { ...sources, files } }
}

/** Takes the text of the editor. It may be above a limit: nothing that is typed is lost. */
export function editFile(sources: Sources, name: string, content: string): Sources {
  const at = sources.files.findIndex(file => file.name === name)
  const file = sources.files[at]
  if (!file || isBinary(file) || file.content === content) return sources
  return { ...sources, files: sources.files.with(at, { name, content }) }
}

export function renameFile(sources: Sources, from: string, to: string): Outcome {
  const refusal = nameFault(sources, to, from)
  if (refusal) return { refusal }
  const renamed = (name: string): string => (name === from ? to : name)
  return {
    sources: {
      files: sources.files.map(file => (file.name === from ? { ...file, name: to } : file)),
      main: renamed(sources.main),
      tabs: sources.tabs.map(renamed),
      active: renamed(sources.active),
    },
  }
}

/** Removes a file. Where it was the main one, another takes its place. */
export function removeFile(sources: Sources, name: string): Outcome {
  const files = sources.files.filter(file => file.name !== name)
  const main = sources.main === name ? files.find(file => !isBinary(file))?.name : sources.main
  if (main === undefined) return { refusal: `"${name}" is the only file that can be run; it stays.` }
  return { sources: closeFile({ ...sources, files, main }, name) }
}

/** Brings a removed file back to its place, as main file if it was that, unless its name is taken by now. */
export function restoreFile(sources: Sources, file: SourceFile, at: number, wasMain: boolean): Outcome {
  const refusal = nameFault(sources, file.name) ?? sizeFault({ files: [...sources.files, file] })
  if (refusal) return { refusal }
  const restored = { ...sources, files: sources.files.toSpliced(at, 0, file), main: wasMain ? file.name : sources.main }
  return { sources: openFile(restored, file.name) }
}

export function setMain(sources: Sources, name: string): Outcome {
  const file = fileNamed(sources, name)
  if (!file) return { refusal: `There is no file "${name}".` }
  if (isBinary(file)) return { refusal: `"${name}" is not text, so it cannot be the main file.` }
  return { sources: { ...sources, main: name } }
}

/** Shows a file, in a tab of its own if it has none yet. */
export function openFile(sources: Sources, name: string): Sources {
  if (!fileNamed(sources, name)) return sources
  return { ...sources, tabs: sources.tabs.includes(name) ? sources.tabs : [...sources.tabs, name], active: name }
}

/** Closes a tab; the one beside it is shown, or the main file where it was the last. */
export function closeFile(sources: Sources, name: string): Sources {
  const at = sources.tabs.indexOf(name)
  if (at < 0) return sources
  const tabs = sources.tabs.toSpliced(at, 1)
  if (tabs.length === 0) return { ...sources, tabs: [sources.main], active: sources.main }
  return { ...sources, tabs, active: sources.active === name ? (tabs[Math.min(at, tabs.length - 1)] ?? sources.main) : sources.active }
}
