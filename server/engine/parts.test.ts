import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tier } from '../protocol/tier.ts'
import { SCRIPT } from '../test-server.ts'
import { AttachStream } from './demux.ts'
import { parseEndpoint, usualSockets } from './detect.ts'
import { toDockerOptions } from './docker-options.ts'
import { readEngineHost, refusalOf } from './engine-host.ts'
import { harden, type Protections } from './hardening.ts'
import { createOwner, isOrphan } from './reaper.ts'
import { requireTiers } from './tiers.ts'

describe('the attach stream', () => {
  const framed = (kind: number, text: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head[0] = kind
    head.writeUInt32BE(text.length, 4)
    return Buffer.concat([head, text])
  }

  it('gives standard output and keeps standard error apart, however the stream is cut', async () => {
    const parts = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 50 })), { maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 13 }), async (sent, cut) => {
        const socket = new PassThrough()
        const stream = new AttachStream(socket)
        const bytes = Buffer.concat(sent.map(([kind, text]) => framed(kind, Buffer.from(text))))
        for (let at = 0; at < bytes.length; at += cut) socket.write(bytes.subarray(at, at + cut))
        socket.end()
        const got: Buffer[] = []
        for await (const chunk of stream) got.push(chunk as Buffer)
        const wanted = Buffer.concat(sent.filter(([kind]) => kind === 1).map(([, text]) => Buffer.from(text)))
        expect(Buffer.concat(got).equals(wanted)).toBe(true)
      }),
    )
  })

  it('breaks on what is not an attach stream', async () => {
    const socket = new PassThrough()
    const stream = new AttachStream(socket)
    const broken = new Promise<Error>(resolve => stream.on('error', resolve))
    stream.resume()
    socket.write(Buffer.from('HTTP/1.1 500 Internal'))
    expect((await broken).message).toContain('not an attach stream')
  })
})

describe('orphans', () => {
  const owner = createOwner()
  const held = (id: string): boolean => id === 'held'
  const now = Date.now()
  const box = (changes: object) => ({ id: 'x', running: true, labels: owner.labels, createdMs: now, ...changes })
  const other = (changes: Record<string, string>) => ({ ...owner.labels, 'glovebox.owner': 'other', ...changes })

  it.each<[string, Parameters<typeof isOrphan>[0], boolean]>([
    ['a box that is held', box({ id: 'held', createdMs: now - 1e9 }), false],
    ['a box that is being made', box({}), false],
    ['a box of ours that nobody holds, after a minute', box({ createdMs: now - 61_000 }), true],
    ['a box of a server that lives', box({ labels: other({}), createdMs: now - 1e9 }), false],
    ['a box that another server is just making', box({ running: false, labels: other({}) }), false],
    ['a box of a server that lives, which has ended long ago', box({ running: false, labels: other({}), createdMs: now - 1e9 }), true],
    [
      'a box of a server that is gone, and that never ran',
      box({ running: false, labels: other({ 'glovebox.process': '999999999 1' }) }),
      true,
    ],
    ['a box of a server that is gone', box({ labels: other({ 'glovebox.process': '999999999 1' }) }), true],
    ['a box of a process that has our number but is not we', box({ labels: other({ 'glovebox.process': `${process.pid} 1` }) }), true],
    ['a box without a maker', box({ labels: other({ 'glovebox.process': 'x' }) }), true],
    [
      'a box of another machine that runs',
      box({ labels: other({ 'glovebox.host': 'elsewhere', 'glovebox.process': '999999999 1' }), createdMs: now - 1e9 }),
      false,
    ],
    [
      'a box of another machine that has ended long ago',
      box({ running: false, labels: other({ 'glovebox.host': 'elsewhere' }), createdMs: now - 1e9 }),
      true,
    ],
    ['a box of another machine that is just being made', box({ running: false, labels: other({ 'glovebox.host': 'elsewhere' }) }), false],
  ])('%s', (_name, candidate, orphan) => {
    expect(isOrphan(candidate, owner, held, now)).toBe(orphan)
  })
})

