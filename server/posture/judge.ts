import type { EngineHost } from '../engine/engine-host.ts'
import type { Wall } from '../engine/hardening.ts'
import type { Missing } from '../engine/protections.ts'
import type { Tier } from '../protocol/tier.ts'
import { ENOSYS, EPERM, type Findings, type Measured } from './findings.ts'

type Verdict =
  /** Measured, and as it was asked for. */
  | 'holds'
  /** Measured, and weaker than it was asked for. */
  | 'fails'
  /** This machine does not have it. */
  | 'absent'

export type LayerReport = {
  readonly layer: string
  readonly asked: string
  readonly measured: string
  readonly verdict: Verdict
  /** Whether the server may refuse to start without it. */
  readonly required: boolean
  /** What an operator can do; empty when it holds. */
  readonly fix: string
}

export type Asked = {
  readonly wall: Wall
  readonly tier: Tier
  readonly host: EngineHost
  readonly missing: readonly Missing[]
  /** Names that a program's environment may hold. */
  readonly environment: readonly string[]
}

const MIB = 1024 * 1024
/** The kernel keeps memory by the page, the agent needs some, and a box's end comes a step late: so far a measured limit may be off. */
const MEMORY_SLACK = 1.1
/** Percent above its share that busy threads may get in a short measurement: the quota is dealt out by the tenth of a second. */
const CPU_SLACK = 1.6

const OWN_KERNEL = 'The runtime is registered under a name that is not its own: see SECURITY.md, "Stronger walls".'
const ENGINE = 'The engine does not do what it is asked. Update it, or look for settings of its own that override a container’s.'

/** Compares what was asked for with what was measured, layer by layer. Pure. */
export function judge(asked: Asked, measured: Measured): readonly LayerReport[] {
  const { wall, tier, host, missing } = asked
  const { look } = measured
  const reports: LayerReport[] = []
  const add = (layer: string, want: string, got: string, holds: boolean, fix = ENGINE, required = true): void => {
    reports.push({ layer, asked: want, measured: got, verdict: holds ? 'holds' : 'fails', required, fix: holds ? '' : fix })
  }
  const absent = (layer: string, want: string, why: string, fix: string): void => {
    reports.push({ layer, asked: want, measured: why, verdict: 'absent', required: false, fix })
  }

  const identity = `${look.uid}:${look.gid}${(look.groups ?? []).some(group => group !== wall.user.gid) ? ` and groups ${look.groups}` : ''}`
  add('user', `${wall.user.uid}:${wall.user.gid}`, identity, identity === `${wall.user.uid}:${wall.user.gid}`)
  const mapped = !/^0\s+0\s/.test(look.uidMap)
  if (host.userNamespaces) add('user namespace', 'the engine’s remap', mapped ? `mapped (${squeeze(look.uidMap)})` : 'not mapped', mapped)
  else if (mapped) add('user namespace', 'where the engine has it', `mapped (${squeeze(look.uidMap)})`, true)
  else
    absent(
      'user namespace',
      'where the engine has it',
      'the engine does not remap users',
      'dockerd --userns-remap=default (SECURITY.md, "Stronger walls")',
    )
  const capabilities = Object.entries(look.status).filter(([name, value]) => name.startsWith('Cap') && /[^0]/.test(value))
  add(
    'capabilities',
    'none',
    capabilities.length === 0 ? 'none' : capabilities.map(([name, value]) => `${name} ${value}`).join(', '),
    capabilities.length === 0,
  )
  add('no new privileges', 'set', look.status.NoNewPrivs === '1' ? 'set' : 'not set', look.status.NoNewPrivs === '1')
  if (tier === 'standard') judgeCalls(look, add)
  else {
    const own = !look.kernel.includes(host.kernel)
    add('own kernel', 'not the host’s', `${look.kernel.split(' ').slice(0, 3).join(' ')}${own ? '' : ', as the host'}`, own, OWN_KERNEL)
  }
  const root = look.mounts?.find(mount => mount.path === '/')
  const readOnly = root?.options.split(',').includes('ro') === true && look.written.length === 0
  add(
    'read-only root',
    'read-only',
    look.written.length > 0 ? `could write ${few(look.written)}` : (root?.options.slice(0, 2) ?? 'no root'),
    readOnly,
  )
  judgeScratch(asked, look, add)
  add(
    'set-id programs',
    'none',
    look.setId.length === 0 ? 'none' : few(look.setId),
    look.setId.length === 0,
    'Build the images again: npm start -- --rebuild',
  )
  const network = look.reached.length === 0 && look.interfaces.every(name => name === 'lo')
  add('network', 'none', network ? 'loopback only' : `${few(look.interfaces)}; reaches ${few(look.reached)}`, network)
  judgeLimits(asked, measured, add)
  add('masked paths', 'covered', look.unmasked.length === 0 ? 'covered' : `shows ${few(look.unmasked)}`, look.unmasked.length === 0)
  // gVisor shows devices of its own kernel, which lead nowhere.
  const own = tier === 'standard' ? [] : ['/dev/fuse', '/dev/net/tun']
  const devices = [...look.devices, ...look.sockets].filter(path => !own.includes(path))
  add('devices, sockets', 'the default ones', devices.length === 0 ? 'the default ones' : few(devices), devices.length === 0)
  const extra = look.environment.filter(name => !asked.environment.includes(name))
  const named = extra.length === 0 && look.hostname === wall.hostname
  add(
    'environment',
    'a short list, a made-up host name',
    extra.length > 0 ? `also ${few(extra)}` : `${look.environment.length} names, host name ${look.hostname}`,
    named,
  )
  const agent = look.agentOpen.length === 0 && look.descriptors.length === 0 && look.processes <= 2
  add(
    'agent closed',
    'nothing of it can be opened',
    agent ? 'nothing' : `${few([...look.agentOpen, ...look.descriptors])}; ${look.processes} processes`,
    agent,
    'Build the images again: npm start -- --rebuild',
    tier === 'standard',
  )
  judgeMachine(asked, measured, add, absent)
  for (const { layer, why, fix } of missing) absent(NAMES[layer], 'where the machine has it', why, fix)
  return reports
}

