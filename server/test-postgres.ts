import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { postgresPrograms } from './setup/system.ts'

/** A PostgreSQL server of the tests' own, reached by a socket in a folder that is closed to others. Linux and root only: it runs as `postgres`. */
export class PrivatePostgres implements AsyncDisposable {
  readonly #folder: string
  readonly #server: ChildProcess

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder
    this.#server = server
  }

  static async start(): Promise<PrivatePostgres> {
    const programs = postgresPrograms()
    if (programs === null) throw new Error('There is no PostgreSQL here: npm test installs it.')
    const user = await accountOf('postgres')
    const folder = await mkdtemp(join(tmpdir(), 'glovebox-postgres-'))
    await chown(folder, user.uid, user.gid)
    const as = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } }
    const data = join(folder, 'data')
    const made = spawn(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      ...as,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [code] = await once(made, 'close')
    if (code !== 0) throw new Error(`initdb failed (${code})`)
    const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses='], {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const said: string[] = []
    const ended = once(server, 'exit').then(() => false)
    const ready = new Promise<boolean>(resolve => {
      createInterface({ input: server.stderr }).on('line', line => {
        said.push(line)
        if (line.includes('ready to accept connections')) resolve(true)
      })
    })
    if (!(await Promise.race([ready, ended]))) throw new Error(`PostgreSQL does not start:\n${said.slice(-10).join('\n')}`)
    return new PrivatePostgres(folder, server)
  }

  /** An empty database. */
  async createDatabase(name: string): Promise<string> {
    const made = spawn(join(postgresPrograms() ?? '', 'createdb'), ['-h', this.#folder, '-U', 'postgres', name], { stdio: 'inherit' })
    const [code] = await once(made, 'close')
    if (code !== 0) throw new Error(`createdb failed (${code})`)
    return `postgres://postgres@${encodeURIComponent(this.#folder)}/${name}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#server, 'exit')
    // Cuts off whoever is still connected.
    this.#server.kill('SIGINT')
    await exited
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function accountOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find(entry => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error(`There is no account ${name} here.`)
  return { uid: Number(uid), gid: Number(gid) }
}
