import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { SourceFile } from '../../server/protocol/messages.ts'

/** One hostile program, as its file's head describes it (README.md of this folder). */
export type Attack = {
  /** Group and name, "seccomp/io-uring". */
  readonly name: string
  readonly purpose: string
  /** Layers that are to hold it. */
  readonly layers: readonly string[]
  /** Ends that count as contained: `held`, or reasons of an exit report. */
  readonly contained: readonly string[]
  /** Ends that count as contained in the strong tier too: gVisor's kernel may end where Linux refuses, and takes the box with it, and its book-keeping counts as the box's memory. */
  readonly containedStrong: readonly string[]
  /** Tiers it is meant for. */
  readonly tiers: readonly ('standard' | 'strong')[]
  /** Seconds after which the run is stopped; null when it ends by itself. */
  readonly stopAfterS: number | null
  /** Whether the browser acknowledges output. */
  readonly acknowledges: boolean
  /** Whether it may be run with its layer taken away. */
  readonly mutable: boolean
  readonly files: readonly SourceFile[]
  /** Further programs, for the next runs in the same session. */
  readonly next: readonly string[]
  /** A second program, for another session, once the first has printed READY. */
  readonly neighbour: string | null
}

const HERE = import.meta.dirname
const FIELDS = ['layers', 'contained', 'tiers', 'strong', 'stop', 'acknowledge', 'mutate'] as const
type Field = (typeof FIELDS)[number]

/** Reads every attack. `programs` holds the compiled ones, by name. */
export async function readAttacks(programs: ReadonlyMap<string, Buffer>): Promise<readonly Attack[]> {
  const kit = await readFile(join(HERE, 'kit.py'), 'utf8')
  const groups = (await readdir(HERE, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(entry => entry.name)
  const attacks: Attack[] = []
  for (const group of groups.sort()) {
    for (const file of (await readdir(join(HERE, group))).sort()) {
      attacks.push(readAttack(`${group}/${file}`, await readFile(join(HERE, group, file), 'utf8'), kit, programs))
    }
  }
  return attacks
}

function readAttack(path: string, text: string, kit: string, programs: ReadonlyMap<string, Buffer>): Attack {
  const [first = '', ...rest] = text.split('\n')
  const comment = /^(#|\/\/) /
  const head = new Map<Field, string>()
  for (const line of rest) {
    const [, name, value] = /^(?:#|\/\/) (\w+): (.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) break
    if (!(FIELDS as readonly string[]).includes(name)) throw new Error(`${path}: there is no field ${name}`)
    head.set(name as Field, value)
  }
  if (!comment.test(first) || !head.has('layers')) throw new Error(`${path}: says no purpose or no layers`)
  const list = (field: Field, otherwise: string): string[] => (head.get(field) ?? otherwise).split(',').map(part => part.trim())
  const kind = extname(path)
  const name = path.slice(0, -kind.length)
  const { program, next, neighbour } = split(text)
  return {
    name,
    purpose: first.replace(comment, ''),
    layers: list('layers', ''),
    contained: list('contained', 'held'),
    containedStrong: list('strong', 'box_lost, out_of_memory'),
    tiers: list('tiers', 'standard, strong') as Attack['tiers'],
    stopAfterS: head.has('stop') ? Number(head.get('stop')) : null,
    acknowledges: head.get('acknowledge') !== 'no',
    mutable: head.get('mutate') !== 'no',
    files: [...sources(kind, program, programs.get(basename(name))), { name: 'kit.py', content: kit }],
    next,
    neighbour,
  }
}

/** The program, those of the next runs, the neighbour's. */
function split(text: string): Pick<Attack, 'next' | 'neighbour'> & { readonly program: string } {
  const [first = '', ...next] = text.split('# --- next\n')
  const [program = '', neighbour = null] = first.split('# --- neighbour\n')
  return { program, next, neighbour }
}

/** Shell and C come into a box that knows only Python as files that Python starts. */
function sources(kind: string, text: string, compiled: Buffer | undefined): SourceFile[] {
  if (kind === '.py') return [{ name: 'main.py', content: text }]
  if (kind === '.sh') {
    const start = 'import os\nos.execv("/bin/sh", ["sh", "attack.sh"])\n'
    return [
      { name: 'main.py', content: start },
      { name: 'attack.sh', content: text },
    ]
  }
  if (!compiled) throw new Error('an attack in C is not compiled')
  const start =
    'import base64, os\nopen("/code/attack", "wb").write(base64.b64decode(open("attack.txt").read()))\nos.chmod("/code/attack", 0o755)\nos.execv("/code/attack", ["attack"])\n'
  return [
    { name: 'main.py', content: start },
    { name: 'attack.txt', content: compiled.toString('base64') },
  ]
}
