import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

const Path = z.string().regex(/^[^/\s][^\s]*$/)

/** What the program must have written, judged by judge.ts. A path names a file of the same package. */
const Output = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().positive() }),
  z.strictObject({ file: Path }),
  /** R's own way: a session's record, in which lines that begin with ">" or "+" are the program. */
  z.strictObject({ transcript: Path }),
  /** PHP's own way: the program, its input and its output in one file. */
  z.strictObject({ phpt: Path }),
  /** Perl's own way: so many checks, each told as "ok". */
  z.strictObject({ tap: z.number().int().positive() }),
  /** Regular expressions over the whole output, each of which must fit. */
  z.strictObject({ matches: z.array(z.string().min(1)).min(1) }),
])
export type Output = z.infer<typeof Output>

const Entry = z.strictObject({
  /** A Debian package of trixie; its source, if so said. */
  package: z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/),
  source: z.literal(true).optional(),
  main: Path,
  /** What the main file is called in the box, where it is not as it lies under `folder`. */
  name: Path.optional(),
  /** Further files that the program needs, with their name in the box likewise. */
  files: z.array(z.union([Path, z.strictObject({ path: Path, name: Path })])).default([]),
  /** The folder of the package that becomes the box's; the main file's own when absent. */
  folder: z.string().optional(),
  args: z.array(z.string()).default([]),
  /** What is read as standard input. */
  stdin: z.string().optional(),
  /** Exit status. */
  code: z.number().int().min(0).max(255).default(0),
  output: Output,
  /**
   * Where what is expected comes from. `shipped`: the package tells it, in a file, in the program, or by checks that the program makes of itself.
   * `outside`: what the same toolchain made of the program outside of any box (README.md).
   */
  expectation: z.enum(['shipped', 'outside']),
  /** Why it does not run in a box as it does outside of one. */
  known: z.string().min(1).optional(),
})
const List = z.array(Entry).min(1)

export type Program = z.infer<typeof Entry> & { readonly language: string }

/** Reads the list: a file for each language, called like its profile. */
export async function readPrograms(): Promise<readonly Program[]> {
  const folder = join(import.meta.dirname, 'list')
  const programs: Program[] = []
  for (const file of (await readdir(folder)).sort()) {
    const parsed = List.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')))
    if (!parsed.success) throw new Error(`${file} is not valid: ${z.prettifyError(parsed.error)}`)
    for (const entry of parsed.data) programs.push({ ...entry, language: basename(file, '.json') })
  }
  return programs
}

/** A file of a program: its path in the package, and its name in the box. */
export type ProgramFile = { readonly path: string; readonly name: string }

/** The files of a program, the main file first. */
export function filesInBox({ main, name, files, folder = dirname(main) }: Program): ProgramFile[] {
  const prefix = folder === '.' || folder === '' ? '' : `${folder}/`
  const under = (path: string): ProgramFile => {
    if (!path.startsWith(prefix)) throw new Error(`${path} is not in ${folder}`)
    return { path, name: path.slice(prefix.length) }
  }
  return [name === undefined ? under(main) : { path: main, name }, ...files.map(file => (typeof file === 'string' ? under(file) : file))]
}

/** Every file of its package that a program or its judging needs. */
export function pathsOf(program: Program): string[] {
  const { output } = program
  const told = 'file' in output ? [output.file] : 'transcript' in output ? [output.transcript] : 'phpt' in output ? [output.phpt] : []
  return [...filesInBox(program).map(({ path }) => path), ...told]
}
