import type { Exercise, ExerciseSummary } from '../../server/protocol/exercise.ts'
import { DifficultyMark } from './difficulty.tsx'
import type { Place } from './lookup.ts'
import { Prerequisites } from './prerequisites.tsx'

type Props = {
  readonly exercise: Exercise
  /** Its text, made by task-text.ts. */
  readonly html: string
  readonly place: Place
  readonly before: readonly ExerciseSummary[]
}

/** A task to read. All of it is there without scripts. */
export function Task({ exercise, html, place, before }: Props) {
  const { title, difficulty, points, tags, attribution } = exercise
  return (
    <article>
      {place.course && (
        <p className="mb-1 text-muted text-xs">
          <a href={`/exercises#${place.course.slug}`} className="underline underline-offset-2 hover:text-text">
            {place.course.title}
          </a>
          {place.section && ` · ${place.section}`} · {place.number} of {place.count}
        </p>
      )}
      <h1 className="wrap-anywhere font-semibold text-2xl tracking-tight">{title}</h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs">
        <DifficultyMark difficulty={difficulty} />
        <span className="tabular-nums">{points} points</span>
        {tags.map(tag => (
          <a key={tag} href={`/exercises?tag=${encodeURIComponent(tag)}`} className="underline-offset-2 hover:text-text hover:underline">
            {tag}
          </a>
        ))}
      </p>
      <Prerequisites exercises={before.map(each => ({ slug: each.slug, title: each.title }))} />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by task-text.ts, which lets no markup of the text through */}
      <div className="task-text mt-5" dangerouslySetInnerHTML={{ __html: html }} />
      <noscript>
        <p className="mt-5 rounded-xl border border-line bg-panel px-4 py-3">
          Scripts are off in this browser: the task can be read, not solved.
        </p>
      </noscript>
      {attribution && (
        <p className="wrap-anywhere mt-5 text-muted text-xs">
          By {attribution.authors}. Source: {attribution.source}. Licence: {attribution.licence}.
        </p>
      )}
    </article>
  )
}
