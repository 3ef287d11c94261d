import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holds, measureWith, type Posture } from '../posture/posture.ts'
import type { Tier } from '../protocol/tier.ts'
import { findPython, openBox, type Python, runPython, TEST_PROTECTIONS } from '../test-box.ts'
import { GVISOR, PrivateEngine, type PrivateEngineOptions } from '../test-engine.ts'
import { findEndpoint, parseEndpoint } from './detect.ts'
import { connectDockerEngine, type DockerEngine } from './docker-engine.ts'
import { describeEngine } from './engine.contract.ts'
import { createOwner } from './reaper.ts'

type Setting = { readonly title: string; readonly options: PrivateEngineOptions; readonly tier: Tier }

const SETTINGS: readonly Setting[] = [
  { title: 'gVisor', options: { kind: 'docker', runtimes: { runsc: GVISOR } }, tier: 'strong' },
  { title: 'Docker with remapped users', options: { kind: 'docker', remapUsers: true }, tier: 'standard' },
  { title: 'Podman', options: { kind: 'podman' }, tier: 'standard' },
]

describe.each(SETTINGS)('$title', ({ title, options, tier }) => {
  let daemon: PrivateEngine
  let engine: DockerEngine
  let python: Python
  let posture: Posture

  beforeAll(async () => {
    const here = await findPython()
    daemon = await PrivateEngine.start(options)
    await daemon.copyImages(await findEndpoint(process.env), [here.image])
    const connected = await connectDockerEngine(daemon.endpoint, TEST_PROTECTIONS)
    engine = connected.engine
    python = { ...here, engine, profile: { ...here.profile, tier } }
    // Beside something else that the machine has to do: gVisor's own account of processor time then shows twice what a box gets.
    const busy = spawn(process.execPath, ['--eval', 'for (;;);'], { timeout: 60_000 })
    posture = await measureWith(connected)(python.profile, python.image, createOwner().labels, new AbortController().signal)
    busy.kill('SIGKILL')
  })
  afterAll(() => daemon[Symbol.asyncDispose]())

  describeEngine(title, async () => {
    const nowhere = parseEndpoint('unix:///nonexistent/docker.sock', {})
    const dead = new (engine.constructor as typeof DockerEngine)(nowhere, engine.host, { protections: engine.protections })
    const spec = { image: python.image, tier, limits: python.profile.boxLimits, labels: { 'glovebox.test': 'contract' } }
    return { engine, dead, spec }
  })

  it('has every required layer of the wall', () => {
    expect(posture.fault).toBeNull()
    expect(posture.layers.filter(report => report.required && report.verdict === 'fails')).toEqual([])
    expect(holds(posture)).toBe(true)
    const layer = (name: string) => posture.layers.find(report => report.layer === name)
    if (tier === 'strong') expect(layer('own kernel')).toMatchObject({ verdict: 'holds', measured: expect.stringContaining('4.4.0') })
    if (options.remapUsers) expect(layer('user namespace')).toMatchObject({ verdict: 'holds' })
  })

  it('runs programs that print, ask, fail and do not end', async () => {
    await using box = await openBox(python, { runLimits: { ...python.profile.runLimits, wallMs: 3000 } })
    const asked = await runPython(box, 'name = input("Name? "); print(f"Hello {name}"); exit(7)', (text, run) => {
      if (text.endsWith('Name? ')) run.write(Buffer.from('Ada\n'))
    })
    expect(asked).toMatchObject({ output: 'Name? Ada\nHello Ada\n', report: { reason: 'exited', code: 7 } })
    expect(await box.link.reset([])).toEqual({ clean: true, leftovers: [] })
    expect((await runPython(box, 'print("x" * 300_000, end="END")')).output).toMatch(/^x{300000}END$/)
    await box.link.reset([])
    expect((await runPython(box, 'raise SystemExit("oh")')).output).toBe('oh\n')
    await box.link.reset([])
    expect((await runPython(box, 'while True: pass')).report.reason).toMatch(/^(timeout|cpu_limit)$/)
    expect(await box.link.reset([])).toEqual({ clean: true, leftovers: [] })
    expect((await runPython(box, 'print("fine")')).output).toBe('fine\n')
  })
})

describe('a tier that is not there', () => {
  it('is refused, never replaced', async () => {
    const { engine, profile, image } = await findPython()
    const spec = { image, limits: profile.boxLimits, labels: {} }
    expect(engine.tierName('vm')).toBeNull()
    await expect(engine.create({ ...spec, tier: 'vm' }, AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'tier_missing' })
  })
})
