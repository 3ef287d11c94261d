'use client'

import '../workspace/no-eval.ts'
import { ArrowRight, Search as SearchIcon } from 'lucide-react'
import { type ReactNode, useId, useMemo, useState } from 'react'
import type { ExerciseIndex, ExerciseSummary } from '../../server/protocol/exercise.ts'
import { plainButton, primaryButton, textField } from '../ui/looks.ts'
import { useEarlyFields } from '../ui/use-early-fields.ts'
import { ClassTasks } from './class-tasks.tsx'
import { ExerciseSection } from './exercise-section.tsx'
import { Forgotten } from './forgotten.tsx'
import { addressOf, choices, DIFFICULTIES, exercisePath, found, NO_SEARCH, namedSearch, type Search, searchOf } from './lookup.ts'
import { Empty } from './result-view.tsx'
import { useLanguageTitles } from './use-language-titles.ts'
import { useMember } from './use-member.ts'
import { useOwner } from './use-owner.ts'
import { type Standings, useStandings } from './use-standings.ts'

type Props = {
  readonly index: ExerciseIndex
  /** Courses' descriptions as the server has made them, by slug. */
  readonly descriptions: Readonly<Record<string, string>>
  readonly first: Search
}

/** All there is to solve, and how far somebody is. The list is there without scripts; searching works without them too. */
export function ExercisesPage({ index, descriptions, first }: Props) {
  const [search, setSearch] = useState(first)
  const owner = useOwner()
  const membership = useMember(null)
  const member = membership.name === 'known' ? membership.member : null
  const standings = useStandings(index, owner, member?.progress)
  const shown = useMemo(() => found(index, search), [index, search])
  const count = shown.courses.reduce(
    (sum, course) => sum + course.sections.reduce((all, { exercises }) => all + exercises.length, 0),
    shown.others.length,
  )

  const change = (part: Partial<Search>): void => {
    const next = { ...search, ...part }
    setSearch(next)
    history.replaceState(history.state, '', `/exercises${addressOf(next)}`)
  }

  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="flex flex-col gap-1.5">
          <h1 className="font-semibold text-[32px] leading-10 tracking-tight">Exercises</h1>
          <p className="text-base text-muted">Solve them here, and have them checked in a sealed box.</p>
        </div>
        {member ? (
          <p className="text-muted">
            {member.name}, in the class <strong className="font-semibold text-text">{member.title}</strong> · <JoinLink>change</JoinLink>
          </p>
        ) : (
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {standings && <Total index={index} standings={standings} />}
            <JoinLink>Join a class</JoinLink>
            <a href="/classes" className="font-medium text-accent underline underline-offset-2">
              Teach a class
            </a>
          </div>
        )}
      </div>
      {membership.name === 'forgotten' && <Forgotten />}
      {index.exercises.length === 0 ? (
        <Empty title="There are no exercises here yet">
          <p className="text-muted">Whoever runs this server can add some: an exercise is a folder of plain files.</p>
        </Empty>
      ) : (
        <>
          <Filters index={index} search={search} onChange={change} />
          <p aria-live="polite" className="sr-only">
            {count === 1 ? '1 exercise' : `${count} exercises`}
          </p>
          {count === 0 && (
            <Empty title="Nothing fits">
              <p className="text-muted">No exercise has all of this.</p>
              <button type="button" onClick={() => change(NO_SEARCH)} className={plainButton}>
                Show all
              </button>
            </Empty>
          )}
          {member && <ClassTasks member={member} index={index} search={search} standings={standings} />}
          {shown.courses.map(course => (
            <section key={course.slug} id={course.slug} aria-labelledby={`course-${course.slug}`} className="flex flex-col gap-5">
              <CourseHead
                slug={course.slug}
                title={course.title}
                description={descriptions[course.slug] ?? ''}
                exercises={course.sections.flatMap(({ exercises }) => exercises)}
                standings={standings}
              />
              {course.sections.map(section => (
                <ExerciseSection key={section.title} title={section.title} exercises={section.exercises} standings={standings} />
              ))}
            </section>
          ))}
          {shown.others.length > 0 && (
            <section aria-labelledby="others" className="flex flex-col gap-5">
              <h2 id="others" className="font-semibold text-[22px] leading-8 tracking-tight">
                {index.courses.length > 0 ? 'More exercises' : 'All exercises'}
              </h2>
              <ExerciseSection title={null} exercises={shown.others} standings={standings} />
            </section>
          )}
        </>
      )}
    </>
  )
}

