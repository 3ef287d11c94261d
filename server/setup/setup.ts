import { join } from 'node:path'
import { ensureEngine } from './engine.ts'
import { ensureImages } from './images.ts'
import { HELP, readOptions, type SetupOptions } from './options.ts'
import { ensurePages } from './pages.ts'
import { SetupError, Steps } from './steps.ts'
import { ensureChromium, runSuites } from './suites.ts'

/**
 * Prepares what is missing and does what was asked: serves, serves with hot reload, or tests. Returns the exit status, or null when a server
 * now runs in this process.
 * @param root the repository.
 */
export async function setup(root: string, command: string, argv: readonly string[]): Promise<number | null> {
  const steps = new Steps()
  try {
    const options = readOptions(command, argv)
    if (options.help) {
      steps.say(HELP)
      return 0
    }
    if (options.port !== undefined) process.env.GLOVEBOX_PORT = options.port
    if (options.host !== undefined) process.env.GLOVEBOX_HOST = options.host
    const endpoint = await prepare(steps, root, options)
    process.env.DOCKER_HOST = endpoint.address
    if (options.command === 'test') return await runSuites(steps, root, endpoint, options.suites)
    return null
  } catch (fault) {
    if (!(fault instanceof SetupError)) throw fault
    process.stderr.write(`\n${fault.message}\n`)
    return 1
  }
}

/** Two lanes at the same time: the pages need the processor, the images mostly the network. */
async function prepare(steps: Steps, root: string, options: SetupOptions): ReturnType<typeof ensureEngine> {
  const lanes = [
    options.command === 'dev' ? Promise.resolve() : ensurePages(steps, root),
    ensureEngine(steps, options).then(async endpoint => {
      await ensureImages(steps, endpoint, root, options.rebuild)
      if (options.command === 'test') await ensureChromium(steps)
      return endpoint
    }),
  ] as const
  // A lane that fails must not leave the other at work behind the error message.
  await Promise.allSettled(lanes)
  const [, endpoint] = await Promise.all(lanes)
  return endpoint
}

/** Where the server's bundle lies. */
export function serverBundle(root: string): string {
  return join(root, 'dist/main.mjs')
}
