import type { BoxSpec } from './engine.ts'

/** The uid and gid of everything in a box. Debian's policy hands out 60000–64999 on request only, so no account of the host has it. */
const BOX_UID = 60_101

/** A box's wall in our own words: what every engine is asked for. */
export type Wall = {
  readonly user: { readonly uid: number; readonly gid: number }
  readonly capabilities: readonly string[]
  readonly noNewPrivileges: true
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
 * everything else is fixed here.
 */
export function harden(spec: BoxSpec): Wall {
  const { limits } = spec
  const owner = { uid: BOX_UID, gid: BOX_UID }
  return {
    user: owner,
    capabilities: [],
    noNewPrivileges: true,
    readOnlyRoot: true,
    scratch: [
      { path: '/code', bytes: limits.workspaceBytes, inodes: limits.inodes, ...owner, mode: '1777' },
      { path: '/tmp', bytes: limits.scratchBytes, inodes: limits.inodes, ...owner, mode: '1777' },
    ],
    sharedMemoryBytes: limits.sharedMemoryBytes,
    network: 'none',
    ipc: 'private',
    cgroupNamespace: 'private',
    memoryBytes: limits.memoryBytes,
    memoryAndSwapBytes: limits.memoryBytes,
    cpus: limits.cpus,
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
