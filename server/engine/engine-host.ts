import { z } from 'zod'
import type { Dialect } from './docker-options.ts'

/** What an engine says of itself and of the machine that it runs on. None of it is proof: posture.ts measures. */
export type EngineHost = {
  /** For people: "Docker 28.2.2". */
  readonly name: string
  readonly dialect: Dialect
  /** It runs without root: its boxes cannot be more than its user is. */
  readonly rootless: boolean
  /** It maps the boxes' users away from the host's (userns-remap). */
  readonly userNamespaces: boolean
  readonly cgroupVersion: 1 | 2
  readonly cgroupDriver: 'cgroupfs' | 'systemd'
  /** Release of its kernel, as uname(1) -r has it. */
  readonly kernel: string
  readonly appArmor: boolean
  readonly seLinux: boolean
  /** OCI runtimes by the names the engine knows them by. */
  readonly runtimes: readonly string[]
  /** Where it keeps its data, as a path of its own machine. */
  readonly dataFolder: string
  readonly cpus: number
  readonly memoryBytes: number
}

const Version = z.object({
  Version: z.string().optional(),
  Components: z.array(z.object({ Name: z.string(), Version: z.string() })).nullish(),
})
const Info = z.object({
  SecurityOptions: z.array(z.string()).nullish(),
  CgroupVersion: z.string().nullish(),
  CgroupDriver: z.string().nullish(),
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  DockerRootDir: z.string().nullish(),
  KernelVersion: z.string().nullish(),
  NCPU: z.number().nullish(),
  MemTotal: z.number().nullish(),
})

/** Reads the answers of `GET /version` and `GET /info` (Docker Engine API). Throws when they are something else. */
export function readEngineHost(version: unknown, info: unknown): EngineHost {
  const { Version: number, Components } = Version.parse(version)
  const said = Info.parse(info)
  const podman = Components?.find(component => component.Name === 'Podman Engine')
  // Such as "name=seccomp,profile=default".
  const security = new Set((said.SecurityOptions ?? []).map(option => /^name=([^,]+)/.exec(option)?.[1]))
  return {
    name: podman ? `Podman ${podman.Version}` : `Docker ${number ?? 'of unknown version'}`,
    dialect: podman ? 'podman' : 'docker',
    rootless: security.has('rootless'),
    userNamespaces: security.has('userns'),
    cgroupVersion: said.CgroupVersion === '2' ? 2 : 1,
    cgroupDriver: said.CgroupDriver === 'systemd' ? 'systemd' : 'cgroupfs',
    kernel: said.KernelVersion ?? '',
    appArmor: security.has('apparmor'),
    seLinux: security.has('selinux'),
    runtimes: Object.keys(said.Runtimes ?? {}),
    dataFolder: said.DockerRootDir ?? '',
    cpus: said.NCPU ?? 0,
    memoryBytes: said.MemTotal ?? 0,
  }
}

/**
 * Why this engine may not run strangers' code, or null when it may. Rootless engines need cgroup v2 to hold any limit: on v1 they start boxes
 * without them and say so only in their own log.
 */
export function refusalOf(host: EngineHost): string | null {
  if (!host.rootless || host.cgroupVersion === 2) return null
  return `${host.name} runs rootless on cgroup v1, where it ignores limits of memory, processor and processes. Use a machine with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or an engine that runs as root.`
}
