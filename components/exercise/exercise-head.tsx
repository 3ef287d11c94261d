import { ArrowLeft, ArrowRight, LayoutList } from 'lucide-react'
import type { ExerciseSummary } from '../../server/protocol/exercise.ts'
import { exercisePath, type Place } from './lookup.ts'

const step =
  'inline-grid size-9 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-accent-soft hover:text-text max-sm:size-10'

/** The way back to all exercises, and to those before and after. */
export function ExerciseHead({ title, place }: { readonly title: string; readonly place: Place }) {
  return (
    <nav aria-label="Exercises" className="mr-2 flex min-w-0 items-center gap-1 max-sm:mr-0">
      <a href="/exercises" aria-label="All exercises" title="All exercises" className={step}>
        <LayoutList className="size-4.5" aria-hidden="true" />
      </a>
      <Step to={place.before} label="Previous exercise" back />
      <span className="flex min-w-0 flex-col leading-5 max-md:hidden" aria-hidden="true">
        <span className="max-w-64 truncate font-semibold max-lg:max-w-36">{title}</span>
        {place.course && (
          <span className="max-w-64 truncate text-muted text-xs leading-4 max-lg:max-w-36">
            {place.course.title} · {place.number} of {place.count}
          </span>
        )}
      </span>
      <Step to={place.after} label="Next exercise" />
    </nav>
  )
}

function Step({ to, label, back = false }: { readonly to: ExerciseSummary | null; readonly label: string; readonly back?: boolean }) {
  const Icon = back ? ArrowLeft : ArrowRight
  if (!to) return null
  return (
    <a
      href={exercisePath(to.slug)}
      aria-label={`${label}: ${to.title}`}
      title={`${label}: ${to.title}`}
      className={`${step} max-md:hidden`}
    >
      <Icon className="size-4.5" aria-hidden="true" />
    </a>
  )
}
