import { isUtf8 } from 'node:buffer'
import type { Box } from '../../server/box/box.ts'
import { Run, type RunOutcome } from '../../server/box/runner.ts'
import type { SourceFile } from '../../server/protocol/messages.ts'
import { filesInBox, type Program } from './list.ts'
import { programOfPhpt } from './phpt.ts'

const SIZE = { cols: 80, rows: 24 }
/** More output than this is no program's of the list. */
const OUTPUT_BYTES = 4 * 1024 * 1024
/** Nor does any take this long. */
const PROGRAM_MS = 60_000

export type Ran = RunOutcome & { readonly output: string }

export type ProgramFiles = { readonly main: string; readonly files: readonly SourceFile[] }

/** The files of a program as a page would send them. */
export function filesOf(program: Program, files: ReadonlyMap<string, Buffer>): ProgramFiles {
  const sources = filesInBox(program).map(({ path, name }): SourceFile => {
    const bytes = files.get(path) as Buffer
    if ('phpt' in program.output && path === program.main) return { name, content: programOfPhpt(bytes.toString('utf8')) }
    return isUtf8(bytes) ? { name, content: bytes.toString('utf8') } : { name, content: bytes.toString('base64'), encoding: 'base64' }
  })
  return { main: (sources[0] as SourceFile).name, files: sources }
}

/** Runs a program in a box to its end, in a terminal. `output` is the program's, or the compiler's where that was the end. */
export async function runProgram(box: Box, program: Program, files: ReadonlyMap<string, Buffer>): Promise<Ran> {
  const chunks: Buffer[] = []
  let bytes = 0
  const run = new Run(
    box,
    { ...filesOf(program, files), args: program.args, size: SIZE, ...(program.stdin === undefined ? {} : { stdin: program.stdin }) },
    {
      // What a compiler warned of before the program began is not the program's.
      onStarted: () => void chunks.splice(0),
      onOutput: chunk => {
        bytes += chunk.length
        chunks.push(chunk)
        if (bytes > OUTPUT_BYTES) run.stop()
        run.credit(chunk.length)
      },
    },
  )
  const overdue = setTimeout(() => run.stop(), PROGRAM_MS)
  const outcome = await run.outcome.finally(() => clearTimeout(overdue))
  return { ...outcome, output: Buffer.concat(chunks).toString('utf8').replaceAll('\r\n', '\n') }
}
