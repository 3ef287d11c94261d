'use client'

import '../workspace/no-eval.ts'
import { MessageSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Comment, Comments, MEMBER_HEADER } from '../../server/protocol/classes.ts'
import { memberToken } from '../exercise/member.ts'
import { momentWords } from './times.ts'

const ASK_MS = 30_000
const PATIENCE_MS = 20_000

/** What the teacher has said of what this student has handed in for an exercise. Nothing until something is said. */
export function TeacherComments({ slug, attempts }: { readonly slug: string; readonly attempts: number }) {
  const comments = useComments(slug, attempts)
  if (comments.length === 0) return null
  return (
    <section aria-labelledby="teacher-comments" className="mb-5 flex flex-col gap-2 rounded-xl border border-accent bg-accent-soft p-4">
      <h2 id="teacher-comments" className="flex items-center gap-2 font-semibold">
        <MessageSquare className="size-4 text-accent" aria-hidden="true" />
        From your teacher
      </h2>
      <ul aria-live="polite" className="flex flex-col gap-2">
        {comments.map(({ id, text, createdMs }) => (
          <li key={id}>
            <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>
            <p className="text-muted text-xs">{momentWords(createdMs)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Asked for again now and then while the page is seen, and whenever something was handed in. */
function useComments(slug: string, attempts: number): readonly Comment[] {
  const [comments, setComments] = useState<readonly Comment[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const token = memberToken()
    if (token === null) return
    let left = false
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      const response = await fetch(`/api/v1/member/comments?slug=${slug}`, {
        headers: { [MEMBER_HEADER]: token },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const told = response.ok ? Comments.safeParse(await response.json()).data : undefined
      if (told && !left) setComments(told.comments)
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
  }, [slug, attempts])
  return comments
}
