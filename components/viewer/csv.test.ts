import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMNS_MOST, guessDelimiter, ROWS_MOST, readTable, sortRows } from './csv.ts'

describe('a table', () => {
  it.each([
    ['plain', 'a,b\n1,2\n', ['a', 'b'], [['1', '2']]],
    ['with quotes, delimiters and line ends in cells', 'a,b\r\n"x, ""y""","1\n2"\r\n', ['a', 'b'], [['x, "y"', '1\n2']]],
    ['with a byte order mark and no end of line', '\ufeffa;b\n1;2', ['a', 'b'], [['1', '2']]],
    ['with an empty last cell', 'a,b\n1,', ['a', 'b'], [['1', '']]],
    ['with a quote that is never closed', 'a,b\n1,"2\n3', ['a', 'b'], [['1', '2\n3']]],
    ['with rows of different lengths', 'a\n1,2\n', ['a', 'Column 2'], [['1', '2']]],
    ['with empty lines', 'a,b\n\n1,2\n\n', ['a', 'b'], [['1', '2']]],
    ['of nothing', '', [], []],
  ])('%s', (_name, text, head, rows) => {
    const table = readTable(text)
    expect(table.head).toEqual(head)
    expect(table.rows).toEqual(rows)
  })

  it('is cut off at its limits, and says so', () => {
    const wide = readTable(`${Array(300).fill('x').join(',')}\n`)
    expect(wide.head).toHaveLength(COLUMNS_MOST)
    expect(wide.moreColumns).toBe(true)
    const long = readTable('a,b\n1,2\n'.repeat(20_000))
    expect(long.rows).toHaveLength(ROWS_MOST)
    expect(long.moreRows).toBe(true)
    expect(readTable(`a,b\n${'1,2\n'.repeat(ROWS_MOST)}`).moreRows).toBe(false)
  })

  it('of any text can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '1') }), text => {
        const { head, numeric } = readTable(text)
        expect(numeric).toHaveLength(head.length)
      }),
    )
  })

  it('knows which columns are numbers', () => {
    expect(readTable('n,t,m\n1.5,x,\n-2e3,2,NaN\n"1,000",3,7\n').numeric).toEqual([true, false, true])
  })
})

it.each([
  ['a;b;c\n1,5;2;3\n', ';'],
  ['a\tb\n1\t2\n', '\t'],
  ['one column\nonly, with a comma\n', ','],
])('guesses the delimiter of %j', (text, delimiter) => {
  expect(guessDelimiter(text)).toBe(delimiter)
})

it('sorts numbers as numbers and puts what is empty last', () => {
  const table = readTable('n,t\n10,b\n,a\n9,\n')
  const column = (order: { column: number; descending: boolean }) => sortRows(table, order).map(row => row[order.column])
  expect(column({ column: 0, descending: false })).toEqual(['9', '10', ''])
  expect(column({ column: 0, descending: true })).toEqual(['10', '9', ''])
  expect(column({ column: 1, descending: true })).toEqual(['b', 'a', ''])
})
