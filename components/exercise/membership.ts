import '../workspace/no-eval.ts'
import { z } from 'zod'
import { CLASS_EXERCISES, MEMBER_HEADER, OWN_PROGRESS, OwnProgress, PRESENCE_MS } from '../../server/protocol/classes.ts'
import { ExerciseSlug } from '../../server/protocol/exercise.ts'
import { Backoff } from '../workspace/backoff.ts'

const MOST_COMMENTED = 1000
const PATIENCE_MS = 30_000

const Known = z.object({
  class: z.object({ title: z.string().max(500) }),
  name: z.string().max(500),
  exercises: z.array(ExerciseSlug).max(CLASS_EXERCISES),
  commented: z.array(z.object({ slug: ExerciseSlug, lastMs: z.number() })).max(MOST_COMMENTED),
  progress: z.array(OwnProgress).max(OWN_PROGRESS),
})
const Problem = z.object({ code: z.string().max(64) })

export type KnownMember = {
  readonly name: string
  /** Of the class. */
  readonly title: string
  /** What the class is to solve, in order. */
  readonly exercises: readonly string[]
  /** What the teacher has said something of, and when the last time was. */
  readonly commented: readonly { readonly slug: string; readonly lastMs: number }[]
  /** Of exercises of which something was graded, in whatever browser. */
  readonly progress: readonly OwnProgress[]
}

/** Whom a class knows this browser as. */
export type Membership =
  /** Without a class, and until it is known. */
  | { readonly name: 'none' }
  | { readonly name: 'known'; readonly member: KnownMember }
  /** The class has removed the student, or another browser took their place. */
  | { readonly name: 'forgotten' }

/** Asks whom a class knows a token as, until it is told, and then tells the class again and again which exercise the page is about. Returns how to end that. */
export function followMembership(
  { token, slug }: { readonly token: string; readonly slug: string | null },
  onChange: (membership: Membership) => void,
): () => void {
  const backoff = new Backoff()
  let step: 'idle' | 'asking' | 'known' | 'ended' = 'idle'
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Null: the class does not know the token. */
  const ask = async (path: string, init: RequestInit): Promise<Response | null> => {
    const response = await fetch(path, {
      ...init,
      headers: { 'content-type': 'application/json', [MEMBER_HEADER]: token },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (response.ok) return response
    if (Problem.safeParse(await response.json()).data?.code !== 'bad_key') throw new Error('it cannot be told now')
    if (step !== 'ended') onChange({ name: 'forgotten' })
    end()
    return null
  }
  const begin = async (): Promise<void> => {
    step = 'asking'
    clearTimeout(timer)
    try {
      const response = await ask('/api/v1/member', {})
      const known = response && Known.parse(await response.json())
      if (!known || hasEnded()) return
      step = 'known'
      const { name, exercises, commented, progress } = known
      onChange({ name: 'known', member: { name, title: known.class.title, exercises, commented, progress } })
      tell()
      timer = setInterval(tell, PRESENCE_MS)
    } catch {
      if (hasEnded()) return
      step = 'idle'
      timer = setTimeout(() => void begin(), backoff.next())
    }
  }
  const tell = (): void => {
    // That it could not be told is no reason to bother anybody: it is told again.
    if (document.visibilityState === 'visible')
      ask('/api/v1/member/presence', { method: 'POST', body: JSON.stringify({ slug }) }).catch(() => {})
  }
  const hurry = (): void => {
    if (step === 'known') tell()
    else if (step === 'idle') void begin()
  }
  const hasEnded = (): boolean => step === 'ended'
  const end = (): void => {
    step = 'ended'
    clearTimeout(timer)
    removeEventListener('online', hurry)
    document.removeEventListener('visibilitychange', hurry)
  }
  addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)
  void begin()
  return end
}
