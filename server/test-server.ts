import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { type App, type AppDeps, createApp } from './app.ts'
import { fakeAgent } from './box/fake-agent.ts'
import type { Engine } from './engine/engine.ts'
import { FakeEngine } from './engine/fake-engine.ts'
import { FakeGrader } from './exercises/fake-grader.ts'
import { type Catalogue, loadCatalogue } from './exercises/format/catalogue.ts'
import { type Config, readConfig } from './platform/config.ts'
import { hashOf } from './platform/hash.ts'
import { type Logger, silentLogger } from './platform/logger.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import type { Profile } from './profiles/profile.ts'
import { decodeFrame, encodeFrame, Stream } from './protocol/frames.ts'
import { type ClientMessage, PROTOCOL_VERSION, ServerMessage } from './protocol/messages.ts'
import { openSqlite } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

/** A profile of the fake agent's scripts. */
export const SCRIPT: Profile = {
  id: 'script',
  title: 'Script',
  editorLanguage: 'plaintext',
  mainFile: 'main.txt',
  extensions: ['.txt'],
  samples: [{ title: 'Hello', files: [{ name: 'main.txt', content: 'print hello' }] }],
  libraries: [],
  compile: null,
  console: null,
  lint: ['compile'],
  format: ['layout', '{name}'],
  tests: null,
  positions: [{ pattern: '^(?<file>[^:]+):(?<line>\\d+): (?<message>.*)$' }],
  piston: { language: 'script', aliases: ['scr'] },
  judge0: [109, 71],
  packages: ['none'],
  build: [],
  run: ['script'],
  standby: 'process',
  version: { argv: ['script', '--version'], pattern: /([\d.]+)/ },
  tier: 'standard',
  env: {},
  runLimits: { cpuMs: 1000, wallMs: 60_000, idleMs: 0, killGraceMs: 10 },
  apiLimits: { cpuMs: 1000, wallMs: 2000, idleMs: 0, killGraceMs: 10, outputBytes: 1024 },
  compileLimits: { cpuMs: 1000, wallMs: 60_000, idleMs: 0, killGraceMs: 10 },
  boxLimits: {
    memoryBytes: 2 ** 26,
    cpus: 1,
    processes: 16,
    workspaceBytes: 1,
    scratchBytes: 1,
    sharedMemoryBytes: 1,
    fileBytes: 1,
    inodes: 1,
    openFiles: 1,
    stackBytes: 1,
  },
}

/** The same, compiled first. It has no image until a test says so. */
export const COMPILED: Profile = {
  ...SCRIPT,
  id: 'compiled',
  title: 'Compiled',
  compile: ['compile'],
  console: ['hang'],
  piston: { language: 'compiled', aliases: [] },
  judge0: [50],
}

export type TestServer = AsyncDisposable & {
  readonly app: App
  readonly engine: FakeEngine
  readonly store: Store
  readonly metrics: Metrics
  readonly port: number
}

/** A whole server in this process, on a port of its own, with an engine in memory. */
export async function startTestServer(
  changes: Partial<Config> = {},
  log: Logger = silentLogger(),
  parts: Pick<Served, 'catalogue' | 'grader' | 'store'> = {},
): Promise<TestServer> {
  const engine = new FakeEngine(fakeAgent)
  return { engine, ...(await serveApp({ engine, profiles: [SCRIPT, COMPILED], image: 'image', ...parts }, changes, log)) }
}

type Served = {
  readonly engine: Engine
  readonly profiles: readonly [Profile, ...Profile[]]
  readonly image: string
  /** Nothing is to be solved when absent. */
  readonly catalogue?: Catalogue | undefined
  /** Grades without boxes when absent. */
  readonly grader?: AppDeps['grader']
  /** Of its own, in memory, when absent. */
  readonly store?: Store
}

