import { Failure } from './failure.ts'

export type RunOptions = {
  readonly command: 'run'
  readonly server: URL
  /** Null: by the file's name. */
  readonly language: string | null
  readonly file: string
  readonly args: readonly string[]
  /** Files and folders that go with it. */
  readonly files: readonly string[]
  /** All that is in the file's folder goes with it. */
  readonly all: boolean
}
export type Options = RunOptions | { readonly command: 'languages'; readonly server: URL } | { readonly command: 'help' }

const SERVER = 'http://127.0.0.1:3000'

export const HELP = `Runs programs in Glovebox's sealed boxes, from this terminal.

  glovebox run [options] <file> [arguments …]    Run a program; what comes after the file is the program's own
  glovebox languages [--server <url>]            List the languages

Options
  -l, --language <name>   The language, where the file's name does not tell
  -f, --files <path>      A file or a folder that goes with it; may be given several times
  -a, --all               Everything in the program's folder goes with it
  -s, --server <url>      The Glovebox to run it on (${SERVER}; GLOVEBOX_URL)
  -h, --help              This text

Files that go with a program are in its folder, or below. Of a folder, names that begin with a dot, node_modules and links are left out.

The program has the terminal: Ctrl-C, Ctrl-D and the like are for it, and it is told when the window changes. Ctrl-C three times within a second
ends it, whatever it does. Input from a pipe or a file is what the program reads, 256 KiB at most. To a file or a pipe, output goes as it is written;
a terminal gets text, colours, cursor and screen of it, and nothing else: no titles, clipboard, links, pictures or notifications.

Exit status
  the program's own       or the compiler's, where it made no program
  128 + n                 the signal n ended it; 137 also when it ran out of memory, 130 when you stopped it
  124                     it reached a limit of time
  125                     Glovebox could not run it, or not to its end
`

/** Reads the command line. Throws a Failure that names what is wrong. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const [command = 'help', ...rest] = argv
  if (command === 'help' || command === '--help' || command === '-h') return { command: 'help' }
  if (command !== 'run' && command !== 'languages') throw new Failure(`There is no command ${command}. Try glovebox --help.`)
  const given = { server: env.GLOVEBOX_URL || SERVER, language: null as string | null, files: [] as string[], all: false, help: false }
  let at = 0
  const value = (name: string, inline: string | undefined): string => {
    const found = inline ?? rest[++at]
    if (found === undefined || found === '') throw new Failure(`${name} needs a value. Try glovebox --help.`)
    return found
  }
  for (; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (!word.startsWith('-') || word === '-') break
    if (word === '--') {
      at++
      break
    }
    const [name = '', ...inline] = word.startsWith('--') ? word.split('=') : [word]
    const after = inline.length > 0 ? inline.join('=') : undefined
    if (name === '--server' || name === '-s') given.server = value(name, after)
    else if (name === '--help' || name === '-h') given.help = true
    else if (command === 'run' && (name === '--language' || name === '-l')) given.language = value(name, after)
    else if (command === 'run' && (name === '--files' || name === '-f')) given.files.push(value(name, after))
    else if (command === 'run' && (name === '--all' || name === '-a')) given.all = true
    else throw new Failure(`There is no option ${word} here. Try glovebox --help.`)
  }
  if (given.help) return { command: 'help' }
  const server = readServer(given.server)
  const [file, ...args] = rest.slice(at)
  if (command === 'run') {
    if (file === undefined) throw new Failure('Which file is to be run? Try glovebox --help.')
    return { command, server, language: given.language, file, args, files: given.files, all: given.all }
  }
  if (file !== undefined) throw new Failure(`glovebox languages takes no ${file}. Try glovebox --help.`)
  return { command, server }
}

/** The server's address. What it serves is below it, also where that is not the root. */
function readServer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Failure(`${text} is no address of a server, such as ${SERVER}.`)
  url.pathname = url.pathname.replace(/\/*$/, '/')
  return url
}
