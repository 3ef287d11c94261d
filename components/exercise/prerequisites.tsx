'use client'

import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { exercisePath } from './lookup.ts'
import { currentMember } from './member.ts'
import { savedRecord, standing } from './record.ts'

type Props = { readonly exercises: readonly { readonly slug: string; readonly title: string }[] }

/** What had better been solved before. */
export function Prerequisites({ exercises }: Props) {
  const [solved, setSolved] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const owner = currentMember()
    setSolved(new Set(exercises.map(({ slug }) => slug).filter(slug => standing(savedRecord(slug, owner)).name === 'solved')))
  }, [exercises])
  if (exercises.length === 0) return null
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px]">
      <span className="text-muted">Builds on</span>
      {exercises.map(({ slug, title }) => (
        <a
          key={slug}
          href={exercisePath(slug)}
          className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-2"
        >
          {solved.has(slug) && <CircleCheck className="size-3.5" aria-label="solved" />}
          {title}
        </a>
      ))}
    </p>
  )
}
