import { expect, it } from 'vitest'
import { hasDiff, outputDiff } from './output-diff.ts'

const shown = (...args: Parameters<typeof outputDiff>) =>
  outputDiff(...args).rows.map(
    ({ side, pieces }) => `${side}: ${pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')}`,
  )

it('marks what differs within a line: words, and letters of a word', () => {
  expect(shown('Hello, Ada!\nbye\n', 'Hello Ada\nbye\n', 'trimmed')).toEqual(['expected: Hello[,] Ada[!]', 'got: Hello Ada', 'both: bye'])
  expect(shown('Hello Ada', 'hello Ada', 'trimmed')).toEqual(['expected: [H]ello Ada', 'got: [h]ello Ada'])
  expect(shown('one', 'zwei', 'trimmed')).toEqual(['expected: one', 'got: zwei'])
})

it('does not show what does not count', () => {
  expect(shown('a\nb\n', 'a  \nb\n\n', 'trimmed')).toEqual(['both: a', 'both: b'])
  expect(shown('a\n', 'a \n', 'exact')).toEqual(['expected: a\n', 'got: a[ ]\n'])
  expect(shown('a\n', 'a', 'exact')).toEqual(['expected: a[\n]', 'got: a'])
})

it('shows lines that are missing and lines that are too many', () => {
  expect(shown('a\nb\nc', 'a\nc\nd', 'trimmed')).toEqual(['both: a', 'expected: b', 'both: c', 'got: d'])
  expect(shown('a\nb', '', 'trimmed')).toEqual(['expected: a', 'expected: b'])
  expect(shown('', '', 'trimmed')).toEqual([])
})

it('compares lines in whatever order where the order does not count', () => {
  expect(shown('a\nb\nb', 'b\nc\na', 'unordered')).toEqual(['both: b', 'got: c', 'both: a', 'expected: b'])
})

it('has an end, however long the texts', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `line ${n}`).join('\n')
  const { rows, cut } = outputDiff(many, many.replaceAll('line', 'other'), 'trimmed')
  expect([rows.length, cut]).toEqual([800, true])
  expect(outputDiff('x'.repeat(1_000_000), 'y', 'exact').cut).toBe(true)
  expect(hasDiff('pattern')).toBe(false)
})
