import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Logger } from '../platform/logger.ts'

/** Debian's `nobody`: an account that owns nothing. */
const NOBODY = 65_534
const READY_MS = 60_000
const RESTART_MS = 500
const RESTART_MOST_MS = 15_000
/** Between the moment a port is found free and the moment the pages listen on it, another process may take it. */
const START_ATTEMPTS = 3
const STOP_MS = 3000
const COPIES_KEPT = 3

/** An address of this machine. */
export type WebTarget = { readonly host: string; readonly port: number }

export type WebProcessOptions = {
  /** The repository. */
  readonly root: string
  readonly dev: boolean
  /** Where a copy that an unprivileged user can read is laid, when the server is root. */
  readonly stateFolder: string
  /** Where snippets are reported; empty: nowhere. */
  readonly reportTo: string
  readonly log: Logger
}

/**
 * The pages: Next in a process of its own, with neither the engine's socket, the database nor the server's environment, under another user when the server
 * is root. It ends when its standard input closes, so it never outlives the server.
 */
export class WebProcess {
  readonly #options: WebProcessOptions
  #child: ChildProcess | null = null
  #target: WebTarget | null = null
  #dataUrl = ''
  #stopping = false
  #failures = 0
  #ready: Promise<void> = Promise.resolve()

  constructor(options: WebProcessOptions) {
    this.#options = options
  }

  /** Where the pages are served now, null while they are not; a restart changes the port. */
  get target(): WebTarget | null {
    return this.#target
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /**
   * Resolves when the pages can be served. Rejects when they cannot in a minute, or end before they are, several times.
   * @param dataUrl where they read what they show (pages-server.ts).
   */
  async start(dataUrl: string): Promise<void> {
    this.#dataUrl = dataUrl
    const program = this.#options.dev ? devProgram(this.#options.root) : await this.#productionProgram()
    this.#ready = this.#spawnFirst(program)
    await this.#ready
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child || hasEnded(child)) return
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(timer)
  }

  async #spawnFirst(program: Program): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#spawn(program)
      } catch (fault) {
        if (attempt === START_ATTEMPTS || this.#stopping) throw fault
        this.#options.log.warn({ err: fault, attempt }, 'the web process did not start and is tried again, on another port')
      }
    }
  }

  async #spawn(program: Program): Promise<void> {
    const port = await freePort()
    const asRoot = process.getuid?.() === 0 && !this.#options.dev
    const child = spawn(process.execPath, [...program.args], {
      cwd: program.folder,
      // Nothing of the server's own environment but what Node needs to start.
      env: {
        PATH: process.env.PATH ?? '/usr/bin:/bin',
        NODE_ENV: this.#options.dev ? 'development' : 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        GLOVEBOX_PAGES_DATA: this.#dataUrl,
        GLOVEBOX_REPORT_TO: this.#options.reportTo,
        HOSTNAME: '127.0.0.1',
        PORT: String(port),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    })
    this.#child = child
    const { log } = this.#options
    child.stdout?.on('data', (text: Buffer) => log.debug({ web: text.toString('utf8').trim().slice(0, 2000) }, 'web'))
    child.stderr?.on('data', (text: Buffer) => log.warn({ web: text.toString('utf8').trim().slice(0, 2000) }, 'web'))
    child.on('error', fault => log.error({ err: fault }, 'the web process could not be started'))
    let serving = false
    const ended = new Promise<never>((_resolve, reject) => {
      child.once('exit', (code, signal) => {
        this.#target = null
        reject(new Error(`the web process ended (${signal ?? code})`))
        if (serving && !this.#stopping) this.#restart(program, signal ?? code)
      })
    })
    ended.catch(() => {})
    try {
      await Promise.race([untilServing(port, child), ended])
    } catch (fault) {
      child.kill('SIGKILL')
      throw fault
    }
    serving = true
    this.#target = { host: '127.0.0.1', port }
    this.#failures = 0
    log.info({ port, pid: child.pid, uid: asRoot ? NOBODY : process.getuid?.() }, 'pages are served')
  }

  #restart(program: Program, how: string | number | null): void {
    this.#options.log.error({ how }, 'the web process ended by itself and is started again')
    const delay = Math.min(RESTART_MS * 2 ** this.#failures, RESTART_MOST_MS)
    this.#failures += 1
    setTimeout(() => {
      if (this.#stopping) return
      this.#ready = this.#spawn(program)
      this.#ready.catch(fault => {
        this.#options.log.error({ err: fault }, 'the web process does not serve')
        if (!this.#stopping) this.#restart(program, 'before it served')
      })
    }, delay)
  }

  /** Next's standalone output, where the unprivileged user can read it: the repository may lie in a home folder that is closed to it. */
  async #productionProgram(): Promise<Program> {
    const built = join(this.#options.root, 'dist/web')
    if (process.getuid?.() !== 0) return webProgram(built)
    const build = await readFile(join(built, '.next/BUILD_ID'), 'utf8').catch(() => {
      throw new Error('the pages are not built: run npm start')
    })
    const copies = join(this.#options.stateFolder, 'web')
    const copy = join(copies, build)
    await mkdir(copies, { recursive: true, mode: 0o755 })
    const present = await readdir(copies)
    if (!present.includes(build)) {
      const unfinished = `${copy}.${process.pid}`
      await cp(built, unfinished, { recursive: true })
      await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }))
    }
    await removeOldCopies(copies, build)
    return webProgram(copy)
  }
}

type Program = { readonly folder: string; readonly args: readonly string[] }

/** Ends with its parent: the pipe on its standard input closes however the server goes. */
const WITH_PARENT = `process.stdin.on('close', () => process.exit(0)).resume();`

function webProgram(folder: string): Program {
  return { folder, args: ['--max-old-space-size=512', '--eval', `${WITH_PARENT} import(${JSON.stringify(join(folder, 'server.js'))})`] }
}

/**
 * Next's own development server. It starts further processes and hands its arguments on to them, so what ends it with its parent stands beside
 * it: a process that ends their whole group.
 */
function devProgram(root: string): Program {
  const argv = [join(root, 'node_modules/next/dist/bin/next'), 'dev', '--hostname', '127.0.0.1']
  const code = `
    const next = require('node:child_process').spawn(process.execPath, ${JSON.stringify(argv)}, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
    const end = () => { try { process.kill(-next.pid) } catch {} process.exit(0) }
    next.on('exit', code => process.exit(code ?? 1))
    process.on('SIGTERM', end).on('SIGINT', () => {})
    process.stdin.on('close', end).resume()`
  return { folder: root, args: ['--eval', code] }
}

/** Another server, started before the last build, may still serve the copy before: the newest few stay. */
async function removeOldCopies(copies: string, current: string): Promise<void> {
  const others = (await readdir(copies)).filter(name => name !== current)
  const dated = await Promise.all(others.map(async name => ({ name, atMs: (await stat(join(copies, name))).mtimeMs })))
  dated.sort((a, b) => b.atMs - a.atMs)
  for (const { name } of dated.slice(COPIES_KEPT)) await rm(join(copies, name), { recursive: true, force: true })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Next says nothing a machine can wait for; the first answer is the sign. */
async function untilServing(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_MS
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/icon.svg`, { signal: AbortSignal.timeout(READY_MS) })
      await response.arrayBuffer()
      return
    } catch (fault) {
      if (hasEnded(child)) throw new Error('the web process ended before it served', { cause: fault })
      if (performance.now() > deadline) throw new Error('the pages were not served in time', { cause: fault })
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