function solvedOf(exercises: readonly ExerciseSummary[], standings: Standings): number {
  return exercises.filter(({ slug }) => standings.get(slug)?.name === 'solved').length
}

function Total({ index: { exercises }, standings }: { readonly index: ExerciseIndex; readonly standings: Standings }) {
  const solved = solvedOf(exercises, standings)
  if (solved === 0) return null
  return (
    <p className="text-muted tabular-nums">
      <strong className="font-semibold text-text">{solved}</strong> of {exercises.length} solved
    </p>
  )
}

function JoinLink({ children }: { readonly children: ReactNode }) {
  return (
    <a href="/join" className="font-medium text-accent underline underline-offset-2">
      {children}
    </a>
  )
}

type FilterProps = { readonly index: ExerciseIndex; readonly search: Search; readonly onChange: (part: Partial<Search>) => void }

const select = `${textField} pr-2`

/** A form, which without scripts asks the server. */
function Filters({ index, search, onChange }: FilterProps) {
  const { languages, tags } = useMemo(() => choices(index), [index])
  const titles = useLanguageTitles()
  const wordsId = useId()
  const form = useEarlyFields(early => onChange(searchOf({ ...namedSearch(search), ...early })))
  return (
    <form
      ref={form}
      action="/exercises"
      aria-label="Search exercises"
      onSubmit={event => event.preventDefault()}
      className="grid grid-cols-[minmax(12rem,1fr)_repeat(3,minmax(8rem,auto))] gap-2 max-md:grid-cols-2 max-md:[&>select:nth-of-type(3)]:col-span-full"
    >
      <div className="relative max-md:col-span-full">
        <label htmlFor={wordsId} className="sr-only">
          Search
        </label>
        <SearchIcon className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" aria-hidden="true" />
        <input
          id={wordsId}
          type="search"
          name="q"
          maxLength={200}
          autoComplete="off"
          placeholder="Search"
          value={search.words}
          onChange={event => onChange({ words: event.target.value })}
          className={`${textField} pl-9`}
        />
      </div>
      <Choice name="language" label="Language" all="All languages" value={search.language} onChange={language => onChange({ language })}>
        {languages.map(id => [id, titles(id)] as const)}
      </Choice>
      <Choice
        name="difficulty"
        label="Difficulty"
        all="Any difficulty"
        value={search.difficulty}
        onChange={difficulty => onChange({ difficulty })}
      >
        {DIFFICULTIES.map(each => [each, each] as const)}
      </Choice>
      {tags.length > 0 && (
        <Choice name="tag" label="Tag" all="All tags" value={search.tag} onChange={tag => onChange({ tag })}>
          {tags.map(tag => [tag, tag] as const)}
        </Choice>
      )}
      <noscript>
        <button type="submit" className={plainButton}>
          Search
        </button>
      </noscript>
    </form>
  )
}

type ChoiceProps = {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: readonly (readonly [string, string])[]
}

function Choice({ name, label, all, value, onChange, children }: ChoiceProps) {
  return (
    <select name={name} aria-label={label} value={value} onChange={event => onChange(event.target.value)} className={select}>
      <option value="">{all}</option>
      {children.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}

type CourseProps = {
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly exercises: readonly ExerciseSummary[]
  readonly standings: Standings | null
}

function CourseHead({ slug, title, description, exercises, standings }: CourseProps) {
  const solved = standings ? solvedOf(exercises, standings) : 0
  const next = exercises.find(exercise => standings?.get(exercise.slug)?.name !== 'solved')
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0 max-w-2xl">
        <h2 id={`course-${slug}`} className="font-semibold text-[22px] leading-8 tracking-tight">
          {title}
        </h2>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by task-text.ts, which lets no markup of the text through */}
        {description !== '' && <div className="task-text mt-1 text-muted" dangerouslySetInnerHTML={{ __html: description }} />}
      </div>
      <div className="flex items-center gap-4">
        {solved > 0 && (
          <div className="flex w-36 flex-col gap-1.5">
            <span className="text-muted text-xs tabular-nums">
              {solved} of {exercises.length} solved
            </span>
            <span className="block h-1.5 overflow-hidden rounded-full bg-line" aria-hidden="true">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${(solved / exercises.length) * 100}%` }} />
            </span>
          </div>
        )}
        {next && (
          <a href={exercisePath(next.slug)} className={primaryButton}>
            {solved > 0 ? 'Go on' : 'Begin'}
            <span className="sr-only">
              {' '}
              with {next.title}, in {title}
            </span>
            <ArrowRight className="size-4" aria-hidden="true" />
          </a>
        )}
      </div>
    </div>
  )
}
