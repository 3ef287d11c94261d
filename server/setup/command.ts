import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { type Progress, SetupError } from './steps.ts'

/** Lines of a failed command that are shown. */
const TAIL_LINES = 25

export type CommandOptions = Pick<SpawnOptions, 'cwd' | 'env'> & {
  /** What to tell the person when the command fails. */
  readonly advice: string
}

/** Runs a command to its end. Rejects with a SetupError that shows its last lines and the advice. */
export async function runCommand(argv: readonly string[], progress: Progress, { advice, ...options }: CommandOptions): Promise<void> {
  const [file, ...args] = argv as [string, ...string[]]
  const tail: string[] = []
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      const text = stripVTControlCharacters(line)
      progress(text)
      tail.push(text)
      if (tail.length > TAIL_LINES) tail.shift()
    })
  }
  const [code, signal] = await once(child, 'close').catch(fault => {
    throw new SetupError(`${file} could not be run: ${(fault as Error).message}\n${advice}`)
  })
  if (code !== 0) {
    const shown = tail.map(line => `    ${line}`).join('\n')
    throw new SetupError(`${argv.join(' ')} failed (${signal ?? code}):\n${shown}\n${advice}`)
  }
}

/** What a command prints, or null when it cannot be run or fails. */
export async function readCommand(argv: readonly string[]): Promise<string | null> {
  const [file, ...args] = argv as [string, ...string[]]
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString('utf8')
  })
  try {
    const [code] = await once(child, 'close')
    return code === 0 ? output : null
  } catch {
    return null
  }
}
