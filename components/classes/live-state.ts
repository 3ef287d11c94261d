import type { Cell, ClassView, LiveEvent, MemberRow } from '../../server/protocol/classes.ts'
import type { ExerciseSummary } from '../../server/protocol/exercise.ts'

/** What a teacher's page knows of its class. */
export type LiveState =
  | { readonly name: 'loading' }
  /** What is shown is as it was when the connection broke off; it comes back by itself. */
  | { readonly name: 'lost' | 'live'; readonly class: ClassView; readonly members: readonly MemberRow[] }
  | { readonly name: 'refused'; readonly why: string; readonly code: string; readonly forGood: boolean }
  | { readonly name: 'deleted' }

export function afterEvent(state: LiveState, event: LiveEvent): LiveState {
  if (event.type === 'deleted') return { name: 'deleted' }
  if (event.type === 'all') return { name: 'live', class: event.class, members: inOrder(event.members) }
  if (state.name !== 'live') return state
  switch (event.type) {
    case 'class':
      return { ...state, class: event.class }
    case 'members': {
      const news = new Set(event.members.map(({ id }) => id))
      return { ...state, members: inOrder([...state.members.filter(({ id }) => !news.has(id)), ...event.members]) }
    }
    case 'gone':
      return { ...state, members: state.members.filter(({ id }) => !event.members.includes(id)) }
    case 'beat':
      return state
  }
}

/** The connection has broken off. */
export function afterLoss(state: LiveState): LiveState {
  return state.name === 'live' ? { ...state, name: 'lost' } : state
}

function inOrder(members: readonly MemberRow[]): readonly MemberRow[] {
  return [...members].sort((one, other) => one.name.localeCompare(other.name))
}

/** How far a whole class is. */
export function summaryOf(members: readonly MemberRow[], exercises: readonly ExerciseSummary[]) {
  const slugs = new Set(exercises.map(({ slug }) => slug))
  const here = members.filter(member => member.here).length
  const solved = members.reduce((sum, { cells }) => sum + cells.filter(cell => cell.passed && slugs.has(cell.slug)).length, 0)
  return { here, solved, toSolve: members.length * exercises.length }
}

export function solvedOf({ cells }: MemberRow, exercises: readonly ExerciseSummary[]): number {
  return exercises.filter(({ slug }) => cells.some(cell => cell.slug === slug && cell.passed)).length
}

/** How a student stands with an exercise, in words. */
export function cellWords(cell: Cell | undefined): string {
  if (!cell) return 'nothing handed in'
  const attempts = cell.attempts === 1 ? '1 attempt' : `${cell.attempts} attempts`
  return cell.passed ? `solved, ${attempts}` : `${pointsWords(cell.points)} of ${pointsWords(cell.maxPoints)} points, ${attempts}`
}

export function pointsWords(points: number): string {
  return String(Math.round(points * 10) / 10)
}