/** The same with any engine. The image is the first profile's. */
export async function serveApp(
  { engine, profiles, image, ...parts }: Served,
  changes: Partial<Config> = {},
  log: Logger = silentLogger(),
): Promise<Omit<TestServer, 'engine'>> {
  const config = { ...readConfig({ GLOVEBOX_PORT: '0', GLOVEBOX_MAX_BOXES: '8', GLOVEBOX_WARM_BOXES: '1' }), ...changes }
  const web = { target: { host: '127.0.0.1', port: 1 }, stop: async () => {} }
  const [{ id }] = profiles
  const measure = async () => ({
    profile: id,
    tier: 'standard' as const,
    tierName: 'standard',
    layers: [],
    fault: 'nobody looks at the wall here',
  })
  const metrics = createMetrics()
  const element = async () => Buffer.from('// the element\n')
  const store = parts.store ?? (await openSqlite(':memory:', config.dataBytes))
  const catalogue = parts.catalogue ?? (await loadCatalogue({ folders: [], languages: profiles, log, rescanMs: 0 }))
  const grader = parts.grader ?? (() => new FakeGrader())
  const app = createApp({ config, engine, store, profiles, catalogue, grader, web, element, measure, metrics, dev: false, log })
  await app.setImage(id, image)
  await app.listen()
  return { app, store, metrics, port: (app.server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => app.close() }
}

/** A key for the API. */
export async function makeKey(
  { store }: Pick<TestServer, 'store'>,
  id: string,
  limits: { runsPerHour?: number; atOnce?: number } = {},
): Promise<string> {
  const key = `gb_${randomBytes(32).toString('base64url')}`
  await store.keys.add({ id, name: id, hash: hashOf(key), runsPerHour: null, atOnce: null, ...limits }, 1)
  return key
}

/** A browser's end of the protocol, for tests. */
export class TestClient implements Disposable {
  readonly socket: WebSocket
  readonly messages: ServerMessage[] = []
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  #output = Buffer.alloc(0)
  #wake: () => void = () => {}

  constructor(port: number, headers: Record<string, string> = { origin: `http://127.0.0.1:${port}` }) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers })
    this.socket.on('error', () => {})
    this.closed = new Promise(resolve => {
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString('utf8') })
        this.#wake()
      })
    })
    this.socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) {
        const frame = decodeFrame(data)
        if (frame?.stream === Stream.terminal) this.#output = Buffer.concat([this.#output, frame.bytes])
      } else this.messages.push(ServerMessage.parse(JSON.parse(data.toString('utf8'))))
      this.#wake()
    })
  }

  /** Connects and says hello. */
  static async open(port: number, resume: { session: string; run: number; received: number } | null = null): Promise<TestClient> {
    const client = new TestClient(port)
    await client.opened()
    client.send({ type: 'hello', protocol: PROTOCOL_VERSION, resume })
    await client.message('welcome')
    return client
  }

  opened(): Promise<unknown> {
    return new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject))
  }

  get output(): string {
    return this.#output.toString('latin1')
  }

  get outputBytes(): number {
    return this.#output.length
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  run(run: number, source: string, profile: Pick<Profile, 'id' | 'mainFile'> = SCRIPT): void {
    this.send({ type: 'run', run, ...sources(profile, source), args: [], size: { cols: 80, rows: 24 } })
  }

  check(request: number, source: string, profile: Pick<Profile, 'id' | 'mainFile'> = SCRIPT): void {
    this.send({ type: 'check', request, ...sources(profile, source) })
  }

  type(run: number, text: string): void {
    this.socket.send(encodeFrame(Stream.stdin, run, Buffer.from(text)))
  }

  /** The first message of a type, now or later. */
  message<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    return this.until(() => this.messages.find(message => message.type === type)) as Promise<Extract<ServerMessage, { type: T }>>
  }

  /** The exit report of a run. */
  async finished(run: number) {
    const message = await this.until(() =>
      this.messages.find(candidate => candidate.type === 'work' && candidate.work.phase === 'finished' && candidate.work.run === run),
    )
    if (message.type !== 'work' || message.work.phase !== 'finished') throw new Error('not a finished run')
    return message.work.report
  }

  /** Resolves as soon as `look` finds something; rejects when the connection closes first. */
  async until<T>(look: () => T | undefined | false | null): Promise<T> {
    for (;;) {
      const found = look()
      if (found) return found
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('the connection closed')
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}

function sources({ id, mainFile }: Pick<Profile, 'id' | 'mainFile'>, content: string) {
  return { profile: id, main: mainFile, files: [{ name: mainFile, content }] }
}

/** For `vi.waitFor`: what comes over a socket comes at once, but not on a machine that stands still for a moment. */
export const WITHIN = { timeout: 50_000 }

/** Waits until something holds; the test's own timeout is the bound. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 10))
}
