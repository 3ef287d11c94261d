import type { ExerciseIndex } from '../../server/protocol/exercise.ts'
import { savedSeen } from '../workspace/saved.ts'
import { ExerciseSection } from './exercise-section.tsx'
import { matches, type Search } from './lookup.ts'
import type { KnownMember } from './membership.ts'
import type { Standings } from './use-standings.ts'

type Props = {
  readonly member: KnownMember
  readonly index: ExerciseIndex
  readonly search: Search
  readonly standings: Standings | null
}

/** What a class is to solve, before everything else. */
export function ClassTasks({ member: { title, exercises: slugs, commented }, index, search, standings }: Props) {
  const bySlug = new Map(index.exercises.map(exercise => [exercise.slug, exercise]))
  const exercises = slugs.flatMap(slug => bySlug.get(slug) ?? []).filter(exercise => matches(exercise, search))
  if (exercises.length === 0) return null
  const unseen = new Set(commented.filter(({ slug, lastMs }) => lastMs > savedSeen(slug)).map(({ slug }) => slug))
  return (
    <section aria-labelledby="class-tasks" className="flex flex-col gap-5">
      <h2 id="class-tasks" className="wrap-anywhere font-semibold text-[22px] leading-8 tracking-tight">
        To solve in {title}
      </h2>
      <ExerciseSection title={null} exercises={exercises} standings={standings} commented={unseen} />
    </section>
  )
}
