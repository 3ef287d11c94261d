import { expect, it } from 'vitest'
import type { ExerciseSummary } from '../protocol/exercise.ts'
import { classCsv } from './csv.ts'
import { parseCsv } from './test-csv.ts'

const exercise = (slug: string, title: string): ExerciseSummary => ({
  slug,
  title,
  languages: ['python'],
  difficulty: 'easy',
  tags: [],
  points: 10,
  prerequisites: [],
})
const member = (name: string, cells: Parameters<typeof classCsv>[1][number]['cells'] = []) => ({
  id: 'm',
  name,
  joinedMs: 0,
  lastSeenMs: 86_400_000,
  here: false,
  current: null,
  cells,
})
const cell = { slug: 'sum', attempts: 3, passed: false, points: 20 / 3, maxPoints: 10, lastMs: 1 }

it('has a row for each student, and columns for each exercise', () => {
  const text = classCsv([exercise('sum', 'Sums'), exercise('loop', 'Loops')], [member('Ada', [cell]), member('Ben')])
  expect(text.split('\r\n')).toEqual([
    'Name,Joined (UTC),Last seen (UTC),Solved,Points,Out of,Sums: points,Sums: out of,Sums: attempts,Loops: points,Loops: out of,Loops: attempts',
    'Ada,1970-01-01T00:00:00Z,1970-01-02T00:00:00Z,0,6.67,20,6.67,10,3,,10,0',
    'Ben,1970-01-01T00:00:00Z,1970-01-02T00:00:00Z,0,0,20,,10,0,,10,0',
    '',
  ])
})

it('keeps names with commas, quotes and lines whole', () => {
  const names = ['Lovelace, Ada', 'the "Countess"', 'Zoë\r\nÅ', '小明']
  const rows = parseCsv(
    classCsv(
      [],
      names.map(name => member(name)),
    ),
  )
  expect(rows.slice(1).map(([name]) => name)).toEqual(names)
})

it('gives a spreadsheet no formula', () => {
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1', '=HYPERLINK("http://x","y")', "'=1"]
  const rows = parseCsv(
    classCsv(
      [exercise('x', '=cmd')],
      names.map(name => member(name)),
    ),
  )
  for (const fields of rows) for (const text of fields) expect(text).not.toMatch(/^[\s]*[=+\-@＝]/)
  expect(rows[0]?.[6]).toBe("'=cmd: points")
})
