import { BUILD_FOLDER } from '../protocol/limits.ts'

/** A command line as a POSIX shell takes it, word by word. */
export function toShell(argv: readonly string[]): string {
  return argv.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
}

/** What a profile's command lines are filled in with. */
export type ArgvValues = {
  /** The main file's name. */
  readonly main: string
  /** Names of all files that are there. */
  readonly files: readonly string[]
  /** How names of source files end. */
  readonly extensions: readonly string[]
  /** Names of the files of unit tests. */
  readonly tests?: readonly string[]
}

/**
 * Fills in a profile's command line:
 * - `{main}`: the main file, `{stem}`: the same without its extension and folder, `{folder}`: its folder, `.` when it is in none;
 * - `{build}`: the compiler's folder, which is kept between runs;
 * - `{sources}`, as a word of its own: every source file, one word each, the main file first;
 * - `{tests}`, as a word of its own: every file of unit tests, one word each.
 * Anything else stays as it is. A name that begins with "-" is given as "./-…", so that no tool takes it for an option.
 */
export function fillArgv(argv: readonly string[], { main, files, extensions, tests = [] }: ArgvValues): string[] {
  const isSource = (name: string): boolean => extensions.some(extension => name.endsWith(extension))
  const safe = (name: string): string => (name.startsWith('-') ? `./${name}` : name)
  const sources = [main, ...files.filter(name => name !== main && isSource(name)).sort()].map(safe)
  const cut = main.lastIndexOf('/')
  const base = main.slice(cut + 1)
  const dot = base.lastIndexOf('.')
  const values: Readonly<Record<string, string>> = {
    main: safe(main),
    stem: dot > 0 ? base.slice(0, dot) : base,
    folder: cut > 0 ? safe(main.slice(0, cut)) : '.',
    build: BUILD_FOLDER,
  }
  return argv.flatMap(word =>
    word === '{sources}'
      ? sources
      : word === '{tests}'
        ? tests.map(safe)
        : [word.replace(/\{(main|stem|folder|build)\}/g, (_, key) => values[key] ?? '')],
  )
}