type Add = (layer: string, want: string, got: string, holds: boolean, fix?: string, required?: boolean) => void

const NAMES: Readonly<Record<Missing['layer'], string>> = {
  apparmor: 'AppArmor, SELinux',
  'cgroup-parent': 'all boxes together',
  disk: 'disk throttle',
}

/** Every forbidden call must have been refused by the filter, not by luck. */
function judgeCalls(look: Findings, add: Add): void {
  const through = Object.entries(look.calls).filter(([, errno]) => errno !== EPERM && errno !== ENOSYS)
  const count = Object.keys(look.calls).length
  const holds = look.status.Seccomp === '2' && through.length === 0 && count > 0
  const got =
    through.length > 0
      ? `${through.length} of ${count} reach the kernel: ${few(through.map(([name]) => name))}`
      : `mode ${look.status.Seccomp}, ${count} calls refused`
  add(
    'seccomp',
    'filter, every forbidden call refused',
    got,
    holds,
    'The engine does not apply profiles/security/seccomp.json. Check that it was built with seccomp.',
  )
}

function judgeScratch({ wall, tier, host }: Asked, look: Findings, add: Add): void {
  const wanted = [
    ...wall.scratch.map(({ path, bytes, inodes }) => ({ path, bytes, inodes })),
    { path: '/dev/shm', bytes: wall.sharedMemoryBytes, inodes: Number.POSITIVE_INFINITY },
  ]
  const sizes: string[] = []
  let holds = true
  for (const { path, bytes, inodes } of wanted) {
    const space = look.space[path]
    const mount = look.mounts?.findLast(candidate => candidate.path === path)
    // gVisor does not tell the size of a tmpfs, nor keep to a count of files: there the memory limit bounds both. Podman takes no count.
    const countKnown = tier === 'standard' && host.dialect === 'docker'
    const sized =
      space !== undefined &&
      (tier !== 'standard' || space.bytes <= bytes * 1.01) &&
      (!countKnown || space.inodes <= inodes || path === '/dev/shm')
    const options = mount?.options.split(',') ?? []
    const closed = mount !== undefined && (tier !== 'standard' || (options.includes('nosuid') && options.includes('nodev')))
    if (!sized || !closed) holds = false
    sizes.push(`${path} ${mount ? '' : 'no mount of its own, '}${space ? `${Math.round(space.bytes / MIB)} MiB` : 'missing'}`)
  }
  add('scratch folders', wanted.map(({ path, bytes }) => `${path} ${Math.round(bytes / MIB)} MiB`).join(', '), sizes.join(', '), holds)
}

