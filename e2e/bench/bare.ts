import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { ContainerCreateOptions } from 'dockerode'
import { dockerClient, type Endpoint } from '../../server/engine/detect.ts'
import { ECHO, FLOOD } from './programs.ts'

const WITHIN_MS = 120_000

/**
 * Measures the same interpreter without Glovebox: from the same image, so that it is the same build on every machine, in a plain container without
 * filter, limit or network, whose own cost is paid before the clock starts. Resolves with what bare.py prints.
 */
export async function measureBare<T>(
  endpoint: Endpoint,
  image: string,
  what: 'first_byte' | 'throughput' | 'echo' | 'flood',
  amount: number,
): Promise<T> {
  return inContainer<T>(endpoint, {
    Image: image,
    // The image's own is the agent.
    Entrypoint: ['/usr/bin/python3', '-c'],
    Cmd: [await readFile(join(import.meta.dirname, 'bare.py'), 'utf8'), what, String(amount)],
    Env: [`ECHO=${ECHO}`, `FLOOD=${FLOOD}`],
  })
}

/** What is measured with the probe, which every image has (profiles/agent/probe/bare.go). */
export type BareCommand = {
  readonly files: readonly { readonly name: string; readonly content: string }[]
  /** Entered once before. */
  readonly prepare?: string
  /** What is entered in the shell. */
  readonly line: string
  readonly samples: number
}

/** Somebody reads what was printed before they run the program again, in a shell as in a box. */
export const READING_MS = 150

/** Milliseconds from entering a line in an interactive shell, in a terminal in a container of an image, to its first byte, without Glovebox, as above. */
export function measureCommand(
  endpoint: Endpoint,
  image: string,
  env: Readonly<Record<string, string>>,
  command: BareCommand,
): Promise<number[]> {
  return inContainer<number[]>(endpoint, {
    Image: image,
    Entrypoint: ['/glovebox-probe'],
    Cmd: ['bare'],
    Env: [...Object.entries(env).map(([name, value]) => `${name}=${value}`), `BARE=${JSON.stringify({ ...command, pauseMs: READING_MS })}`],
  })
}

async function inContainer<T>(endpoint: Endpoint, options: ContainerCreateOptions): Promise<T> {
  const docker = dockerClient(endpoint, WITHIN_MS)
  const container = await docker.createContainer({
    ...options,
    NetworkDisabled: true,
    HostConfig: { SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'], LogConfig: { Type: 'none', Config: {} } },
  })
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true })
    const [out, err] = [new PassThrough(), new PassThrough()]
    docker.modem.demuxStream(stream, out, err)
    stream.on('end', () => out.end() && err.end())
    const texts = Promise.all([textOf(out), textOf(err)])
    await container.start()
    const { StatusCode } = (await container.wait()) as { StatusCode: number }
    const [text, fault] = await texts
    if (StatusCode !== 0) throw new Error(`the bare measurement failed: ${fault}`)
    return JSON.parse(text) as T
  } finally {
    await container.remove({ force: true })
  }
}

async function textOf(stream: PassThrough): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}
