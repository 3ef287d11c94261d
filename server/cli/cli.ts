import { isUtf8 } from 'node:buffer'
import { PRESET_INPUT_BYTES } from '../protocol/limits.ts'
import { endWords, exitStatus, FAILED, signalStatus } from './exit-status.ts'
import { Failure } from './failure.ts'
import { gatherSources } from './gather.ts'
import { listLanguages } from './languages.ts'
import { HELP, type RunOptions, readOptions } from './options.ts'
import { OwnTerminal, type Streams } from './own-terminal.ts'
import { ProgramRun } from './program-run.ts'

/** Does what the command line says. Resolves with the status to exit with. */
export async function main(argv: readonly string[], env: Readonly<Record<string, string | undefined>>, streams: Streams): Promise<number> {
  try {
    const options = readOptions(argv, env)
    if (options.command === 'run') return await run(options, streams)
    streams.output.write(options.command === 'help' ? HELP : clean(await listLanguages(options.server)))
    return 0
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault
    streams.errors.write(`glovebox: ${clean(fault.message)}\n`)
    return FAILED
  }
}

async function run({ server, language, args, ...given }: RunOptions, streams: Streams): Promise<number> {
  const sources = await gatherSources(given)
  const stdin = streams.input.isTTY ? undefined : await readInput(streams.input)
  using terminal = new OwnTerminal(streams)
  await using program = new ProgramRun({ server, sources, language, args, stdin }, terminal)
  let stoppedBy: NodeJS.Signals | null = null
  const stop = (signal: NodeJS.Signals): void => {
    stoppedBy ??= signal
    program.stop()
  }
  const interrupt = (): void => program.signalInterrupt()
  const closed = (): void => stop('SIGPIPE')
  process.on('SIGINT', interrupt).on('SIGTERM', stop).on('SIGHUP', stop)
  streams.output.on('error', closed)
  try {
    const report = await program.outcome
    await terminal.close()
    const words = endWords(report)
    if (words) terminal.say(words)
    return (report.reason === 'stopped' && stoppedBy && signalStatus(stoppedBy)) || exitStatus(report)
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault
    terminal.say(fault.message)
    return FAILED
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', stop).off('SIGHUP', stop)
  }
}

/** What is piped in, all of it. */
async function readInput(input: Streams['input']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of input as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > PRESET_INPUT_BYTES) throw new Failure(`The input may have ${PRESET_INPUT_BYTES / 1024} KiB.`)
    chunks.push(chunk)
  }
  const all = Buffer.concat(chunks)
  if (!isUtf8(all)) throw new Failure('The input is not text in UTF-8.')
  return all.toString('utf8')
}

/** What a server says is text, and nothing that a terminal would obey. */
function clean(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, ' ')
}
