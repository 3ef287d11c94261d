import type { Readable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type Docker from 'dockerode'

export type ImageBuild = {
  readonly tag: string
  /** A tar of the build context. */
  readonly context: NodeJS.ReadableStream
  readonly dockerfile: string
  /** Stage to stop at; the last one when absent. */
  readonly target?: string
  readonly args: Readonly<Record<string, string>>
  /** Gives the build up: the engine ends what runs for it and removes it. */
  readonly signal?: AbortSignal
}

type Progress = { stream?: string; status?: string; error?: string; errorDetail?: { message?: string } }

/** A line without an end is cut down to this. */
const LINE_CHARS = 4096

/** The engine's images. Used when profiles are built, and to look an image up. */
export class DockerImages {
  readonly #docker: Docker

  constructor(docker: Docker) {
    this.#docker = docker
  }

  /** The image's id, or null when the engine does not have it. */
  async find(reference: string): Promise<string | null> {
    try {
      return (await this.#docker.getImage(reference).inspect()).Id
    } catch (fault) {
      if ((fault as { statusCode?: number }).statusCode === 404) return null
      throw fault
    }
  }

  /** Pulls an image, or resolves to false when no registry gives it in time. */
  async pull(reference: string, timeoutMs: number, onLine: (line: string) => void): Promise<boolean> {
    const abort = AbortSignal.timeout(timeoutMs)
    try {
      const stream = await this.#docker.pull(reference, { abortSignal: abort })
      await this.#follow(stream, onLine)
      return true
    } catch {
      return false
    }
  }

  /** Makes an image of a root file system given as a tar. */
  async importRoot(tar: Readable, tag: string): Promise<void> {
    const [repo, version] = split(tag)
    const stream = await this.#docker.importImage(tar as unknown as string, { repo, tag: version })
    let id: string | undefined
    await this.#follow(stream as unknown as NodeJS.ReadableStream, line => {
      id = /[0-9a-f]{64}/.exec(line)?.[0] ?? id
    })
    // Podman gives every import the tag `latest`, whatever was asked for.
    if (id && !(await this.find(tag))) await this.tag(id, tag)
  }

  async tag(reference: string, tag: string): Promise<void> {
    const [repo, version] = split(tag)
    await this.#docker.getImage(reference).tag({ repo, tag: version })
  }

  /** Builds an image with the classic builder. Rejects with the last lines of its output when a step fails. */
  async build(build: ImageBuild, onLine: (line: string) => void): Promise<void> {
    const recent: string[] = []
    const stream = await this.#docker.buildImage(build.context, {
      t: build.tag,
      dockerfile: build.dockerfile,
      buildargs: { ...proxies(), ...build.args },
      // The host's own network, as a package mirror on it may be reachable from nowhere else. Only our Dockerfile runs here.
      networkmode: 'host',
      forcerm: true,
      ...(build.target ? { target: build.target } : {}),
      labels: { 'glovebox.image': '1' },
      ...(build.signal ? { abortSignal: build.signal } : {}),
    })
    try {
      await this.#follow(stream, line => {
        recent.push(line)
        if (recent.length > 20) recent.shift()
        onLine(line)
      })
    } catch (cause) {
      throw new Error(`building ${build.tag} failed: ${(cause as Error).message}\n${recent.map(line => `    ${line}`).join('\n')}`)
    }
  }

  #follow(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
    // A command's output comes in pieces that end anywhere, with what is an error in colour.
    let rest = ''
    const take = (text: string): void => {
      const lines = (rest + text).split(/\r?\n/)
      rest = (lines.pop() as string).slice(-LINE_CHARS)
      for (const line of lines.map(stripVTControlCharacters)) if (line.trim() !== '') onLine(line.trimEnd())
    }
    return new Promise((resolve, reject) => {
      this.#docker.modem.followProgress(
        stream,
        (fault: Error | null, output: Progress[]) => {
          take('\n')
          const failed = output?.find(entry => entry.error)
          if (fault) reject(fault)
          else if (failed) reject(new Error(failed.errorDetail?.message ?? failed.error))
          else resolve()
        },
        ({ stream: text, status }: Progress) => take(text ?? (status === undefined ? '' : `${status}\n`)),
      )
    })
  }
}

function split(tag: string): [string, string] {
  const at = tag.lastIndexOf(':')
  return [tag.slice(0, at), tag.slice(at + 1)]
}

/** Builds see the host's proxy settings; they are build arguments that Docker knows by itself and keeps out of the image. */
function proxies(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']
  return Object.fromEntries(names.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))
}
