import { useEffect, useState } from 'react'
import type { ExerciseIndex } from '../../server/protocol/exercise.ts'
import type { Member } from './member.ts'
import { type Standing, savedRecord, standing } from './record.ts'

export type Standings = ReadonlyMap<string, Standing>

/** Null until the browser has told. */
export function useStandings({ exercises }: ExerciseIndex, owner: () => Member | null): Standings | null {
  const [standings, setStandings] = useState<Standings | null>(null)
  useEffect(() => {
    const read = (): void => setStandings(new Map(exercises.map(({ slug }) => [slug, standing(savedRecord(slug, owner()))])))
    read()
    addEventListener('storage', read)
    addEventListener('pageshow', read)
    return () => {
      removeEventListener('storage', read)
      removeEventListener('pageshow', read)
    }
  }, [exercises, owner])
  return standings
}
