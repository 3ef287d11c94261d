import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Logger } from '../platform/logger.ts'
import type { Engine, OwnedBox } from './engine.ts'

const OWNER = 'glovebox.owner'
const HOST = 'glovebox.host'
const PROCESS = 'glovebox.process'
/** A box of ours that nobody holds may be one that is being made right now; older than this it is a leak. */
const LEAK_AGE_MS = 45_000
const REAP_EVERY_MS = 15_000

/** Who makes boxes: one server process. Written on every box, so that any later server can tell whether the maker still lives. */
export type Owner = { readonly id: string; readonly labels: Readonly<Record<string, string>> }

function readOr(read: () => string, otherwise: string): string {
  try {
    return read().trim()
  } catch {
    return otherwise
  }
}

/** Names this machine as process numbers mean it: host name, boot and process namespace. */
function hostIdentity(): string {
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'), 'no-boot-id')
  const namespace = readOr(() => readlinkSync('/proc/self/ns/pid'), 'no-namespace')
  return `${hostname()} ${boot} ${namespace}`
}

/** Names a living process beyond its number, which the kernel gives out again: pid and start time. Null when there is none. */
function processIdentity(pid: number): string | null {
  try {
    // Field 22 of /proc/pid/stat is the start time (proc(5)); the name in field 2 may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    try {
      process.kill(pid, 0)
      return `${pid} -`
    } catch (fault) {
      return (fault as NodeJS.ErrnoException).code === 'EPERM' ? `${pid} -` : null
    }
  }
}

export function createOwner(): Owner {
  const id = randomUUID()
  return { id, labels: { [OWNER]: id, [HOST]: hostIdentity(), [PROCESS]: processIdentity(process.pid) ?? `${process.pid} -` } }
}

/**
 * Whether a box has lost its owner. A box of another machine (a shared engine) is left alone while it runs: nobody here can know whether
 * its server lives, and when that server goes, the box stops by itself.
 */
export function isOrphan(box: OwnedBox, owner: Owner, held: (id: string) => boolean, nowMs: number): boolean {
  if (box.labels[OWNER] === owner.id) return !held(box.id) && nowMs - box.createdMs > LEAK_AGE_MS
  // One that does not run may be about to: its server is making it, if it lives.
  const ended = !box.running && nowMs - box.createdMs > LEAK_AGE_MS
  if (ended || box.labels[HOST] !== owner.labels[HOST]) return ended
  const maker = box.labels[PROCESS] ?? ''
  const pid = Number(maker.split(' ')[0])
  return !Number.isInteger(pid) || pid <= 0 || processIdentity(pid) !== maker
}

/** Removes boxes whose owner is gone, once at the start and then again and again. */
export class Reaper {
  readonly #engine: Engine
  readonly #owner: Owner
  readonly #held: (id: string) => boolean
  readonly #log: Logger
  #timer: NodeJS.Timeout | null = null

  constructor(deps: { engine: Engine; owner: Owner; held: (id: string) => boolean; log: Logger }) {
    this.#engine = deps.engine
    this.#owner = deps.owner
    this.#held = deps.held
    this.#log = deps.log
  }

  /** Reaps once, then keeps reaping until `stop()`. */
  async start(): Promise<void> {
    await this.reap()
    this.#timer = setInterval(() => void this.reap(), REAP_EVERY_MS).unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** Returns how many boxes were removed. A fault is logged, not thrown: there is a next time. */
  async reap(): Promise<number> {
    try {
      const now = Date.now()
      const orphans = (await this.#engine.listOwned()).filter(box => isOrphan(box, this.#owner, this.#held, now))
      await Promise.all(orphans.map(box => this.#engine.remove(box.id)))
      if (orphans.length > 0) this.#log.info({ boxes: orphans.length }, 'removed boxes without an owner')
      return orphans.length
    } catch (fault) {
      this.#log.warn({ err: fault }, 'could not look for boxes without an owner')
      return 0
    }
  }
}
