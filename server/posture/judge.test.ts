import { describe, expect, it } from 'vitest'
import { readEngineHost } from '../engine/engine-host.ts'
import { harden, type Protections } from '../engine/hardening.ts'
import { SCRIPT } from '../test-server.ts'
import type { Findings, Measured } from './findings.ts'
import { judge, type LayerReport } from './judge.ts'
import { holds, requireWall } from './posture.ts'

const MIB = 1024 * 1024
const host = { ...readEngineHost({ Version: '28' }, { KernelVersion: '6.18.0', MemTotal: 2 ** 34 }), appArmor: true }
const protections: Protections = {
  seccomp: { text: '{}', path: '/s' },
  appArmor: 'glovebox-box',
  cgroupParent: { path: '/glovebox', cpus: 2, memoryBytes: 2 ** 33 },
  disk: { device: '/dev/d', readBytesPerSecond: 1000, writeBytesPerSecond: 1 },
  runtimes: { standard: null, strong: 'runsc' },
}
const limits = {
  ...SCRIPT.boxLimits,
  workspaceBytes: MIB,
  scratchBytes: MIB,
  sharedMemoryBytes: MIB,
  inodes: 10,
  openFiles: 10,
  memoryBytes: 64 * MIB,
}
const wall = harden({ image: 'i', tier: 'standard', limits, labels: {} }, protections)

const look: Findings = {
  uid: 60_101,
  gid: 60_101,
  groups: [60_101],
  uidMap: '0 0 4294967295',
  status: { CapEff: '0000000000000000', CapBnd: '0000000000000000', NoNewPrivs: '1', Seccomp: '2' },
  kernel: 'Linux version 6.18.0 (x)',
  hostname: 'box',
  environment: ['PATH'],
  mounts: [
    { path: '/', kind: 'overlay', options: 'ro,relatime' },
    ...['/code', '/tmp', '/dev/shm'].map(path => ({ path, kind: 'tmpfs', options: 'rw,nosuid,nodev' })),
  ],
  space: Object.fromEntries(['/code', '/tmp', '/dev/shm'].map(path => [path, { bytes: MIB, inodes: 10 }])),
  written: [],
  setId: [],
  devices: [],
  sockets: [],
  interfaces: ['lo'],
  reached: [],
  processes: 2,
  agentOpen: [],
  unmasked: [],
  lsm: 'glovebox-box (enforce)',
  limits: { nofile: 10, fsize: 1, core: 0, stack: 1 },
  namespaces: {},
  descriptors: [],
  calls: { bpf: 1, clone3: 38 },
  diskThrottle: '254:0 1000',
}
const measured: Measured = {
  look,
  forked: 10,
  memory: { bytes: 60 * MIB, reason: 'out_of_memory' },
  spinPercent: 100,
  parent: { holdsBox: true, memoryBytes: 2 ** 33 },
}
const asked = { wall, tier: 'standard' as const, host, missing: [], environment: ['PATH'] }
const failing = (reports: readonly LayerReport[]): string[] =>
  reports.filter(report => report.verdict === 'fails').map(report => report.layer)
const seen = (changes: Partial<Findings>, rest: Partial<Measured> = {}) =>
  judge(asked, { ...measured, look: { ...look, ...changes }, ...rest })

describe('the judgement of a measured wall', () => {
  it('finds a whole wall whole', () => {
    const layers = judge(asked, measured)
    expect(failing(layers)).toEqual([])
    expect(layers.length).toBeGreaterThan(18)
    expect(holds({ profile: 'p', tier: 'standard', tierName: 'standard', layers, fault: null })).toBe(true)
  })

  it.each<[string, Partial<Findings>, Partial<Measured>?]>([
    ['user', { uid: 0 }],
    ['user', { groups: [60_101, 0] }],
    ['capabilities', { status: { ...look.status, CapBnd: '00000000a80425fb' } }],
    ['no new privileges', { status: { ...look.status, NoNewPrivs: '0' } }],
    ['seccomp', { status: { ...look.status, Seccomp: '0' } }],
    ['seccomp', { calls: { bpf: 1, io_uring_setup: 14 } }],
    ['seccomp', { calls: { ptrace: 0 } }],
    ['seccomp', { calls: {} }],
    ['read-only root', { written: ['/var/tmp'] }],
    ['read-only root', { mounts: (look.mounts ?? []).map(mount => ({ ...mount, options: mount.options.replace('ro,', 'rw,') })) }],
    ['scratch folders', { space: { ...look.space, '/tmp': { bytes: 2 ** 34, inodes: 10 } } }],
    ['scratch folders', { space: { ...look.space, '/code': { bytes: MIB, inodes: 1e6 } } }],
    ['set-id programs', { setId: ['/usr/bin/su'] }],
    ['network', { interfaces: ['lo', 'eth0'] }],
    ['network', { reached: ['1.1.1.1'] }],
    ['memory', {}, { memory: { bytes: 2 ** 36, reason: 'no end' } }],
    ['memory', {}, { memory: { bytes: 200 * MIB, reason: 'out_of_memory' } }],
    ['processes', {}, { forked: 4096 }],
    ['processes', {}, { forked: 'no answer' }],
    ['processor', {}, { spinPercent: 190 }],
    ['ulimits', { limits: { ...look.limits, nofile: 1e6 } }],
    ['ulimits', { limits: {} }],
    ['masked paths', { unmasked: ['/proc/keys'] }],
    ['devices, sockets', { devices: ['/dev/sda'] }],
    ['devices, sockets', { sockets: ['/run/docker.sock'] }],
    ['environment', { environment: ['PATH', 'SECRET'] }],
    ['environment', { hostname: 'server-1' }],
    ['agent closed', { agentOpen: ['mem'] }],
    ['agent closed', { descriptors: ['socket:[1]'] }],
    ['AppArmor, SELinux', { lsm: 'unconfined' }],
    ['all boxes together', {}, { parent: { holdsBox: false, memoryBytes: 2 ** 33 } }],
    ['all boxes together', {}, { parent: { holdsBox: true, memoryBytes: 2 ** 63 } }],
  ])('sees that %s does not hold', (layer, changes, rest) => {
    expect(failing(seen(changes, rest))).toEqual([layer])
  })

  it('asks of a stronger tier a kernel that is not the host’s', () => {
    const strong = { ...asked, tier: 'strong' as const, wall: { ...wall, appArmor: null } }
    expect(failing(judge(strong, measured))).toEqual(['own kernel'])
    const own = { ...measured, look: { ...look, kernel: 'Linux version 4.4.0 #1', status: { ...look.status, Seccomp: '0' } } }
    expect(failing(judge(strong, own))).toEqual([])
  })

  it('requires remapped users only of an engine that has them', () => {
    expect(failing(judge({ ...asked, host: { ...host, userNamespaces: true } }, measured))).toEqual(['user namespace'])
    const reports = judge(asked, measured)
    expect(reports.find(report => report.layer === 'user namespace')).toMatchObject({ verdict: 'absent', required: false })
  })

  it('counts what could not be measured as a wall that does not hold', () => {
    const posture = { profile: 'p', tier: 'standard', tierName: 'standard', layers: [], fault: 'no answer' } as const
    expect(holds(posture)).toBe(false)
    expect(() => requireWall(posture)).toThrow(expect.objectContaining({ code: 'wall_fails' }))
  })
})
