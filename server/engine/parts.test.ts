import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCRIPT } from '../test-server.ts'
import { AttachStream } from './demux.ts'
import { parseEndpoint, usualSockets } from './detect.ts'
import { toDockerOptions } from './docker-options.ts'
import { harden } from './hardening.ts'
import { createOwner, isOrphan } from './reaper.ts'

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
  const spec = { image: 'i', limits: SCRIPT.boxLimits, labels: { a: 'b' } }

  it('has every layer, for any limits', () => {
    const wall = harden(spec)
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
  })

  it.each(['docker', 'podman'] as const)('is said in full to %s', dialect => {
    const { HostConfig, ...options } = toDockerOptions(spec, dialect)
    expect(options).toMatchObject({ User: '60101:60101', Tty: false, OpenStdin: true, StdinOnce: true, NetworkDisabled: true })
    expect(options.Labels).toEqual({ a: 'b', 'glovebox.box': '1' })
    expect(HostConfig).toMatchObject({
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: [],
      ReadonlyRootfs: true,
      NetworkMode: 'none',
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none' },
    })
    for (const name of ['Binds', 'Mounts', 'Devices', 'UsernsMode', 'PidMode']) expect(HostConfig).not.toHaveProperty(name)
    for (const [path, mount] of Object.entries(HostConfig?.Tmpfs ?? {})) {
      expect(mount).toMatch(['/code', '/tmp'].includes(path) ? /^rw,exec,nosuid,nodev,size=\d+/ : /^ro,nosuid,nodev,noexec,size=\d+/)
    }
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
