import { setTimeout as sleep } from 'node:timers/promises'
import { Box } from '../box/box.ts'
import { type CommandResult, runCommandInBox } from '../box/command.ts'
import { lookAtParent } from '../engine/cgroup.ts'
import type { DockerEngine } from '../engine/docker-engine.ts'
import { harden } from '../engine/hardening.ts'
import type { Missing } from '../engine/protections.ts'
import { AppError } from '../platform/app-error.ts'
import { orAborted } from '../platform/or-aborted.ts'
import type { Profile } from '../profiles/profile.ts'
import { OUTPUT_WINDOW_BYTES } from '../protocol/limits.ts'
import type { Tier } from '../protocol/tier.ts'
import { Findings, type Measured, Spin } from './findings.ts'
import { judge, type LayerReport } from './judge.ts'

const PROBE = '/glovebox-probe'
/** Each of the probe's parts is done within a second; what takes this long hangs. */
const PART_MS = 20_000
/** Bounds the whole measurement, the making of the box included: a runtime that hangs must not hang a start. */
const WHOLE_MS = 60_000
/** The fault of a measurement that the server itself has cut short. */
export const CUT_SHORT = 'the server shuts down'
/** Time for the canaries of a measurement that was cut short to go. */
const CLEAN_UP_MS = 10_000
const PROBE_LIMITS = { cpuMs: 10_000, wallMs: 15_000, idleMs: 0, killGraceMs: 100 }

/** The measured wall of one kind of box: one runtime and one image. */
export type Posture = {
  readonly profile: string
  readonly tier: Tier
  /** What people call such a box. */
  readonly tierName: string
  readonly layers: readonly LayerReport[]
  /** Why nothing could be measured; null when it was. */
  readonly fault: string | null
}

type Labels = Readonly<Record<string, string>>

export type PostureDeps = {
  readonly engine: DockerEngine
  readonly missing: readonly Missing[]
}

/** Whether every required layer holds. What could not be measured does not. */
export function holds({ layers, fault }: Posture): boolean {
  return fault === null && layers.length > 0 && layers.every(layer => layer.verdict !== 'fails' || !layer.required)
}

/** Throws `wall_fails`, with every layer that does not hold and what can be done about it. */
export function requireWall(posture: Posture): void {
  if (holds(posture)) return
  const { fault, layers, profile, tierName } = posture
  const failing = layers.filter(layer => layer.required && layer.verdict === 'fails')
  const lines = failing.map(({ layer, asked, measured, fix }) => `  ${layer}: asked for ${asked}, measured ${measured}. ${fix}`)
  throw new AppError(
    'wall_fails',
    `The wall of ${profile}'s ${tierName} box does not hold${fault ? `: ${fault}` : ''}.\n${lines.join('\n')}\nnpm run doctor shows every layer. GLOVEBOX_STRICT=0 starts all the same.`,
  )
}

/**
 * Gives the function that opens a canary box of a profile, measures its wall from inside, and compares. It never rejects: what cannot be measured
 * is said in `fault`.
 */
export function measureWith(deps: PostureDeps): (profile: Profile, image: string, labels: Labels, signal: AbortSignal) => Promise<Posture> {
  return (profile, image, labels, signal) => measurePosture(deps, profile, image, labels, signal)
}

async function measurePosture(deps: PostureDeps, profile: Profile, image: string, labels: Labels, signal: AbortSignal): Promise<Posture> {
  const { engine } = deps
  const about = { profile: profile.id, tier: profile.tier, tierName: engine.tierName(profile.tier) ?? profile.tier }
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)])
  let measuring: Promise<Measured> | null = null
  try {
    const wall = harden({ image, tier: profile.tier, limits: profile.boxLimits, labels: {} }, engine.protections)
    // The standby is of no use here, and its processes would count as somebody else's.
    measuring = measure(deps, { ...profile, standby: 'none' }, image, labels, deadline)
    const measured = await orAborted(measuring, deadline)
    const environment = Object.keys(profile.env)
    const asked = { wall, tier: profile.tier, host: engine.host, missing: deps.missing, environment }
    return { ...about, layers: judge(asked, measured), fault: null }
  } catch (fault) {
    // The canaries are being destroyed: whoever waits for the measurement may leave right after it.
    await Promise.race([measuring?.catch(() => {}), sleep(CLEAN_UP_MS, undefined, { ref: false })])
    const why = signal.aborted
      ? CUT_SHORT
      : deadline.aborted
        ? `the canary box did not answer within ${WHOLE_MS / 1000} s`
        : (fault as Error).message
    return { ...about, layers: [], fault: why }
  }
}

async function measure(deps: PostureDeps, profile: Profile, image: string, labels: Labels, signal: AbortSignal): Promise<Measured> {
  const { engine } = deps
  // The hungry parts come one by one, each in a box of its own: a box that they end takes no other measurement with it.
  const inBox = async <T>(work: (box: Box) => Promise<T>): Promise<T> => {
    const box = await Box.open({ engine, labels, onMade: () => {}, onGone: () => {} }, profile, image, signal)
    // Destroying is the SIGKILL: it needs nobody's answer from inside.
    const kill = (): void => void box.destroy().catch(() => {})
    signal.addEventListener('abort', kill)
    try {
      return await work(box)
    } finally {
      signal.removeEventListener('abort', kill)
      await box.destroy()
    }
  }
  const probe = (box: Box, part: string): Promise<CommandResult> =>
    runCommandInBox(box, [PROBE, part], { limits: PROBE_LIMITS, outputBytes: OUTPUT_WINDOW_BYTES, deadlineMs: PART_MS })
  /** Processor time that the spinning probe got, in percent of the time it span. A kernel of the box's own is not asked: gVisor's counts a busy host's too. */
  const shareOf = async (box: Box, spin: () => Promise<CommandResult>): Promise<number> => {
    const outside = profile.tier !== 'standard'
    const before = outside ? await engine.processorMs(box.id) : 0
    const { usedMs, lastedMs } = Spin.parse(answer(await spin()))
    const used = outside ? (await engine.processorMs(box.id)) - before : usedMs
    return Math.round((used * 100) / lastedMs)
  }
  const { look, parent, spinPercent } = await inBox(async box => {
    const look = Findings.parse(answer(await probe(box, 'look')))
    const parentPath = engine.protections.cgroupParent?.path
    const parent = parentPath ? await lookAtParent(parentPath, box.id) : null
    return { look, parent, spinPercent: await shareOf(box, () => probe(box, 'spin')) }
  })
  const fork = await inBox(box => probe(box, 'fork'))
  const memory = await inBox(box => probe(box, 'memory'))
  const taken = memory.output.trim().split('\n')
  const reason = memory.reason === 'lost' ? 'box_lost' : taken.at(-1) === 'no end' ? 'no end' : memory.reason
  const bytes = Math.max(0, ...taken.map(Number).filter(Number.isFinite))
  return {
    look,
    forked: fork.reason !== 'exited' ? 'no answer' : Number((answer(fork) as { made: number }).made),
    memory: { bytes, reason },
    spinPercent,
    parent,
  }
}

/** The JSON that a part of the probe printed. */
function answer({ output, reason }: CommandResult): unknown {
  if (reason !== 'exited') throw new Error(`the probe ended by ${reason}`)
  try {
    return JSON.parse(output)
  } catch {
    throw new Error('the probe’s answer is cut or not JSON')
  }
}