describe('the wall', () => {
  const protections: Protections = {
    seccomp: { text: '{}', path: '/s.json' },
    appArmor: null,
    cgroupParent: { path: '/boxes', cpus: 0.5, memoryBytes: 2 ** 30 },
    disk: { device: '/dev/d', readBytesPerSecond: 2, writeBytesPerSecond: 1 },
    runtimes: { standard: null, strong: 'runsc' },
  }
  const spec = { image: 'i', tier: 'standard' as const, limits: SCRIPT.boxLimits, labels: { a: 'b' } }

  it('has every layer, for any limits', () => {
    const wall = harden(spec, protections)
    expect(wall).toMatchObject({
      capabilities: [],
      noNewPrivileges: true,
      readOnlyRoot: true,
      network: 'none',
      ipc: 'private',
      engineKeepsLogs: false,
    })
    expect(wall.memoryAndSwapBytes).toBe(wall.memoryBytes)
    expect(wall.user.uid).toBeGreaterThan(0)
    // No more than all boxes may use together.
    expect(wall).toMatchObject({ cpus: 0.5, memoryBytes: SCRIPT.boxLimits.memoryBytes })
  })

  it.each(['docker', 'podman'] as const)('is said in full to %s', dialect => {
    const { HostConfig, ...options } = toDockerOptions(spec, protections, dialect)
    expect(options).toMatchObject({ User: '60101:60101', Tty: false, OpenStdin: true, StdinOnce: true, NetworkDisabled: true })
    expect(options.Labels).toEqual({ a: 'b', 'glovebox.box': '1' })
    expect(HostConfig).toMatchObject({
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: [],
      ReadonlyRootfs: true,
      NetworkMode: 'none',
      SecurityOpt: ['no-new-privileges', dialect === 'docker' ? 'seccomp={}' : 'seccomp=/s.json'],
      CgroupParent: '/boxes',
      BlkioDeviceReadBps: [{ Path: '/dev/d', Rate: 2 }],
      LogConfig: { Type: 'none' },
    })
    for (const name of ['Binds', 'Mounts', 'Devices', 'UsernsMode', 'PidMode']) expect(HostConfig).not.toHaveProperty(name)
    for (const [path, mount] of Object.entries(HostConfig?.Tmpfs ?? {})) {
      expect(mount).toMatch(['/code', '/tmp'].includes(path) ? /^rw,exec,nosuid,nodev,size=\d+/ : /^ro,nosuid,nodev,noexec,size=\d+/)
    }
  })
})

describe('tiers', () => {
  const protections: Protections = {
    seccomp: { text: '{}', path: '/s.json' },
    appArmor: 'glovebox-box',
    cgroupParent: null,
    disk: null,
    runtimes: { standard: null, strong: 'runsc' },
  }
  const options = (tier: Tier) =>
    toDockerOptions({ image: 'i', tier, limits: SCRIPT.boxLimits, labels: {} }, protections, 'docker').HostConfig

  it('choose the runtime by name, and never turn SELinux or AppArmor off', () => {
    expect(options('standard')).not.toHaveProperty('Runtime')
    expect(options('strong')).toMatchObject({ Runtime: 'runsc' })
    expect(options('strong')?.SecurityOpt).toContain('apparmor=glovebox-box')
    expect(JSON.stringify(options('strong'))).not.toMatch(/disable|unconfined/)
  })

  it('are refused where they are not to be had', () => {
    expect(() => options('vm')).toThrow(expect.objectContaining({ code: 'tier_missing' }))
    const engine = { name: 'E', tierName: (tier: Tier) => (tier === 'standard' ? 'standard' : null) }
    expect(() => requireTiers(engine, [SCRIPT])).not.toThrow()
    expect(() => requireTiers(engine, [{ ...SCRIPT, tier: 'strong' }])).toThrow(/GLOVEBOX_STRONG_RUNTIME/)
  })
})

describe('an engine’s own words', () => {
  const version = { Version: '28.2.2', Components: [{ Name: 'Engine', Version: '28.2.2' }] }

  it('are read', () => {
    const host = readEngineHost(version, {
      SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=userns', 'name=cgroupns'],
      CgroupVersion: '2',
      CgroupDriver: 'systemd',
      Runtimes: { runc: {}, runsc: {} },
    })
    expect(host).toMatchObject({
      name: 'Docker 28.2.2',
      dialect: 'docker',
      rootless: false,
      userNamespaces: true,
      cgroupVersion: 2,
      appArmor: true,
      seLinux: false,
    })
    expect(host.runtimes).toEqual(['runc', 'runsc'])
    expect(refusalOf(host)).toBeNull()
    expect(readEngineHost({ Components: [{ Name: 'Podman Engine', Version: '4.3.1' }] }, {})).toMatchObject({
      name: 'Podman 4.3.1',
      dialect: 'podman',
    })
  })

  it('rule out rootless on cgroup v1, where limits are ignored', () => {
    const host = (cgroup: string) => readEngineHost(version, { SecurityOptions: ['name=rootless'], CgroupVersion: cgroup })
    expect(refusalOf(host('1'))).toContain('rootless on cgroup v1')
    expect(refusalOf(host('2'))).toBeNull()
  })
})

describe('finding an engine', () => {
  it('reads the addresses that Docker knows', () => {
    expect(parseEndpoint('unix:///a/b.sock', {})).toMatchObject({ request: { socketPath: '/a/b.sock' }, secure: false })
    expect(parseEndpoint('tcp://host:2375', {})).toMatchObject({ request: { host: 'host', port: 2375 }, secure: false })
    expect(parseEndpoint('tcp://host', { DOCKER_TLS_VERIFY: '1' })).toMatchObject({ request: { port: 2376 }, secure: true })
  })

  it.each(['ssh://host', 'nonsense', 'npipe:////./pipe/docker'])('says what is wrong with %s', address => {
    expect(() => parseEndpoint(address, {})).toThrow(/DOCKER_HOST/)
  })

  it('looks where Docker, Docker Desktop, rootless Docker, Colima and Podman listen', () => {
    const places = usualSockets({ HOME: '/h', XDG_RUNTIME_DIR: '/run/user/1' })
    expect(places[0]).toBe('/var/run/docker.sock')
    expect(places).toEqual(expect.arrayContaining(['/h/.docker/run/docker.sock', '/run/user/1/docker.sock', '/run/podman/podman.sock']))
  })
})
