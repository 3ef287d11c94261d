import { existsSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Config } from '../platform/config.ts'
import type { Tier } from '../protocol/tier.ts'
import { loadAppArmorProfile } from './app-armor.ts'
import { type BoxesTogether, makeCgroupParent } from './cgroup.ts'
import type { Endpoint } from './detect.ts'
import type { EngineHost } from './engine-host.ts'
import type { DiskThrottle, Protections, SeccompProfile } from './hardening.ts'

export type ProtectionSettings = {
  /** The repository's `profiles/security`. */
  readonly folder: string
  readonly strongRuntime: string
  readonly vmRuntime: string
  readonly together: BoxesTogether
}

/** The settings that the configuration gives. `root` is the repository. */
export function protectionSettings(config: Config, root: string): ProtectionSettings {
  return {
    folder: join(root, 'profiles/security'),
    strongRuntime: config.strongRuntime,
    vmRuntime: config.vmRuntime,
    together: { memoryBytes: config.boxesMemoryBytes, cpus: config.boxesCpus },
  }
}

/** A layer that this machine does not give, in words for its operator. */
export type Missing = { readonly layer: 'apparmor' | 'cgroup-parent' | 'disk'; readonly why: string; readonly fix: string }

/** One box's share of the disk under the images. Nothing in a box can be written to it; programs are read from it once, then cached. */
const READ_BYTES_PER_SECOND = 100 * 1024 * 1024
const WRITE_BYTES_PER_SECOND = 10 * 1024 * 1024

/** Finds what of the wall depends on the machine, and loads or makes what has to be there before the first box. */
export async function findProtections(
  endpoint: Endpoint,
  host: EngineHost,
  settings: ProtectionSettings,
): Promise<{ readonly protections: Protections; readonly missing: readonly Missing[] }> {
  const missing: Missing[] = []
  const local = isLocal(endpoint, host)
  const seccomp = await readSeccompProfile(join(settings.folder, 'seccomp.json'))
  const appArmor = await loadAppArmorProfile(join(settings.folder, 'apparmor'), host, local)
  if (appArmor.profile === null) missing.push({ layer: 'apparmor', why: appArmor.why, fix: appArmor.fix })
  const parent = await makeCgroupParent(host, local, settings.together)
  if (parent.parent === null) missing.push({ layer: 'cgroup-parent', why: parent.why, fix: parent.fix })
  const disk = local ? await findDisk(host.dataFolder) : null
  if (!disk) {
    const why = local ? 'the images do not lie on a disk that can be throttled' : 'the engine is on another machine'
    missing.push({ layer: 'disk', why, fix: 'Nothing a program writes reaches a disk: this layer only bounds reading.' })
  }
  const runtimes: Partial<Record<Tier, string | null>> = { standard: null }
  if (host.runtimes.includes(settings.strongRuntime)) runtimes.strong = settings.strongRuntime
  // Docker takes the name of a containerd shim without listing it (io.containerd.kata.v2).
  if (settings.vmRuntime !== '' && (host.runtimes.includes(settings.vmRuntime) || settings.vmRuntime.startsWith('io.containerd.')))
    runtimes.vm = settings.vmRuntime
  return { protections: { seccomp, appArmor: appArmor.profile, cgroupParent: parent.parent, disk, runtimes }, missing }
}

/** Whether the engine's machine is this one, so that what is written here counts for its boxes. */
function isLocal(endpoint: Endpoint, host: EngineHost): boolean {
  return process.platform === 'linux' && endpoint.request.socketPath !== undefined && host.dataFolder !== '' && existsSync(host.dataFolder)
}

/** Reads the seccomp profile. What is sent to the engine for every box leaves the comments out. */
async function readSeccompProfile(path: string): Promise<SeccompProfile> {
  const profile = JSON.parse(await readFile(path, 'utf8')) as { syscalls: { comment?: string }[] }
  return { path, text: JSON.stringify({ ...profile, syscalls: profile.syscalls.map(({ comment: _, ...rule }) => rule) }) }
}

/** The whole disk that a folder lies on. The kernel throttles disks, not their partitions, and no file systems that make up their own devices. */
async function findDisk(folder: string): Promise<DiskThrottle | null> {
  try {
    const { dev } = await stat(folder)
    // The kernel's encoding of device numbers (makedev(3)).
    const major = ((dev >> 8) & 0xfff) | 0
    const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00)
    let path = await realpath(`/sys/dev/block/${major}:${minor}`)
    if (existsSync(join(path, 'partition'))) path = dirname(path)
    const device = `/dev/${basename(path).replaceAll('!', '/')}`
    if (!(await stat(device)).isBlockDevice()) return null
    return { device, readBytesPerSecond: READ_BYTES_PER_SECOND, writeBytesPerSecond: WRITE_BYTES_PER_SECOND }
  } catch {
    return null
  }
}
