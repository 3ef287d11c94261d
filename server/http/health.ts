import type { Pool } from '../box/pool.ts'
import type { WallSummary } from '../posture/postures.ts'
import type { Profile } from '../profiles/profile.ts'

/** A check is good for this long, so that a probe that comes every second does not cost a box every second. */
const CACHED_MS = 5000
const TAKE_MS = 10_000

export type Health = {
  /** The server answers. */
  readonly live: true
  /** A box could be had: one was really taken and destroyed again, or all of them are at work. */
  readonly ready: boolean
  readonly why: string
  readonly engine: string
  readonly boxes: { readonly boxes: number; readonly warm: number; readonly waiting: number; readonly maxBoxes: number }
  readonly sessions: number
  /** The measured wall of each language's boxes; `holds` is null while it is being measured. */
  readonly walls: readonly WallSummary[]
}

export type HealthDeps = {
  readonly pool: Pool
  readonly profiles: readonly Profile[]
  readonly engineName: string
  readonly sessions: () => number
  readonly postures: { readonly summary: readonly WallSummary[] }
}

/** Answers `/healthz`. Checks that run at the same time share one answer. */
export function createHealth(deps: HealthDeps): () => Promise<Health> {
  let last: { readonly atMs: number; readonly answer: Promise<Pick<Health, 'ready' | 'why'>> } | null = null
  return async () => {
    const nowMs = performance.now()
    if (!last || nowMs - last.atMs > CACHED_MS) last = { atMs: nowMs, answer: tryBox(deps) }
    const { ready, why } = await last.answer
    return {
      live: true,
      ready,
      why,
      engine: deps.engineName,
      boxes: deps.pool.figures,
      sessions: deps.sessions(),
      walls: deps.postures.summary,
    }
  }
}

async function tryBox({ pool, profiles }: HealthDeps): Promise<{ ready: boolean; why: string }> {
  const profile = profiles.find(candidate => pool.isReady(candidate.id))
  if (!profile) return { ready: false, why: 'no language is ready yet' }
  const { boxes, warm, maxBoxes } = pool.figures
  if (warm === 0 && boxes >= maxBoxes) return { ready: true, why: 'every box is at work' }
  try {
    await using _lease = await pool.take({ profile, tenant: 'health', own: true, signal: AbortSignal.timeout(TAKE_MS) })
    return { ready: true, why: 'a box was taken' }
  } catch (fault) {
    return { ready: false, why: fault instanceof Error && fault.name !== 'TimeoutError' ? fault.message : 'no box came in time' }
  }
}
