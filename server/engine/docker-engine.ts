import type Docker from 'dockerode'
import { AppError } from '../platform/app-error.ts'
import { orAborted } from '../platform/or-aborted.ts'
import type { Tier } from '../protocol/tier.ts'
import { AttachStream } from './demux.ts'
import { dockerClient, type Endpoint } from './detect.ts'
import { attach } from './docker-attach.ts'
import { BOX_LABEL, toDockerOptions } from './docker-options.ts'
import type { BoxEnding, BoxSpec, Engine, EngineBox, OwnedBox } from './engine.ts'
import { type EngineHost, readEngineHost, refusalOf } from './engine-host.ts'
import type { Protections } from './hardening.ts'
import { findProtections, type Missing, type ProtectionSettings } from './protections.ts'

/** A call that is not back by then counts as a dead engine. */
const CALL_MS = 30_000

export type DockerEngineOptions = {
  readonly protections: Protections
  /** For tests that take a layer of the wall away: changes what the engine is asked for. */
  readonly alter?: (options: Docker.ContainerCreateOptions) => Docker.ContainerCreateOptions
}

/** Asks an engine what it is. Rejects with `engine_down` when it does not answer, and when it may not run strangers' code. */
async function inspectEngine(endpoint: Endpoint): Promise<EngineHost> {
  const docker = dockerClient(endpoint, CALL_MS)
  let host: EngineHost
  try {
    host = readEngineHost(await docker.version(), await docker.info())
  } catch (cause) {
    throw new AppError('engine_down', `The container engine at ${endpoint.address} does not answer.`, cause)
  }
  const refusal = refusalOf(host)
  if (refusal) throw new AppError('engine_down', refusal)
  return host
}

/** The engine at an endpoint, with the wall that this machine gives. Rejects with `engine_down`. */
export async function connectDockerEngine(
  endpoint: Endpoint,
  settings: ProtectionSettings,
  alter?: DockerEngineOptions['alter'],
): Promise<{ readonly engine: DockerEngine; readonly missing: readonly Missing[] }> {
  const host = await inspectEngine(endpoint)
  const { protections, missing } = await findProtections(endpoint, host, settings)
  return { engine: new DockerEngine(endpoint, host, { protections, ...(alter ? { alter } : {}) }), missing }
}

export class DockerEngine implements Engine {
  readonly name: string
  readonly host: EngineHost
  readonly #docker: Docker
  readonly #endpoint: Endpoint
  readonly #options: DockerEngineOptions

  constructor(endpoint: Endpoint, host: EngineHost, options: DockerEngineOptions) {
    this.#docker = dockerClient(endpoint, CALL_MS)
    this.#endpoint = endpoint
    this.#options = options
    this.host = host
    this.name = host.name
  }

  get protections(): Protections {
    return this.#options.protections
  }

  tierName(tier: Tier): string | null {
    const runtime = this.#options.protections.runtimes[tier]
    if (runtime === undefined) return null
    return runtime === null ? tier : runtimeName(runtime)
  }

  async ping(signal: AbortSignal): Promise<void> {
    try {
      await orAborted(this.#docker.ping(), signal)
    } catch (cause) {
      throw engineFault('The container engine does not answer.', cause)
    }
  }

  async create(spec: BoxSpec, signal: AbortSignal): Promise<EngineBox> {
    const { protections, alter = options => options } = this.#options
    let container: Docker.Container
    try {
      // Not cut short by the signal: a container made for a caller that has gone would have no one to remove it.
      container = await this.#docker.createContainer(alter(toDockerOptions(spec, protections, this.host.dialect)))
    } catch (cause) {
      throw engineFault('The container engine could not make a box.', cause)
    }
    try {
      signal.throwIfAborted()
      const socket = await attach(this.#endpoint, container.id, signal)
      const box = new DockerBox(this, container, new AttachStream(socket))
      await container.start()
      signal.throwIfAborted()
      return box
    } catch (cause) {
      await this.remove(container.id).catch(() => {
        // The reaper will find it by its labels; the first fault is the one to report.
      })
      throw engineFault('The container engine could not start a box.', cause)
    }
  }

  async listOwned(): Promise<readonly OwnedBox[]> {
    const list = await this.#docker.listContainers({ all: true, filters: { label: [`${BOX_LABEL}=1`] } })
    return list.map(entry => ({
      id: entry.Id,
      running: entry.State === 'running',
      labels: entry.Labels ?? {},
      createdMs: entry.Created * 1000,
    }))
  }

  /** Processor time that a box has used so far, in milliseconds, as the machine's own kernel counts it. Rejects with `engine_down`. */
  async processorMs(id: string): Promise<number> {
    try {
      const stats = await this.#docker.getContainer(id).stats({ stream: false, 'one-shot': true })
      return stats.cpu_stats.cpu_usage.total_usage / 1e6
    } catch (cause) {
      throw engineFault('The container engine does not tell what a box has used.', cause)
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await this.#docker.getContainer(id).remove({ force: true, v: true })
    } catch (fault) {
      // 404: gone already. 409: its removal is under way.
      const status = (fault as { statusCode?: number }).statusCode
      if (status !== 404 && status !== 409) throw engineFault('The container engine could not remove a box.', fault)
    }
  }
}

class DockerBox implements EngineBox {
  readonly id: string
  readonly stream: AttachStream
  readonly #engine: DockerEngine
  readonly #container: Docker.Container
  #destroyed: Promise<void> | null = null

  constructor(engine: DockerEngine, container: Docker.Container, stream: AttachStream) {
    this.id = container.id
    this.stream = stream
    this.#engine = engine
    this.#container = container
    // A stream that breaks is told by 'close'; without a listener 'error' would end the server.
    stream.on('error', () => {})
  }

  diagnostics(): string {
    return this.stream.diagnostics()
  }

  async ending(): Promise<BoxEnding> {
    try {
      await this.#container.wait({ condition: 'not-running', abortSignal: AbortSignal.timeout(5000) })
      const { State } = await this.#container.inspect()
      return { outOfMemory: State.OOMKilled, exitCode: State.ExitCode }
    } catch {
      return { outOfMemory: false, exitCode: null }
    }
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#engine
      .remove(this.id)
      .catch(fault => {
        // The next call tries again.
        this.#destroyed = null
        throw fault
      })
      .finally(() => this.stream.destroy())
    return this.#destroyed
  }
}

/** What people call a runtime. */
function runtimeName(runtime: string): string {
  if (/runsc|gvisor/i.test(runtime)) return 'gVisor'
  if (/kata/i.test(runtime)) return 'Kata'
  return runtime
}

function engineFault(message: string, cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('engine_down', message, cause)
}
