import { AppError } from '../platform/app-error.ts'
import type { Tier } from '../protocol/tier.ts'
import type { BoxSpec } from './engine.ts'

/** What of the wall depends on the machine: found once, when the server starts (protections.ts). */
export type Protections = {
  readonly seccomp: SeccompProfile
  /** The AppArmor profile that the kernel has loaded for boxes; null leaves the engine's own. */
  readonly appArmor: string | null
  /** The cgroup that holds all boxes, with a limit for them together; null where the server may not make it. */
  readonly cgroupParent: CgroupParent | null
  /** The disk under the images; null where there is none that can be throttled. */
  readonly disk: DiskThrottle | null
  /** The OCI runtime of each tier; null is the engine's own. A tier that is missing is not to be had. */
  readonly runtimes: Readonly<Partial<Record<Tier, string | null>>>
}

/** The parent's path, as the engine takes it, and what all boxes under it may use together. */
type CgroupParent = { readonly path: string; readonly cpus: number; readonly memoryBytes: number }

export type SeccompProfile = {
  /** The profile itself, as JSON. */
  readonly text: string
  /** Its file, for engines that read it by themselves. */
  readonly path: string
}

export type DiskThrottle = { readonly device: string; readonly readBytesPerSecond: number; readonly writeBytesPerSecond: number }

/** The uid and gid of everything in a box. Debian's policy hands out 60000–64999 on request only, so no account of the host has it. */
const BOX_UID = 60_101

/** A box's wall in our own words: what every engine is asked for. */
export type Wall = {
  readonly user: { readonly uid: number; readonly gid: number }
  readonly capabilities: readonly string[]
  readonly noNewPrivileges: true
  /** The OCI runtime; null is the engine's own. */
  readonly runtime: string | null
  readonly seccomp: SeccompProfile
  readonly appArmor: string | null
  readonly cgroupParent: string | null
  readonly disk: DiskThrottle | null
  readonly readOnlyRoot: true
  readonly scratch: readonly ScratchMount[]
  readonly sharedMemoryBytes: number
  readonly network: 'none'
  readonly ipc: 'private'
  readonly cgroupNamespace: 'private'
  readonly memoryBytes: number
  /** Memory and swap together: equal to memoryBytes, so that there is no swap. */
  readonly memoryAndSwapBytes: number
  readonly cpus: number
  readonly processes: number
  readonly ulimits: readonly { readonly name: string; readonly value: number }[]
  readonly hostname: string
  readonly engineKeepsLogs: false
}

type ScratchMount = {
  readonly path: string
  readonly bytes: number
  readonly inodes: number
  readonly uid: number
  readonly gid: number
  /** Octal, as chmod takes it. */
  readonly mode: string
}

/**
 * Computes the wall of a box (design: "The wall"). Nothing in a spec can leave a layer out: limits are numbers above 0 by their schema, and
 * everything else is fixed here or found on the machine. Throws `tier_missing` for a tier that this server does not have.
 */
export function harden(spec: BoxSpec, protections: Protections): Wall {
  const { limits } = spec
  const runtime = protections.runtimes[spec.tier]
  // A weaker wall than the one that was asked for is never an answer.
  if (runtime === undefined) throw new AppError('tier_missing', `This server has no boxes of the ${spec.tier} tier.`)
  // cgroup v1 takes no quota above the parent's, and one box alone can use no more than all may.
  const parent = protections.cgroupParent
  const memoryBytes = Math.min(limits.memoryBytes, parent?.memoryBytes ?? limits.memoryBytes)
  const owner = { uid: BOX_UID, gid: BOX_UID }
  return {
    user: owner,
    capabilities: [],
    noNewPrivileges: true,
    runtime,
    seccomp: protections.seccomp,
    appArmor: protections.appArmor,
    cgroupParent: parent?.path ?? null,
    disk: protections.disk,
    readOnlyRoot: true,
    scratch: [
      { path: '/code', bytes: limits.workspaceBytes, inodes: limits.inodes, ...owner, mode: '1777' },
      { path: '/tmp', bytes: limits.scratchBytes, inodes: limits.inodes, ...owner, mode: '1777' },
    ],
    sharedMemoryBytes: limits.sharedMemoryBytes,
    network: 'none',
    ipc: 'private',
    cgroupNamespace: 'private',
    memoryBytes,
    memoryAndSwapBytes: memoryBytes,
    cpus: Math.min(limits.cpus, parent?.cpus ?? limits.cpus),
    processes: limits.processes,
    ulimits: [
      { name: 'nofile', value: limits.openFiles },
      { name: 'fsize', value: limits.fileBytes },
      { name: 'core', value: 0 },
      { name: 'stack', value: limits.stackBytes },
    ],
    hostname: 'box',
    engineKeepsLogs: false,
  }
}
