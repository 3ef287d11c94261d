import { expect, it } from 'vitest'
import { markerRange } from './marker-range.ts'

it.each([
  ['the word at the column', '  return total + 1', 10, { from: 10, to: 15 }],
  ['one character where there is no word', 'a = (1', 5, { from: 5, to: 6 }],
  ['the line without its indent', '    print(x)  ', undefined, { from: 5, to: 13 }],
  ['the line where the column is behind its end', 'ab', 40, { from: 1, to: 3 }],
  ['an empty line', '', undefined, { from: 1, to: 1 }],
])('marks %s', (_name, text, column, range) => {
  expect(markerRange(text, column === undefined ? {} : { column })).toEqual(range)
})
