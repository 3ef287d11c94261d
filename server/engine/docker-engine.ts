import type Docker from 'dockerode'
import { AppError } from '../platform/app-error.ts'
import { AttachStream } from './demux.ts'
import { dockerClient, type Endpoint } from './detect.ts'
import { attach } from './docker-attach.ts'
import { BOX_LABEL, type Dialect, toDockerOptions } from './docker-options.ts'
import type { BoxEnding, BoxSpec, Engine, EngineBox, OwnedBox } from './engine.ts'

/** A call that is not back by then counts as a dead engine. */
const CALL_MS = 30_000

/** Connects to a Docker-compatible engine. Rejects with `engine_down` when it does not answer. */
export async function connectDockerEngine(endpoint: Endpoint): Promise<Engine> {
  const docker = dockerClient(endpoint, CALL_MS)
  let version: { Version?: string; Components?: readonly { Name: string; Version: string }[] }
  try {
    version = (await docker.version()) as typeof version
  } catch (cause) {
    throw new AppError('engine_down', `The container engine at ${endpoint.address} does not answer.`, cause)
  }
  const podman = version.Components?.find(component => component.Name === 'Podman Engine')
  return podman
    ? new DockerEngine(docker, endpoint, 'podman', `Podman ${podman.Version}`)
    : new DockerEngine(docker, endpoint, 'docker', `Docker ${version.Version ?? 'of unknown version'}`)
}

class DockerEngine implements Engine {
  readonly name: string
  readonly #docker: Docker
  readonly #endpoint: Endpoint
  readonly #dialect: Dialect

  constructor(docker: Docker, endpoint: Endpoint, dialect: Dialect, name: string) {
    this.#docker = docker
    this.#endpoint = endpoint
    this.#dialect = dialect
    this.name = name
  }

  async ping(signal: AbortSignal): Promise<void> {
    try {
      await raceAbort(this.#docker.ping(), signal)
    } catch (cause) {
      throw engineFault('The container engine does not answer.', cause)
    }
  }

  async create(spec: BoxSpec, signal: AbortSignal): Promise<EngineBox> {
    let container: Docker.Container
    try {
      // Not cut short by the signal: a container made for a caller that has gone would have no one to remove it.
      container = await this.#docker.createContainer(toDockerOptions(spec, this.#dialect))
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
    this.#destroyed ??= this.#engine.remove(this.id).finally(() => this.stream.destroy())
    return this.#destroyed
  }
}

function engineFault(message: string, cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('engine_down', message, cause)
}

/** The promise's outcome, or the signal's reason when that comes first. */
function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    promise.then(resolve, reject)
  })
}
