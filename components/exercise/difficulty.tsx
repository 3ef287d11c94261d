import type { Difficulty } from '../../server/protocol/exercise.ts'

const LEVELS: Readonly<Record<Difficulty, number>> = { easy: 1, medium: 2, hard: 3 }

/** How hard an exercise is: in a word, and in bars. */
export function DifficultyMark({ difficulty }: { readonly difficulty: Difficulty }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-muted text-xs">
      <span className="flex items-end gap-0.5" aria-hidden="true">
        {[1, 2, 3].map(level => (
          <span
            key={level}
            className={`w-1 rounded-full ${level === 1 ? 'h-1.5' : level === 2 ? 'h-2.5' : 'h-3.5'} ${level <= LEVELS[difficulty] ? 'bg-accent' : 'bg-line'}`}
          />
        ))}
      </span>
      {difficulty}
    </span>
  )
}
