import type { ExerciseSummary } from '../../server/protocol/exercise.ts'
import { ExerciseRow } from './exercise-row.tsx'
import type { Standings } from './use-standings.ts'

type Props = {
  readonly title: string | null
  readonly exercises: readonly ExerciseSummary[]
  readonly standings: Standings | null
  /** Exercises of which the teacher has said something that was not seen yet. */
  readonly commented?: ReadonlySet<string>
}

/** Some of the exercises in the list of them. */
export function ExerciseSection({ title, exercises, standings, commented }: Props) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-panel">
      {title && <h3 className="border-line border-b bg-ground px-4 py-2 font-semibold">{title}</h3>}
      <ul className="divide-y divide-line">
        {exercises.map(exercise => (
          <ExerciseRow
            key={exercise.slug}
            exercise={exercise}
            standing={standings?.get(exercise.slug) ?? { name: 'new' }}
            isCommented={commented?.has(exercise.slug) ?? false}
          />
        ))}
      </ul>
    </div>
  )
}
