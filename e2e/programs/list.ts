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
  /** Further files that the program needs. */
  files: z.array(Path).default([]),
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

/** Every file of its package that a program or its judging needs. */
export function pathsOf({ main, files, output }: Program): string[] {
  const told = 'file' in output ? [output.file] : 'transcript' in output ? [output.transcript] : []
  return [main, ...files, ...told]
}

/** What a file of the package is called in the box. */
export function nameInBox({ main, folder = dirname(main) }: Program, path: string): string {
  const prefix = folder === '.' || folder === '' ? '' : `${folder}/`
  if (!path.startsWith(prefix)) throw new Error(`${path} is not in ${folder}`)
  return path.slice(prefix.length)
}
