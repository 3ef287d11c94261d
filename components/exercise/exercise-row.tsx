import { Circle, CircleCheck, CircleDashed, MessageSquare } from 'lucide-react'
import type { ExerciseSummary } from '../../server/protocol/exercise.ts'
import { pointsWords } from './check-state.ts'
import { DifficultyMark } from './difficulty.tsx'
import { exercisePath } from './lookup.ts'
import type { Standing } from './record.ts'
import { useLanguageTitles } from './use-language-titles.ts'

const ICONS = {
  new: { icon: Circle, look: 'text-line', words: 'Not begun' },
  begun: { icon: CircleDashed, look: 'text-warning', words: 'Begun' },
  solved: { icon: CircleCheck, look: 'text-accent', words: 'Solved' },
}
const TAGS_SHOWN = 3

type Props = {
  readonly exercise: ExerciseSummary
  readonly standing: Standing
  /** The teacher has said something that was not seen yet. */
  readonly isCommented: boolean
}

/** An exercise in the list of all of them. */
export function ExerciseRow({ exercise, standing, isCommented }: Props) {
  const { slug, title, languages, difficulty, tags, points } = exercise
  const { icon: Icon, look, words } = ICONS[standing.name]
  const titles = useLanguageTitles()
  return (
    <li>
      <a
        href={exercisePath(slug)}
        className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-accent-soft max-sm:min-h-14"
      >
        <Icon className={`size-5 shrink-0 ${look}`} aria-hidden="true" />
        <span className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-0.5">
          <span className="wrap-anywhere font-medium">
            {title}
            <span className="sr-only">, {words}</span>
          </span>
          <span className="flex flex-wrap gap-1.5 text-xs">
            {isCommented && (
              <span className="inline-flex items-center gap-1 rounded-md bg-accent px-1.5 text-on-accent">
                <MessageSquare className="size-3" aria-hidden="true" />
                New comment
              </span>
            )}
            {languages.map(language => (
              <span key={language} className="rounded-md bg-accent-soft px-1.5 text-text">
                {titles(language)}
              </span>
            ))}
            {tags.slice(0, TAGS_SHOWN).map(tag => (
              <span key={tag} className="text-muted max-sm:hidden">
                {tag}
              </span>
            ))}
          </span>
        </span>
        <span className="flex items-center gap-4 max-sm:flex-col max-sm:items-end max-sm:gap-0.5">
          <span className="flex w-20 max-sm:w-auto">
            <DifficultyMark difficulty={difficulty} />
          </span>
          <span className="w-28 text-right text-muted text-xs tabular-nums max-sm:w-auto">
            {standing.name === 'begun' && `${pointsWords(standing.share * points)} of `}
            {points} points
          </span>
        </span>
      </a>
    </li>
  )
}
