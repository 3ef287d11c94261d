import { isUtf8 } from 'node:buffer'
import type { Stats } from 'node:fs'
import { opendir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileNameFault } from '../protocol/file-name.ts'
import { FILES_BYTES, SOURCE_BYTES, SOURCE_FILES } from '../protocol/limits.ts'
import type { SourceFile } from '../protocol/messages.ts'
import { Failure } from './failure.ts'
import type { RunOptions } from './options.ts'

const LEFT_OUT = ['node_modules', '__pycache__']
const MIB = 1024 * 1024

export type Sources = { readonly main: string; readonly files: readonly SourceFile[] }

/** Reads the program and all that goes with it, the main file first. Names are relative to its folder. Throws a Failure that names the limit. */
export async function gatherSources({ file, files, all }: Pick<RunOptions, 'file' | 'files' | 'all'>): Promise<Sources> {
  const folder = dirname(resolve(file))
  const found = new Map<string, { readonly path: string; readonly bytes: number }>()
  const add = (path: string, { size }: Stats): void => {
    const name = relative(folder, path).split(sep).join('/')
    if (name.startsWith('../')) throw new Failure(`${path} is not in the program's folder, ${folder}.`)
    const fault = fileNameFault(name)
    if (fault) throw new Failure(`${path} cannot be sent. ${fault}`)
    found.set(name, { path, bytes: size })
    if (found.size > SOURCE_FILES) throw new Failure(`A program may have ${SOURCE_FILES} files; here are more.`)
  }

  const main = await look(file)
  if (!main.isFile()) throw new Failure(`${file} is not a file.`)
  add(resolve(file), main)
  for (const given of all ? [folder, ...files] : files) {
    const path = resolve(given)
    const stats = await look(path)
    if (stats.isFile()) add(path, stats)
    else if (stats.isDirectory()) for await (const inside of walk(path)) add(inside, await look(inside))
    else throw new Failure(`${given} is neither a file nor a folder.`)
  }

  // Before any of it is read.
  const bytes = [...found.values()].reduce((sum, each) => sum + each.bytes, 0)
  if (bytes > FILES_BYTES) throw new Failure(`The files have ${megabytes(bytes)} MiB together; the limit is ${FILES_BYTES / MIB} MiB.`)
  const read: SourceFile[] = []
  for (const [name, { path }] of found) read.push(toSource(name, await attempt(path, readFile(path))))
  const text = read.reduce((sum, { content, encoding }) => sum + (encoding ? 0 : Buffer.byteLength(content)), 0)
  if (text > SOURCE_BYTES) throw new Failure(`The text has ${megabytes(text)} MiB; the limit is ${SOURCE_BYTES / MIB} MiB.`)
  return { main: basename(file), files: read }
}

/** The files in a folder and below. Links are not followed: they may lead anywhere. */
async function* walk(folder: string): AsyncGenerator<string> {
  const folders: string[] = []
  for await (const entry of await attempt(folder, opendir(folder))) {
    if (entry.name.startsWith('.') || LEFT_OUT.includes(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) folders.push(path)
    else if (entry.isFile()) yield path
  }
  for (const inside of folders.sort()) yield* walk(inside)
}

function toSource(name: string, bytes: Buffer): SourceFile {
  if (isUtf8(bytes) && !bytes.includes(0)) return { name, content: bytes.toString('utf8') }
  return { name, content: bytes.toString('base64'), encoding: 'base64' }
}

function look(path: string): Promise<Stats> {
  return attempt(path, stat(path))
}

/** What the system says of a file, in a sentence. */
async function attempt<T>(path: string, given: Promise<T>): Promise<T> {
  try {
    return await given
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Failure(`There is no ${path}.`)
    throw new Failure(`${path} cannot be read: ${code ?? message}.`)
  }
}

function megabytes(bytes: number): string {
  return (bytes / MIB).toFixed(2)
}
