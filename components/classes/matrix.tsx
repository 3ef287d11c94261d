import { Check, Pencil } from 'lucide-react'
import { useEffect, useReducer, useState } from 'react'
import type { Cell, MemberRow } from '../../server/protocol/classes.ts'
import type { ExerciseSummary } from '../../server/protocol/exercise.ts'
import { Scrolled } from '../ui/scrolled.tsx'
import { fetchIndex } from './calls.ts'
import { cellWords, pointsWords, solvedOf } from './live-state.ts'
import { agoWords } from './times.ts'

type Props = {
  readonly members: readonly MemberRow[]
  readonly exercises: readonly ExerciseSummary[]
  readonly onMember: (member: string) => void
  readonly onCell: (member: string, slug: string) => void
}

const head = 'sticky top-0 z-10 border-line border-b bg-ground px-2 py-2 text-left align-bottom font-medium text-xs'

/** Students and exercises: who is on what, and how it goes. */
export function Matrix({ members, exercises, onMember, onCell }: Props) {
  const titleOf = useTitles(members.some(member => elsewhere(member, exercises) !== null))
  useMinutes()
  return (
    <Scrolled label="Students and exercises" className="max-h-[70dvh] rounded-xl border border-line bg-panel">
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">How far each student is with each exercise. Open a field to read what was handed in.</caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} left-0 z-20 min-w-44 pl-4 max-sm:min-w-32`}>
              Student
            </th>
            <th scope="col" className={head}>
              Solved
            </th>
            {exercises.map(({ slug, title }) => (
              <th key={slug} scope="col" className={`${head} min-w-24 max-w-36`}>
                <span className="wrap-anywhere line-clamp-3" title={title}>
                  {title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map(member => (
            <Row key={member.id} member={member} exercises={exercises} titleOf={titleOf} onMember={onMember} onCell={onCell} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

/** The exercise that somebody is on, where it is none of the class. */
function elsewhere({ here, current }: MemberRow, exercises: readonly ExerciseSummary[]): string | null {
  return here && !exercises.some(({ slug }) => slug === current) ? current : null
}

/** Titles of exercises that are not the class's. They are asked for once somebody is on such a one. */
function useTitles(isNeeded: boolean): (slug: string) => string {
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    if (!isNeeded) return
    let left = false
    fetchIndex().then(
      index => !left && setTitles(new Map(index.exercises.map(({ slug, title }) => [slug, title]))),
      // The names of their folders are shown instead.
      () => {},
    )
    return () => {
      left = true
    }
  }, [isNeeded])
  return slug => titles.get(slug) ?? slug
}

/** Has how long ago something was told anew each minute, though nothing else happens. */
function useMinutes(): void {
  const [, tick] = useReducer((minutes: number) => minutes + 1, 0)
  useEffect(() => {
    const timer = setInterval(tick, 60_000)
    return () => clearInterval(timer)
  }, [])
}

type RowProps = Omit<Props, 'members'> & { readonly member: MemberRow; readonly titleOf: (slug: string) => string }

function Row({ member, exercises, titleOf, onMember, onCell }: RowProps) {
  const { id, name, here, current, cells, lastSeenMs } = member
  const other = elsewhere(member, exercises)
  return (
    <tr className="group">
      <th scope="row" className="sticky left-0 border-line border-b bg-panel p-0 text-left font-normal group-last:border-b-0">
        <button
          type="button"
          onClick={() => onMember(id)}
          className="flex min-h-12 w-full items-center gap-2.5 px-4 py-1.5 text-left -outline-offset-2 hover:bg-accent-soft max-sm:px-3"
        >
          <span className={`size-2.5 shrink-0 rounded-full ${here ? 'bg-accent' : 'bg-line'}`} aria-hidden="true" />
          <span className="min-w-0">
            <span className="wrap-anywhere block font-medium">{name}</span>
            <span className="block text-muted text-xs">
              {here ? (other === null ? 'Here' : `Here, on ${titleOf(other)}`) : agoWords(lastSeenMs)}
            </span>
          </span>
        </button>
      </th>
      <td className="border-line border-b px-2 text-muted tabular-nums group-last:border-b-0">
        {solvedOf(member, exercises)}/{exercises.length}
      </td>
      {exercises.map(({ slug, title }) => (
        <td key={slug} className="border-line border-b p-1 group-last:border-b-0">
          <CellButton
            name={name}
            title={title}
            cell={cells.find(cell => cell.slug === slug)}
            isCurrent={here && current === slug}
            onOpen={() => onCell(id, slug)}
          />
        </td>
      ))}
    </tr>
  )
}

type CellProps = {
  readonly name: string
  readonly title: string
  readonly cell: Cell | undefined
  readonly isCurrent: boolean
  readonly onOpen: () => void
}

function CellButton({ name, title, cell, isCurrent, onOpen }: CellProps) {
  const look = cell?.passed ? 'bg-accent-soft' : cell ? 'bg-warning-soft' : ''
  return (
    <button
      type="button"
      onClick={onOpen}
      disabled={!cell}
      aria-label={`${name}, ${title}: ${cellWords(cell)}${isCurrent ? ', on it now' : ''}`}
      className={`flex min-h-10 w-full items-center gap-1.5 rounded-lg border px-2 text-left text-[13px] tabular-nums transition-colors enabled:hover:border-accent ${look} ${isCurrent ? 'border-accent' : 'border-transparent'}`}
    >
      {cell?.passed && <Check className="size-4 shrink-0 text-accent" aria-hidden="true" />}
      {cell && !cell.passed && (
        <span>
          {pointsWords(cell.points)}/{pointsWords(cell.maxPoints)}
        </span>
      )}
      {cell && <span className="text-muted text-xs">×{cell.attempts}</span>}
      <span className="grow" />
      {isCurrent && <Pencil className="size-3.5 shrink-0 text-accent" aria-hidden="true" />}
    </button>
  )
}
