'use client'

import '../workspace/no-eval.ts'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { CLASS_EXERCISES, OWN_PROGRESS, OwnProgress } from '../../server/protocol/classes.ts'
import { ExerciseSlug } from '../../server/protocol/exercise.ts'
import { memberToken, takeMember } from './member.ts'

const PATIENCE_MS = 30_000
/** How often the teacher is told that somebody is here. */
const PRESENCE_MS = 30_000

const Membership = z.object({
  class: z.object({ title: z.string().max(500) }),
  name: z.string().max(500),
  exercises: z.array(ExerciseSlug).max(CLASS_EXERCISES),
  progress: z.array(OwnProgress).max(OWN_PROGRESS).catch([]),
})
export type KnownMember = {
  readonly name: string
  /** Of the class. */
  readonly title: string
  /** What the class is to solve, in order. */
  readonly exercises: readonly string[]
  /** Of exercises of which something was graded, in whatever browser. */
  readonly progress: readonly OwnProgress[]
}

/**
 * Whom a class knows this browser as; null without a class, and until it is known. While the page is seen, the class is told which exercise it is about.
 * @param slug null: none.
 */
export function useMember(slug: string | null): KnownMember | null {
  const [member, setMember] = useState<KnownMember | null>(null)
  useEffect(() => {
    takeMember()
    const token = memberToken()
    if (token === null) return
    const ask = (path: string, init: RequestInit): Promise<Response> =>
      fetch(path, {
        ...init,
        headers: { 'content-type': 'application/json', 'glovebox-member': token },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
    let timer: ReturnType<typeof setInterval> | undefined
    let left = false
    const tell = (): void => {
      // That it could not be told is no reason to bother anybody.
      if (document.visibilityState === 'visible')
        ask('/api/v1/member/presence', { method: 'POST', body: JSON.stringify({ slug }) }).catch(() => {})
    }
    const begin = async (): Promise<void> => {
      const response = await ask('/api/v1/member', {})
      const known = response.ok ? Membership.safeParse(await response.json()).data : undefined
      if (!known || left) return
      setMember({ name: known.name, title: known.class.title, exercises: known.exercises, progress: known.progress })
      tell()
      timer = setInterval(tell, PRESENCE_MS)
      document.addEventListener('visibilitychange', tell)
    }
    begin().catch(() => {})
    return () => {
      left = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [slug])
  return member
}
