import type Docker from 'dockerode'

type Options = Docker.ContainerCreateOptions

export type Mutation = {
  /** The layer that is taken away, as attacks name it. */
  readonly layer: string
  /** What is asked for instead. */
  readonly change: string
  readonly alter: (options: Options) => Options
  /** Layers of the posture that must be measured as failing; null where it cannot be seen from inside. */
  readonly measured: string | null
}

const host = (options: Options, changes: Record<string, unknown>): Options => ({
  ...options,
  HostConfig: { ...options.HostConfig, ...changes },
})
const security = (options: Options, keep: (option: string) => boolean, add: readonly string[] = []): Options =>
  host(options, { SecurityOpt: [...(options.HostConfig?.SecurityOpt ?? []).filter(keep), ...add] })
const withoutUlimit = (options: Options, ...names: string[]): Options =>
  host(options, { Ulimits: (options.HostConfig?.Ulimits ?? []).filter(limit => !names.includes(limit.Name ?? '')) })
/** Folders in memory without the options that match. */
const scratchWithout = (options: Options, pattern: RegExp): Options => {
  const mounts = Object.entries(options.HostConfig?.Tmpfs ?? {})
  return host(options, {
    Tmpfs: Object.fromEntries(
      mounts.map(([path, text]) => [
        path,
        text
          .split(',')
          .filter(part => !pattern.test(part))
          .join(','),
      ]),
    ),
  })
}

/** Every layer of the wall that an engine is asked for, taken away. */
export const MUTATIONS: readonly Mutation[] = [
  { layer: 'user', change: 'runs as root', alter: options => ({ ...options, User: '0:0' }), measured: 'user' },
  {
    layer: 'capabilities',
    change: 'every capability',
    alter: options => host(options, { CapDrop: [], CapAdd: ['ALL'] }),
    measured: 'capabilities',
  },
  {
    layer: 'no-new-privileges',
    change: 'not set; no filter: it needs it',
    alter: options => security(options, option => option !== 'no-new-privileges' && !option.startsWith('seccomp='), ['seccomp=unconfined']),
    measured: 'no new privileges',
  },
  {
    layer: 'seccomp',
    change: 'unconfined',
    alter: options => security(options, option => !option.startsWith('seccomp='), ['seccomp=unconfined']),
    measured: 'seccomp',
  },
  {
    layer: 'seccomp',
    change: 'the engine’s own default',
    alter: options => security(options, option => !option.startsWith('seccomp=')),
    measured: 'seccomp',
  },
  { layer: 'read-only root', change: 'writable', alter: options => host(options, { ReadonlyRootfs: false }), measured: 'read-only root' },
  { layer: 'scratch folders', change: 'no size', alter: options => scratchWithout(options, /^size=/), measured: 'scratch folders' },
  {
    layer: 'scratch folders',
    change: 'no count of files',
    alter: options => scratchWithout(options, /^nr_inodes=/),
    measured: 'scratch folders',
  },
  {
    layer: 'network',
    change: 'a bridge',
    alter: options => ({ ...host(options, { NetworkMode: 'bridge' }), NetworkDisabled: false }),
    measured: 'network',
  },
  { layer: 'memory', change: 'no limit', alter: options => host(options, { Memory: 0, MemorySwap: 0 }), measured: null },
  { layer: 'processes', change: 'no limit', alter: options => host(options, { PidsLimit: 0 }), measured: 'processes' },
  { layer: 'processor', change: 'no quota', alter: options => host(options, { NanoCpus: 0 }), measured: 'processor' },
  { layer: 'ulimits', change: 'none', alter: options => withoutUlimit(options, 'nofile', 'fsize', 'core', 'stack'), measured: 'ulimits' },
  {
    layer: 'masked paths',
    change: 'uncovered',
    alter: options => host(options, { MaskedPaths: [], ReadonlyPaths: [] }),
    measured: 'masked paths',
  },
  { layer: 'cgroup namespace', change: 'the host’s', alter: options => host(options, { CgroupnsMode: 'host' }), measured: null },
  { layer: 'ipc namespace', change: 'the host’s', alter: options => host(options, { IpcMode: 'host' }), measured: 'scratch folders' },
  { layer: 'host name', change: 'the engine’s choice', alter: ({ Hostname: _, ...options }) => options, measured: 'environment' },
  {
    layer: 'devices',
    change: 'one of the host’s',
    alter: options => host(options, { Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm' }] }),
    measured: 'devices, sockets',
  },
  {
    layer: 'all boxes together',
    change: 'the engine’s own cgroup',
    alter: options => host(options, { CgroupParent: '' }),
    measured: 'all boxes together',
  },
]
