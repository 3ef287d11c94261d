'use client'

import { CircleCheck } from 'lucide-react'
import { useContext, useEffect, useState } from 'react'
import { ClassContext } from './class-context.ts'
import { withClass } from './class-progress.ts'
import { exercisePath } from './lookup.ts'
import { currentMember } from './member.ts'
import { savedRecord, standing } from './record.ts'

type Props = { readonly exercises: readonly { readonly slug: string; readonly title: string }[] }

/** What had better been solved before. */
export function Prerequisites({ exercises }: Props) {
  const [solved, setSolved] = useState<ReadonlySet<string>>(new Set())
  const progress = useContext(ClassContext)
  useEffect(() => {
    const owner = currentMember()
    const isSolved = (slug: string): boolean => {
      const known = progress?.find(one => one.slug === slug)
      return standing(withClass(savedRecord(slug, owner), known)).name === 'solved'
    }
    setSolved(new Set(exercises.map(({ slug }) => slug).filter(isSolved)))
  }, [exercises, progress])
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
