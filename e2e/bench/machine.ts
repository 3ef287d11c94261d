import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_MS = 3000
/** Of all processors: what a desktop with nothing to do takes. */
const QUIET = 0.1
/** proc(5): times in /proc/stat are in units of USER_HZ, 100 a second. */
const TICK_MS = 10
const MIB = 1024 * 1024

/** Milliseconds of processor time that the whole machine has used, all processors together. */
export function busyMs(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = cpuLine()
  return (user + nice + system + irq + softirq) * TICK_MS
}

function cpuLine(): number[] {
  return (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number)
}

export type Calm = { readonly quiet: boolean; readonly words: string }

/** Whether nothing else is at work here, with the figures. */
export async function lookAround(): Promise<Calm> {
  const before = cpuLine()
  await sleep(LOOK_MS)
  const spent = cpuLine().map((value, index) => value - (before[index] ?? 0))
  const all = spent.slice(0, 8).reduce((sum, value) => sum + value, 0)
  const idle = (spent[3] ?? 0) + (spent[4] ?? 0)
  // What the hypervisor gave to others, on a machine that is a virtual one.
  const stolen = spent[7] ?? 0
  const busy = 1 - idle / Math.max(1, all)
  const load = loadavg()
    .map(value => value.toFixed(2))
    .join(' ')
  return {
    quiet: busy <= QUIET,
    words: `load average ${load}; ${(busy * 100).toFixed(0)} % busy before anything was measured, ${((stolen / Math.max(1, all)) * 100).toFixed(1)} % stolen`,
  }
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
}

/** Memory that the machine could still give, in MiB: what everything together takes away shows here, the engine's part and the kernel's included. */
export function availableMiB(): number {
  return Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? Number.NaN) / 1024
}

/** What the kernel charges to all boxes together, in MiB; NaN where boxes have no common parent that shows it. */
export function boxesMiB(): number {
  for (const path of ['/sys/fs/cgroup/memory/glovebox/memory.usage_in_bytes', '/sys/fs/cgroup/glovebox/memory.current']) {
    try {
      return Number(readFileSync(path, 'utf8')) / MIB
    } catch {
      // The other version of cgroups, or another driver.
    }
  }
  return Number.NaN
}
