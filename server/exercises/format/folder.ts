import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { SourceFile } from '../../protocol/messages.ts'
import type { Note } from './fault.ts'

/** Everything in an exercise's folder. */
const FOLDER_FILES = 400
const FOLDER_BYTES = 8 * 1024 * 1024
const FILE_BYTES = 2 * 1024 * 1024
const DEPTH = 9

/** What tools leave behind. */
const IGNORED = /^(?:\..*|__pycache__|node_modules|target|Thumbs\.db|.*~|.*\.pyc)$/

export type FolderFile = {
  /** Relative to the folder, with `/` between the parts. */
  readonly name: string
  readonly bytes: Buffer
}

/** Names of the files in a folder, sorted, and a text that changes whenever one of them does. */
export async function listFolder(folder: string, note: Note): Promise<{ readonly names: readonly string[]; readonly signature: string }> {
  const names: string[] = []
  const signature = createHash('sha256')
  const root = await realpath(folder)
  const visit = async (under: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, under), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (IGNORED.test(entry.name)) continue
      const name = under === '' ? entry.name : `${under}/${entry.name}`
      const path = join(folder, name)
      if (names.length >= FOLDER_FILES) return
      if (entry.isDirectory()) {
        if (depth >= DEPTH) note(path, 1, `lies deeper than ${DEPTH} folders`)
        else await visit(name, depth + 1)
        continue
      }
      if (entry.isSymbolicLink() && !(await leadsWithin(path, root))) {
        note(path, 1, 'is a link to what is not a file of this folder: put the file itself here')
        continue
      }
      const { size, mtimeMs, ino } = await stat(path)
      if (!entry.isFile() && !entry.isSymbolicLink()) {
        note(path, 1, 'is neither a file nor a folder')
        continue
      }
      signature.update(`${name}\0${size}\0${mtimeMs}\0${ino}\0`)
      names.push(name)
    }
  }
  await visit('', 1)
  if (names.length >= FOLDER_FILES) note(folder, 1, `holds ${FOLDER_FILES} files or more; an exercise may have fewer`)
  return { names, signature: signature.digest('hex') }
}

async function leadsWithin(path: string, root: string): Promise<boolean> {
  const target = await realpath(path).catch(() => null)
  return target?.startsWith(root + sep) === true && (await lstat(target)).isFile()
}

/** Reads the files with these names. Those that are too large are noted, and left out. */
export async function readFiles(folder: string, names: readonly string[], note: Note): Promise<readonly FolderFile[]> {
  const files: FolderFile[] = []
  let total = 0
  for (const name of names) {
    const path = join(folder, name)
    const bytes = await readBounded(path, FILE_BYTES)
    if (bytes === null) {
      note(path, 1, `is larger than ${FILE_BYTES} bytes`)
      continue
    }
    total += bytes.length
    if (total > FOLDER_BYTES) {
      note(folder, 1, `holds more than ${FOLDER_BYTES} bytes in all`)
      break
    }
    files.push({ name, bytes })
  }
  return files
}

/** Null when the file has more than `most` bytes. */
export async function readBounded(path: string, most: number): Promise<Buffer | null> {
  await using handle = await open(path)
  const buffer = Buffer.alloc(Math.min(most, (await handle.stat()).size) + 1)
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
  return bytesRead > most ? null : buffer.subarray(0, bytesRead)
}

/** Of names and contents, in the order that is given. */
export function hashFiles(files: readonly FolderFile[]): string {
  const hash = createHash('sha256')
  for (const { name, bytes } of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}

export function toSourceFile(name: string, bytes: Buffer): SourceFile {
  return isText(bytes) ? { name, content: bytes.toString('utf8') } : { name, content: bytes.toString('base64'), encoding: 'base64' }
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0)
}
