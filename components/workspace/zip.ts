import { Unzip, type UnzipFile, UnzipInflate, zipSync } from 'fflate'
import { FILES_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import { sizeWords } from './bytes.ts'
import { bytesOf, fileOf } from './take-over.ts'

/** Bytes of an archive that are looked at in one go: they unpack to at most about a thousand times as many. */
const STEP = 4096
/** Folders that file managers add for themselves. */
const NOT_MEANT = /^__MACOSX\/|(^|\/)(\.DS_Store|Thumbs\.db)$/

/** Files as an archive. */
export function zipOf(files: readonly SourceFile[]): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(files.map(file => [file.name, bytesOf(file)]))) as Uint8Array<ArrayBuffer>
}

/** Throws a sentence for a person where there is more in the archive than the page takes, or it cannot be read. */
export function readZip(archive: Uint8Array): readonly SourceFile[] {
  const entries: { readonly name: string; readonly parts: Uint8Array[] }[] = []
  let total = 0
  const count = (bytes: number): void => {
    if (bytes > FILES_BYTES) throw new ZipFault(`The files of the archive are more than ${sizeWords(FILES_BYTES)}, which is the limit.`)
  }
  const take = (file: UnzipFile): void => {
    const name = file.name.replaceAll('\\', '/')
    if (name.endsWith('/') || NOT_MEANT.test(name)) return
    if (entries.length === SOURCE_FILES) throw new ZipFault(`The archive has more than ${SOURCE_FILES} files, which is the limit.`)
    const entry = { name, parts: [] as Uint8Array[] }
    entries.push(entry)
    // What an archive says of its sizes is a reason to refuse it, not to believe it.
    count(total + (file.originalSize ?? 0))
    file.ondata = (fault, chunk) => {
      // What is thrown here comes back as the fault of what unpacks.
      if (fault) throw fault
      total += chunk.length
      count(total)
      entry.parts.push(chunk)
    }
    file.start()
  }
  try {
    const unzip = new Unzip(take)
    unzip.register(UnzipInflate)
    for (let at = 0; at < archive.length; at += STEP) unzip.push(archive.subarray(at, at + STEP), at + STEP >= archive.length)
  } catch (fault) {
    if (fault instanceof ZipFault) throw fault
    throw new ZipFault('The archive cannot be read: it is damaged, or of a kind that is not known here.')
  }
  if (entries.length === 0) throw new ZipFault('There are no files in the archive.')
  const outer = commonFolder(entries.map(({ name }) => name))
  return entries.map(({ name, parts }) => fileOf(name.slice(outer.length), joined(parts)))
}

class ZipFault extends Error {}

/** The folder that all files are in, with its `/`: archives of a folder have it in each name. Empty where there is none. */
function commonFolder(names: readonly string[]): string {
  const folder = /^[^/]+\//.exec(names[0] ?? '')?.[0] ?? ''
  return names.every(name => name.startsWith(folder)) ? folder : ''
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
