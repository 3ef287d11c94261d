import { existsSync, readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { AppError } from '../platform/app-error.ts'

/** Where an engine listens. */
export type Endpoint = {
  /** For people: "unix:///var/run/docker.sock". */
  readonly address: string
  /** What node:http needs to reach it. */
  readonly request: Pick<RequestOptions, 'socketPath' | 'host' | 'port'> & { ca?: Buffer; cert?: Buffer; key?: Buffer }
  readonly secure: boolean
}

type Environment = Record<string, string | undefined>

/** The usual places of an engine's socket on this machine, in the order they are tried. */
export function usualSockets(environment: Environment): readonly string[] {
  const runtime = environment.XDG_RUNTIME_DIR
  const home = environment.HOME ?? homedir()
  return [
    '/var/run/docker.sock',
    join(home, '.docker/run/docker.sock'), // Docker Desktop
    ...(runtime ? [join(runtime, 'docker.sock')] : []), // rootless Docker
    join(home, '.colima/default/docker.sock'),
    '/run/podman/podman.sock',
    ...(runtime ? [join(runtime, 'podman/podman.sock')] : []),
  ]
}

/** Reads an address such as unix:///var/run/docker.sock or tcp://10.0.0.2:2376. */
export function parseEndpoint(address: string, environment: Environment): Endpoint {
  if (address.startsWith('unix://')) {
    return { address, request: { socketPath: address.slice('unix://'.length) }, secure: false }
  }
  if (!URL.canParse(address)) throw new AppError('engine_down', `DOCKER_HOST is not an address: ${address}`)
  const url = new URL(address)
  if (url.protocol !== 'tcp:' && url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError(
      'engine_down',
      `DOCKER_HOST must start with unix:// or tcp://, not ${url.protocol}//. For ssh, forward the socket first.`,
    )
  }
  const secure = url.protocol === 'https:' || (environment.DOCKER_TLS_VERIFY ?? '') !== ''
  const certificates = environment.DOCKER_CERT_PATH
  return {
    address,
    request: {
      host: url.hostname,
      port: Number(url.port || (secure ? 2376 : 2375)),
      ...(secure && certificates
        ? {
            ca: readFileSync(join(certificates, 'ca.pem')),
            cert: readFileSync(join(certificates, 'cert.pem')),
            key: readFileSync(join(certificates, 'key.pem')),
          }
        : {}),
    },
    secure,
  }
}

/** Finds the engine: DOCKER_HOST when set, else the first usual socket that exists and answers. Rejects with `engine_down`. */
export async function findEndpoint(environment: Environment): Promise<Endpoint> {
  const asked = environment.DOCKER_HOST
  if (asked) return parseEndpoint(asked, environment)
  const faults: string[] = []
  for (const path of usualSockets(environment)) {
    if (!existsSync(path)) continue
    const endpoint = parseEndpoint(`unix://${path}`, environment)
    try {
      await dockerClient(endpoint, 3000).ping()
      return endpoint
    } catch (fault) {
      faults.push(`${path}: ${(fault as Error).message}`)
    }
  }
  const detail = faults.length > 0 ? ` Found, but not answering: ${faults.join('; ')}.` : ''
  throw new AppError('engine_down', `No container engine answers on this machine.${detail} Set DOCKER_HOST or start one.`)
}

/** A dockerode client for an endpoint. `timeoutMs` bounds every call made with it; 0 is no bound. */
export function dockerClient(endpoint: Endpoint, timeoutMs: number): Docker {
  const { socketPath, host, port, ca, cert, key } = endpoint.request
  return new Docker({
    ...(socketPath ? { socketPath } : { host: host ?? '127.0.0.1', port: port ?? 2375, protocol: endpoint.secure ? 'https' : 'http' }),
    ...(ca && cert && key ? { ca, cert, key } : {}),
    ...(timeoutMs > 0 ? { timeout: timeoutMs } : {}),
  })
}
