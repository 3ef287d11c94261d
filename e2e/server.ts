import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..')
const BUNDLE = join(ROOT, 'dist/main.mjs')
/** What `npm start` tells Node: a small nursery keeps the buffers of a flood from piling up before they are collected. */
const FLAGS: readonly string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start.match(/--[\w=-]+/g)
const READY_MS = 60_000

/** A server as operators run it: the production bundle in a process of its own. */
export type RunningServer = AsyncDisposable & {
  readonly url: string
  readonly process: ChildProcess
  /** Its log, a line each. */
  readonly log: readonly string[]
  /** Ends it in order. Resolves with its exit status. */
  stop(): Promise<number | null>
}

/** Starts a server on a free port, with data of its own and these settings on top of the defaults. It offers Python alone unless they say otherwise: the others’ boxes take their time. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'glovebox-data-'))
  const own = { GLOVEBOX_PORT: '0', GLOVEBOX_HOST: '127.0.0.1', GLOVEBOX_LANGUAGES: 'python', GLOVEBOX_DATA_FOLDER: data, DATABASE_URL: '' }
  const child = spawn(process.execPath, [...FLAGS, BUNDLE], {
    env: { ...process.env, NODE_ENV: 'production', ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that is cut off must not leave its server behind.
  const kill = (): void => void child.kill('SIGKILL')
  process.on('exit', kill)
  child.once('exit', () => {
    process.off('exit', kill)
    rmSync(data, { recursive: true, force: true })
  })
  const log: string[] = []
  const exited = once(child, 'exit') as Promise<[number | null]>
  createInterface({ input: child.stderr }).on('line', line => log.push(line))
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server does not start:\n${log.join('\n')}`)), READY_MS)
    createInterface({ input: child.stdout }).on('line', line => {
      log.push(line)
      const entry = JSON.parse(line) as { msg?: string; url?: string }
      if (entry.msg !== 'Glovebox is ready' || !entry.url) return
      clearTimeout(timer)
      resolve(entry.url)
    })
    child.once('exit', () => reject(new Error(`the server ended:\n${log.join('\n')}`)))
  })
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const [code] = await exited
    return code
  }
  return { url, process: child, log, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}
