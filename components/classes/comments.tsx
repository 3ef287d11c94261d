'use client'

import '../workspace/no-eval.ts'
import { MessageSquare } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Comment } from '../../server/protocol/classes.ts'
import { momentWords } from './times.ts'

type Props = {
  readonly comments: readonly Comment[]
  /** They are in sight. */
  readonly onSeen: () => void
}

/** What the teacher has said of what this student has handed in for an exercise. Nothing until something is said. */
export function TeacherComments({ comments, onSeen }: Props) {
  const section = useRef<HTMLElement>(null)
  // What is in sight already is seen anew when something comes to it.
  useEffect(() => {
    if (!section.current || comments.length === 0) return
    const observer = new IntersectionObserver(entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onSeen()
    })
    observer.observe(section.current)
    return () => observer.disconnect()
  }, [comments, onSeen])
  if (comments.length === 0) return null
  return (
    <section
      ref={section}
      aria-labelledby="teacher-comments"
      className="mb-5 flex flex-col gap-2 rounded-xl border border-accent bg-accent-soft p-4"
    >
      <h2 id="teacher-comments" className="flex items-center gap-2 font-semibold">
        <MessageSquare className="size-4 text-accent" aria-hidden="true" />
        From your teacher
      </h2>
      <ul className="flex flex-col gap-2">
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
