import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineHost } from './engine-host.ts'

/** What all boxes of a machine may use together. */
export type BoxesTogether = {
  /** Null: what the machine has, less a reserve for everything else. */
  readonly memoryBytes: number | null
  /** Null: the same, in processors. */
  readonly cpus: number | null
}

type Made = { readonly path: string; readonly cpus: number; readonly memoryBytes: number }
type CgroupParent = { readonly parent: Made } | { readonly parent: null; readonly why: string; readonly fix: string }

const ROOT = '/sys/fs/cgroup'
const NAME = 'glovebox'
const PERIOD_US = 100_000
/** Half of what a cgroup gets by default (cgroups(7)): where processors are short, the server and the host come first. */
const SHARES = 512
const WEIGHT = 50
/** Processes and threads of all boxes: far below the kernel's own bound (32,768 and more), far above what a class needs. */
const PROCESSES = 16_384
const GIB = 1024 ** 3
const SYSTEMCTL_MS = 10_000

/** Processors and memory that are left to the host: one twentieth, and one eighth or 1 GiB, whichever is more. */
function sharesOf(host: Pick<EngineHost, 'cpus' | 'memoryBytes'>, together: BoxesTogether): { cpus: number; memoryBytes: number } {
  const cpus = together.cpus ?? host.cpus * 0.95
  const memoryBytes = together.memoryBytes ?? Math.max(host.memoryBytes / 2, host.memoryBytes - Math.max(GIB, host.memoryBytes / 8))
  return { cpus, memoryBytes: Math.floor(memoryBytes / 4096) * 4096 }
}

/**
 * Makes the cgroup under which every box of this machine lies, with a limit for all of them together, so that a hundred hostile boxes leave the
 * server and the host responsive. It stays when the server ends: the next one sets it again.
 */
export async function makeCgroupParent(host: EngineHost, local: boolean, together: BoxesTogether): Promise<CgroupParent> {
  const fix =
    'Run the server as root on the machine of the engine; or give the engine a cgroup parent with limits (dockerd --cgroup-parent).'
  if (!local) return { parent: null, why: 'the engine is on another machine', fix }
  if (process.getuid?.() !== 0) return { parent: null, why: 'only root may make a cgroup beside the engine’s', fix }
  const { cpus, memoryBytes } = sharesOf(host, together)
  const quota = Math.round(cpus * PERIOD_US)
  try {
    if (host.cgroupDriver === 'systemd') {
      const unit = `${NAME}.slice`
      await systemctl(['start', unit])
      const limits = [`MemoryMax=${memoryBytes}`, `CPUQuota=${Math.round(cpus * 100)}%`, `CPUWeight=${WEIGHT}`, `TasksMax=${PROCESSES}`]
      await systemctl(['set-property', '--runtime', unit, ...limits])
      return { parent: { path: unit, cpus, memoryBytes } }
    }
    if (host.cgroupVersion === 2) {
      await writeFile(join(ROOT, 'cgroup.subtree_control'), '+cpu +memory +pids')
      const folder = join(ROOT, NAME)
      await mkdir(folder, { recursive: true })
      await set(folder, {
        'memory.max': memoryBytes,
        'memory.swap.max': 0,
        'cpu.max': `${quota} ${PERIOD_US}`,
        'cpu.weight': WEIGHT,
        'pids.max': PROCESSES,
      })
    } else {
      const controllers = {
        memory: { 'memory.limit_in_bytes': memoryBytes },
        cpu: { 'cpu.cfs_period_us': PERIOD_US, 'cpu.cfs_quota_us': quota, 'cpu.shares': SHARES },
        pids: { 'pids.max': PROCESSES },
      }
      for (const [controller, values] of Object.entries(controllers)) {
        const folder = join(ROOT, controller, NAME)
        await mkdir(folder, { recursive: true })
        await set(folder, values)
      }
    }
    return { parent: { path: `/${NAME}`, cpus, memoryBytes } }
  } catch (fault) {
    return { parent: null, why: `the cgroup could not be made: ${(fault as Error).message}`, fix }
  }
}

async function set(folder: string, values: Readonly<Record<string, number | string>>): Promise<void> {
  for (const [file, value] of Object.entries(values)) {
    const path = join(folder, file)
    // Swap may be compiled out, and its files with it.
    if (file === 'memory.swap.max' && !existsSync(path)) continue
    await writeFile(path, String(value))
  }
}

async function systemctl(args: readonly string[]): Promise<void> {
  const child = spawn('systemctl', args, { stdio: 'ignore', timeout: SYSTEMCTL_MS, killSignal: 'SIGKILL' })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`systemctl ${args.join(' ')} failed`)
}

/** Where the kernel shows a parent's memory controller. */
function memoryFolder(parent: string): string {
  const v1 = join(ROOT, 'memory', parent)
  return existsSync(v1) ? v1 : join(ROOT, parent)
}

/** What the kernel says of the parent: its memory limit in bytes, and whether it holds the box with that engine id. */
export async function lookAtParent(parent: string, id: string): Promise<{ readonly holdsBox: boolean; readonly memoryBytes: number }> {
  const folder = memoryFolder(parent)
  const entries = await readdir(folder).catch(() => [])
  const limit = await readFile(join(folder, 'memory.limit_in_bytes'), 'utf8')
    .catch(() => readFile(join(folder, 'memory.max'), 'utf8'))
    .catch(() => '')
  // Named <id>, docker-<id>.scope or libpod-<id>, by engine and driver.
  return { holdsBox: entries.some(entry => entry.includes(id)), memoryBytes: Number(limit) }
}
