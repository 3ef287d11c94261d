import type Docker from 'dockerode'
import type { BoxSpec } from './engine.ts'
import { harden, type Protections } from './hardening.ts'

/** Which dialect of the Docker API the engine speaks. */
export type Dialect = 'docker' | 'podman'

/** Every box carries this label, so that no list of ours ever holds a container of somebody else. */
export const BOX_LABEL = 'glovebox.box'

/** Says a wall in the words of Docker's API. */
export function toDockerOptions(spec: BoxSpec, protections: Protections, dialect: Dialect): Docker.ContainerCreateOptions {
  const wall = harden(spec, protections)
  const tmpfs = wall.scratch.map(mount => {
    const options = ['rw', 'exec', 'nosuid', 'nodev', `size=${mount.bytes}`, `mode=${mount.mode}`]
    // Podman's parser takes neither of these, and its mounts are root's.
    if (dialect === 'docker') options.push(`nr_inodes=${mount.inodes}`, `uid=${mount.uid}`, `gid=${mount.gid}`)
    return [mount.path, options.join(',')]
  })
  // Podman makes these writable on a read-only root unless they are named.
  if (dialect === 'podman') for (const path of ['/var/tmp', '/run']) tmpfs.push([path, 'ro,nosuid,nodev,noexec,size=4096'])
  // The type lacks CgroupnsMode, which Docker has had since API 1.41.
  const hostConfig: Docker.HostConfig & { CgroupnsMode: 'private' } = {
    NetworkMode: wall.network,
    ReadonlyRootfs: wall.readOnlyRoot,
    CapDrop: ['ALL'],
    CapAdd: [...wall.capabilities],
    Privileged: false,
    SecurityOpt: [
      'no-new-privileges',
      // Docker's API takes the profile itself, Podman's the name of a file on the engine's machine.
      `seccomp=${dialect === 'podman' ? wall.seccomp.path : wall.seccomp.text}`,
      ...(wall.appArmor ? [`apparmor=${wall.appArmor}`] : []),
    ],
    ...(wall.runtime ? { Runtime: wall.runtime } : {}),
    ...(wall.cgroupParent ? { CgroupParent: wall.cgroupParent } : {}),
    ...(wall.disk
      ? {
          BlkioDeviceReadBps: [{ Path: wall.disk.device, Rate: wall.disk.readBytesPerSecond }],
          BlkioDeviceWriteBps: [{ Path: wall.disk.device, Rate: wall.disk.writeBytesPerSecond }],
        }
      : {}),
    Tmpfs: Object.fromEntries(tmpfs),
    ShmSize: wall.sharedMemoryBytes,
    IpcMode: wall.ipc,
    CgroupnsMode: wall.cgroupNamespace,
    Memory: wall.memoryBytes,
    MemorySwap: wall.memoryAndSwapBytes,
    NanoCpus: Math.round(wall.cpus * 1e9),
    PidsLimit: wall.processes,
    Ulimits: [
      ...wall.ulimits.map(({ name, value }) => ({ Name: name, Soft: value, Hard: value })),
      // Podman sets its own default for what is not named, and fails where the host allows less. cgroup pids is the limit that counts.
      ...(dialect === 'podman' ? [{ Name: 'nproc', Soft: 4096, Hard: 4096 }] : []),
    ],
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'none', Config: {} },
    AutoRemove: false,
    Init: false,
  }
  return {
    Image: spec.image,
    Labels: { ...spec.labels, [BOX_LABEL]: '1' },
    User: `${wall.user.uid}:${wall.user.gid}`,
    Hostname: wall.hostname,
    Env: [],
    Tty: false,
    OpenStdin: true,
    // The engine closes the agent's input when the server goes, however it goes; the agent then ends, and the box with it.
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    NetworkDisabled: true,
    HostConfig: hostConfig,
  }
}
