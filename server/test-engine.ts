import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerClient, type Endpoint, parseEndpoint } from './engine/detect.ts'

/** gVisor as a runtime of a private engine, without a network of its own. */
export const GVISOR = { path: '/usr/bin/runsc', runtimeArgs: ['--network=none'] }

const START_MS = 60_000
const STOP_MS = 15_000

export type PrivateEngineOptions = {
  readonly kind: 'docker' | 'podman'
  /** Bytes of memory that hold all the engine keeps, so that its disk can be filled; the disk of temporary files when absent. */
  readonly diskBytes?: number
  /** Docker: maps the boxes' users away from the host's. */
  readonly remapUsers?: boolean
  /** Docker: more runtimes, by name, as in daemon.json. */
  readonly runtimes?: Readonly<Record<string, { readonly path: string; readonly runtimeArgs?: readonly string[] }>>
}

/** A container engine of the tests' own: nothing it is told or suffers touches the machine's. Linux and root only. */
export class PrivateEngine implements AsyncDisposable {
  readonly folder: string
  readonly endpoint: Endpoint
  readonly #options: PrivateEngineOptions
  #daemon: ChildProcess | null = null

  private constructor(folder: string, options: PrivateEngineOptions) {
    this.folder = folder
    this.endpoint = parseEndpoint(`unix://${join(folder, 'engine.sock')}`, {})
    this.#options = options
  }

  static async start(options: PrivateEngineOptions): Promise<PrivateEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'glovebox-engine-'))
    if (options.diskBytes) await run('mount', ['-t', 'tmpfs', '-o', `size=${options.diskBytes},mode=711`, 'tmpfs', folder])
    // Remapped users must get through to their part of it.
    await chmod(folder, 0o711)
    const engine = new PrivateEngine(folder, options)
    await engine.start()
    return engine
  }

  /** The daemon's process number. */
  get pid(): number {
    return this.#daemon?.pid ?? 0
  }

  get running(): boolean {
    return this.#daemon !== null && this.#daemon.exitCode === null && this.#daemon.signalCode === null
  }

  /** Starts the daemon, again after it was ended. */
  async start(): Promise<void> {
    const argv = this.#options.kind === 'podman' ? podmanCommand(this.folder) : await dockerCommand(this.folder, this.#options)
    const log = createWriteStream(join(this.folder, 'log'), { flags: 'a' })
    await once(log, 'open')
    // A network namespace of its own: a second daemon would take over the first one's bridge and firewall rules.
    this.#daemon = spawn('unshare', ['--net', ...argv], { cwd: this.folder, stdio: ['ignore', log, log], detached: true })
    await this.answers()
  }

  /** Resolves when the daemon answers. */
  async answers(): Promise<void> {
    const deadline = performance.now() + START_MS
    const client = dockerClient(this.endpoint, 2000)
    while (performance.now() < deadline) {
      if (existsSync(this.endpoint.request.socketPath as string) && (await client.ping().catch(() => null))) return
      if (!this.running) break
      await sleep(50)
    }
    const log = await readFile(join(this.folder, 'log'), 'utf8')
    throw new Error(`the private engine does not start:\n${log.split('\n').slice(-15).join('\n')}`)
  }

  /** Gives this engine images of another one, under the same names. */
  async copyImages(from: Endpoint, tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      const answer = await dockerClient(this.endpoint, 0).loadImage(await dockerClient(from, 0).getImage(tag).get())
      let said = ''
      for await (const chunk of answer) said += String(chunk)
      if (said.includes('"error"')) throw new Error(`${tag} was not loaded: ${said.slice(-500)}`)
    }
  }

  /** Ends the daemon with a signal and waits until it has. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const daemon = this.#daemon
    if (!daemon || !this.running) return
    const exited = once(daemon, 'exit')
    daemon.kill(signal)
    await Promise.race([exited, sleep(STOP_MS).then(() => daemon.kill('SIGKILL'))])
    await exited
  }

  /** Every process whose command line names this engine's folder: containerd, shims, the runtimes. */
  async processes(): Promise<{ readonly pid: number; readonly command: string }[]> {
    const found: { pid: number; command: string }[] = []
    for (const entry of await readdir('/proc')) {
      const pid = Number(entry)
      if (!Number.isInteger(pid) || pid === process.pid) continue
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()
      if (command.includes(this.folder)) found.push({ pid, command })
    }
    return found
  }

  /** Ends the daemon and all that it started, and removes what it kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    const client = dockerClient(this.endpoint, 10_000)
    if (this.running) {
      const boxes = await client.listContainers({ all: true }).catch(() => [])
      await Promise.allSettled(boxes.map(box => client.getContainer(box.Id).remove({ force: true })))
    }
    await this.end('SIGTERM')
    for (const { pid } of await this.processes()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone by itself.
      }
    }
    await unmountUnder(this.folder)
    if (this.#options.diskBytes) await run('umount', ['--lazy', this.folder])
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function dockerCommand(folder: string, { remapUsers, runtimes }: PrivateEngineOptions): Promise<string[]> {
  const config = {
    'data-root': join(folder, 'data'),
    'exec-root': join(folder, 'exec'),
    pidfile: join(folder, 'pid'),
    hosts: [`unix://${join(folder, 'engine.sock')}`],
    bridge: 'none',
    iptables: false,
    'ip-forward': false,
    ...(remapUsers ? { 'userns-remap': 'default' } : {}),
    ...(runtimes ? { runtimes } : {}),
  }
  await mkdir(config['data-root'], { recursive: true })
  // What a daemon that was killed left behind, and would wait for.
  await rm(config.pidfile, { force: true })
  for (const name of ['containerd.pid', 'containerd.sock', 'containerd.sock.ttrpc', 'containerd-debug.sock'])
    await rm(join(config['exec-root'], 'containerd', name), { force: true })
  const file = join(folder, 'daemon.json')
  await writeFile(file, JSON.stringify(config))
  return ['dockerd', '--config-file', file]
}

function podmanCommand(folder: string): string[] {
  const place = ['--root', join(folder, 'data'), '--runroot', join(folder, 'run'), '--tmpdir', join(folder, 'tmp')]
  // Without systemd neither its cgroups nor its journal are there; runc, since crun of old cannot do with a hybrid of cgroup v1 and v2.
  const host = ['--cgroup-manager', 'cgroupfs', '--events-backend', 'file', '--runtime', 'runc', '--storage-driver', 'overlay']
  return ['podman', ...place, ...host, 'system', 'service', '--time', '0', `unix://${join(folder, 'engine.sock')}`]
}

async function run(program: string, args: readonly string[]): Promise<void> {
  await once(spawn(program, args, { stdio: 'ignore' }), 'close')
}

/** Unmounts what a daemon that was killed left mounted under a folder, the innermost first. */
async function unmountUnder(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map(line => line.split(' ')[1] ?? '')
  for (const path of mounts.filter(candidate => candidate.startsWith(`${folder}/`)).reverse()) {
    await run('umount', ['--lazy', path])
  }
}