function judgeLimits({ wall, tier }: Asked, { look, forked, memory, spinPercent }: Measured, add: Add): void {
  const out = memory.reason === 'out_of_memory' || memory.reason === 'box_lost'
  add(
    'memory',
    `${Math.round(wall.memoryBytes / MIB)} MiB, no swap`,
    `took ${Math.round(memory.bytes / MIB)} MiB, then ${memory.reason}`,
    out && memory.bytes <= wall.memoryBytes * MEMORY_SLACK,
  )
  // gVisor's own threads count too: its kernel stops or ends, and the box with it, where Linux only refuses.
  const bounded = forked === 'no answer' ? tier !== 'standard' : forked > 0 && forked < wall.processes
  add(
    'processes',
    `${wall.processes} in all`,
    forked === 'no answer' ? 'the box is stuck or ended' : `${forked} more could be made`,
    bounded,
  )
  add('processor', `${wall.cpus * 100} %`, `${spinPercent} %`, spinPercent > 0 && spinPercent <= wall.cpus * 100 * CPU_SLACK)
  const ulimits = wall.ulimits.map(({ name, value }) => ({ name, value, got: look.limits[name] ?? Number.POSITIVE_INFINITY }))
  const got = ulimits.map(limit => `${limit.name} ${limit.got}`).join(', ')
  add(
    'ulimits',
    wall.ulimits.map(({ name, value }) => `${name} ${value}`).join(', '),
    got,
    ulimits.every(limit => limit.got <= limit.value),
    ENGINE,
    tier === 'standard',
  )
}

function judgeMachine(
  { wall, tier, host }: Asked,
  { look, parent }: Measured,
  add: Add,
  absent: (layer: string, want: string, why: string, fix: string) => void,
): void {
  if (wall.appArmor) {
    const confined = look.lsm.startsWith(`${wall.appArmor} (enforce)`)
    if (tier === 'standard') add(NAMES.apparmor, wall.appArmor, look.lsm || 'unconfined', confined)
  } else if (host.seLinux) {
    // Such as system_u:system_r:container_t:s0:c1,c2.
    add(NAMES.apparmor, 'container type', look.lsm || 'none', /:container_(t|kvm_t|init_t):/.test(look.lsm))
  }
  if (wall.cgroupParent && parent) {
    const bounded = Number.isFinite(parent.memoryBytes) && parent.memoryBytes > 0 && parent.memoryBytes < host.memoryBytes
    add(
      NAMES['cgroup-parent'],
      `under ${wall.cgroupParent}`,
      parent.holdsBox ? `under it; ${Math.round(parent.memoryBytes / MIB)} MiB for all` : 'not under it',
      parent.holdsBox && bounded,
    )
  }
  if (wall.disk && tier === 'standard') {
    const rate = String(wall.disk.readBytesPerSecond)
    if (look.diskThrottle.includes(rate)) add(NAMES.disk, `${rate} bytes/s read`, squeeze(look.diskThrottle), true)
    else
      absent(
        NAMES.disk,
        `${rate} bytes/s read`,
        'the kernel shows none in the box',
        'The kernel needs blk-throttle (CONFIG_BLK_DEV_THROTTLING).',
      )
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function few(names: readonly string[]): string {
  const most = 5
  if (names.length === 0) return 'nothing'
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ')
}
