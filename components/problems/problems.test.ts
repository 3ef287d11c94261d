import { describe, expect, it } from 'vitest'
import { allProblems, followEdit, nextProblem, type Problem, problemWords } from './problems.ts'

const problem = (line: number, more: Partial<Problem> = {}): Problem => ({
  file: 'main.py',
  line,
  severity: 'error',
  message: 'wrong',
  ...more,
})

describe('while a text is edited', () => {
  const before = 'a\nb\nc\nd\n'
  const lines = (after: string): number[] =>
    followEdit(
      [1, 2, 3, 4].map(line => problem(line)),
      'main.py',
      before,
      after,
    ).map(({ line }) => line)
  it.each([
    ['a line that is edited loses its own', 'a\nB\nc\nd\n', [1, 3, 4]],
    ['lines after new ones move down', 'a\nnew\nb\nc\nd\n', [1, 3, 4, 5]],
    ['lines after removed ones move up', 'a\nc\nd\n', [1, 2, 3]],
    ['lines between edits stay', 'A\nb\nc\nD\n', [2, 3]],
    ['nothing is left of another text', 'x', []],
  ])('%s', (_name, after, left) => {
    expect(lines(after)).toEqual(left)
  })
  it('those of other files stay', () => {
    expect(followEdit([problem(2, { file: 'other.py' })], 'main.py', before, '')).toHaveLength(1)
  })
})

it('says each thing once, the main file first', () => {
  const all = allProblems(
    [
      [problem(9, { file: 'a.py' }), problem(5)],
      [problem(5), problem(2)],
    ],
    'main.py',
  )
  expect(all.map(({ file, line }) => `${file}:${line}`)).toEqual(['main.py:2', 'main.py:5', 'a.py:9'])
})

it('goes round', () => {
  const [one, two] = [problem(1), problem(2)]
  const both = [one, two]
  expect(nextProblem(both, null, 1)).toBe(one)
  expect(nextProblem(both, null, -1)).toBe(two)
  expect(nextProblem(both, two, 1)).toBe(one)
  expect(nextProblem(both, one, -1)).toBe(two)
  expect(nextProblem([], null, 1)).toBeNull()
})

it('counts in words', () => {
  expect(problemWords([problem(1), problem(2), problem(3, { severity: 'warning' }), problem(4, { severity: 'info' })])).toBe(
    '2 errors, 1 warning, 1 note',
  )
})
