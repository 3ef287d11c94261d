import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerClient } from '../../server/engine/detect.ts'
import type { PrivateEngine } from '../../server/test-engine.ts'
import { Tab } from '../attacks/client.ts'
import { type RunningServer, startServer } from '../server.ts'

const SETTLE_MS = 75_000
const LOOK_MS = 250
const RUN_MS = 30_000
const PAGE_MS = 20_000

export type Health = {
  readonly ready: boolean
  readonly why: string
  readonly sessions: number
  readonly boxes: { readonly boxes: number; readonly warm: number; readonly waiting: number }
}

/** A server on an engine of its own: what chaos is let loose on. */
export class Place implements AsyncDisposable {
  readonly engine: PrivateEngine
  readonly #env: Readonly<Record<string, string>>
  server: RunningServer

  private constructor(engine: PrivateEngine, env: Readonly<Record<string, string>>, server: RunningServer) {
    this.engine = engine
    this.#env = env
    this.server = server
  }

  static async open(engine: PrivateEngine, env: Readonly<Record<string, string>>): Promise<Place> {
    const whole = { ...env, DOCKER_HOST: engine.endpoint.address }
    return new Place(engine, whole, await startServer(whole))
  }

  get url(): string {
    return this.server.url
  }

  get pid(): number {
    return this.server.process.pid ?? 0
  }

  /** Whether the server is still there. */
  get alive(): boolean {
    const { exitCode, signalCode } = this.server.process
    return exitCode === null && signalCode === null
  }

  /** Starts another server where the one before was ended. */
  async restart(): Promise<void> {
    this.server = await startServer({ ...this.#env })
  }

  async health(): Promise<Health> {
    return (await (await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(15_000) })).json()) as Health
  }

  /** Whether health comes to say so; an answer is kept for some seconds. */
  async says(wanted: (health: Health) => boolean): Promise<boolean> {
    for (let tries = 0; tries < 40; tries++) {
      if (wanted(await this.health())) return true
      await sleep(LOOK_MS)
    }
    return false
  }

  /** Whether the pages are served. */
  async page(): Promise<boolean> {
    const answer = await fetch(this.url, { signal: AbortSignal.timeout(PAGE_MS) }).catch(() => null)
    return answer?.status === 200
  }

  /** Runs a program that prints HELD, in a session of its own. */
  async honestRun(): Promise<string> {
    try {
      using tab = await Tab.open(this.url)
      const end = await tab.run([{ name: 'main.py', content: 'print("HELD")' }], { withinMs: RUN_MS })
      return end.held ? '' : (end.refusal ?? end.report?.reason ?? 'no end')
    } catch (fault) {
      return (fault as Error).message
    }
  }

  /** Containers that the engine has, running or not. */
  async boxes(): Promise<number> {
    return (await dockerClient(this.engine.endpoint, 10_000).listContainers({ all: true })).length
  }

  /** The shims that hold a box. One whose box is gone is empty: containerd forgets some of them when it is killed itself, and nothing runs in them. */
  async shims(): Promise<{ readonly holding: readonly number[]; readonly empty: readonly number[] }> {
    const holding: number[] = []
    const empty: number[] = []
    for (const { pid, command } of await this.engine.processes()) {
      if (!/^\S*containerd-shim/.test(command)) continue
      const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
      const children = await Promise.all(threads.map(thread => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')))
      if (children.join('').trim() === '') empty.push(pid)
      else holding.push(pid)
    }
    return { holding, empty }
  }

  /** Open descriptors and resident memory of the server. */
  async figures(): Promise<{ readonly descriptors: number; readonly megabytes: number }> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8')
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    return { descriptors: (await readdir(`/proc/${this.pid}/fd`)).length, megabytes: Math.round(kilobytes / 1024) }
  }

  /**
   * Waits until all is as if nothing had happened: the server is ready, serves a page and an honest run, holds no session, and the engine has
   * exactly the boxes that the server knows of, each of them running. Gives what is wrong at the end of its patience, or nothing.
   */
  async settles(): Promise<string> {
    const deadline = performance.now() + SETTLE_MS
    let wrong = ''
    while (performance.now() < deadline) {
      if (!this.alive) return 'the server has ended'
      wrong = await this.#wrong().catch(fault => (fault as Error).message)
      if (wrong === '') return ''
      await sleep(LOOK_MS)
    }
    return wrong
  }

  async #wrong(): Promise<string> {
    const health = await this.health()
    if (!health.ready) return `not ready: ${health.why}`
    if (!(await this.page())) return 'the page is not served'
    if (health.sessions > 0) return `${health.sessions} sessions are left`
    const [boxes, shims] = [await this.boxes(), (await this.shims()).holding.length]
    const known = (await this.health()).boxes.boxes
    if (boxes !== known) return `the engine has ${boxes} boxes, the server knows ${known}`
    if (shims !== boxes) return `${shims} boxes run, the engine has ${boxes}`
    return this.honestRun()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop()
  }
}
