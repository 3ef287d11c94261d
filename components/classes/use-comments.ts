'use client'

import '../workspace/no-eval.ts'
import { useCallback, useEffect, useState } from 'react'
import { type Comment, Comments, MEMBER_HEADER } from '../../server/protocol/classes.ts'
import { memberToken } from '../exercise/member.ts'
import { savedSeen, saveSeen } from '../workspace/saved.ts'

const ASK_MS = 30_000
const PATIENCE_MS = 20_000
/** How long it is said that there are new ones, after they were seen: a screen reader may be saying something else. */
const SAID_MS = 10_000

type KnownComments = {
  /** The oldest first. */
  readonly comments: readonly Comment[]
  /** How many of them were never in sight. */
  readonly unseen: number
  /** What is said of them; empty: nothing. */
  readonly said: string
  readonly onSeen: () => void
}

/** What the teacher says of an exercise: asked for again now and then while the page is seen, and whenever something was handed in. */
export function useComments(slug: string, attempts: number, isMember: boolean): KnownComments {
  const comments = useAsked(slug, attempts, isMember)
  const [seenMs, setSeenMs] = useState(0)
  const [said, setSaid] = useState('')
  const newestMs = comments.at(-1)?.createdMs ?? 0
  const unseen = comments.filter(({ createdMs }) => createdMs > Math.max(seenMs, savedSeen(slug))).length
  useEffect(() => {
    if (unseen > 0) return setSaid(unseen === 1 ? '1 new comment from your teacher' : `${unseen} new comments from your teacher`)
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [unseen])
  const onSeen = useCallback(() => {
    setSeenMs(newestMs)
    if (newestMs > savedSeen(slug)) saveSeen(slug, newestMs)
  }, [slug, newestMs])
  return { comments, unseen, said, onSeen }
}

function useAsked(slug: string, attempts: number, isMember: boolean): readonly Comment[] {
  const [comments, setComments] = useState<readonly Comment[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are asked for whenever something was handed in
  useEffect(() => {
    const token = isMember ? memberToken() : null
    if (token === null) return setComments([])
    let left = false
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      const response = await fetch(`/api/v1/member/comments?slug=${slug}`, {
        headers: { [MEMBER_HEADER]: token },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const told = response.ok ? Comments.safeParse(await response.json()).data : undefined
      if (told && !left) setComments(before => (idsOf(before) === idsOf(told.comments) ? before : told.comments))
    }
    // That they cannot be had is no reason to bother anybody: they are asked for again.
    const tryAsk = (): void => void ask().catch(() => {})
    tryAsk()
    const timer = setInterval(tryAsk, ASK_MS)
    document.addEventListener('visibilitychange', tryAsk)
    return () => {
      left = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tryAsk)
    }
  }, [slug, attempts, isMember])
  return comments
}

function idsOf(comments: readonly Comment[]): string {
  return comments.map(({ id }) => id).join()
}
