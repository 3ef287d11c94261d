import { useEffect, useState } from 'react'
import type { OwnProgress } from '../../server/protocol/classes.ts'
import type { ExerciseIndex } from '../../server/protocol/exercise.ts'
import { withClass } from './class-progress.ts'
import type { Member } from './member.ts'
import { type Standing, savedRecord, standing } from './record.ts'

/** How far somebody is with each exercise. */
export type Standings = ReadonlyMap<string, Standing>

/** Null until the browser has told. @param progress what a class knows, where there is one. */
export function useStandings(
  { exercises }: ExerciseIndex,
  owner: () => Member | null,
  progress: readonly OwnProgress[] | undefined,
): Standings | null {
  const [standings, setStandings] = useState<Standings | null>(null)
  useEffect(() => {
    const known = new Map(progress?.map(one => [one.slug, one]))
    const read = (): void =>
      setStandings(new Map(exercises.map(({ slug }) => [slug, standing(withClass(savedRecord(slug, owner()), known.get(slug)))])))
    read()
    addEventListener('storage', read)
    addEventListener('pageshow', read)
    return () => {
      removeEventListener('storage', read)
      removeEventListener('pageshow', read)
    }
  }, [exercises, owner, progress])
  return standings
}
