import type { MemberRow } from '../protocol/classes.ts'
import type { ExerciseSummary } from '../protocol/exercise.ts'

/** What spreadsheets take for the beginning of a formula, whatever the type of the file says. */
const FORMULA = /^[\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/

/** A class as a table (RFC 4180, in UTF-8): a student to a row, and for each exercise the best score, out of how many, and how often it was tried. */
export function classCsv(exercises: readonly ExerciseSummary[], members: readonly MemberRow[]): string {
  const head = ['Name', 'Joined (UTC)', 'Last seen (UTC)', 'Solved', 'Points', 'Out of']
  const titles = exercises.flatMap(({ title }) => [`${title}: points`, `${title}: out of`, `${title}: attempts`])
  const rows = members.map(({ name, joinedMs, lastSeenMs, cells }) => {
    const bySlug = new Map(cells.map(cell => [cell.slug, cell]))
    const own = exercises.map(exercise => ({ exercise, cell: bySlug.get(exercise.slug) }))
    const results = own.flatMap(({ exercise, cell }) => [cell ? rounded(cell.points) : '', exercise.points, cell?.attempts ?? 0])
    const points = own.reduce((sum, { cell }) => sum + (cell?.points ?? 0), 0)
    const all = own.reduce((sum, { exercise }) => sum + exercise.points, 0)
    const solved = own.filter(({ cell }) => cell?.passed).length
    return [name, timeOf(joinedMs), timeOf(lastSeenMs), solved, rounded(points), all, ...results]
  })
  return [[...head, ...titles], ...rows].map(row => `${row.map(field).join(',')}\r\n`).join('')
}

/** A spreadsheet that is told that it is UTF-8 shows names as they are. */
export const BYTE_ORDER_MARK = '\uFEFF'

function field(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).concat('Z')
}
