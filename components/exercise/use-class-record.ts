'use client'

import { useEffect, useMemo, useState } from 'react'
import { type SeenSubmission, unseen, withClass } from './class-progress.ts'
import { fetchHandedIn } from './grade.ts'
import type { KnownMember } from './membership.ts'
import type { ExerciseRecord } from './record.ts'

/** Progress with an exercise, whatever browser it was made in. */
export function useClassRecord(slug: string, record: ExerciseRecord, member: KnownMember | null): ExerciseRecord {
  const [seen, setSeen] = useState<readonly SeenSubmission[]>([])
  const progress = useMemo(() => member?.progress.find(one => one.slug === slug), [member, slug])
  const wanted = unseen(record, progress).join(' ')
  useEffect(() => {
    let left = false
    const ids = wanted.split(' ').filter(id => id !== '')
    // What cannot be had is not shown: the score and the marks are there without it.
    Promise.all(ids.map(id => fetchHandedIn(id).catch(() => []))).then(all => left || setSeen(all.flat()))
    return () => {
      left = true
    }
  }, [wanted])
  return useMemo(() => withClass(record, progress, seen), [record, progress, seen])
}
