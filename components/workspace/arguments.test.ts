import { expect, it } from 'vitest'
import { splitArguments } from './arguments.ts'

it.each<[string, string[]]>([
  ['', []],
  ['   ', []],
  ['a b  c', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  ['\'a "b"\' c', ['a "b"', 'c']],
  ['a\\ b', ['a b']],
  ['""', ['']],
  ['x"y z"w', ['xy zw']],
  ['"a\\"b\\\\c\\n"', ['a"b\\c\\n']],
  ["'a\\b'", ['a\\b']],
  ['--name=Zoë 🦊', ['--name=Zoë', '🦊']],
  ['$HOME *.txt', ['$HOME', '*.txt']],
  ['end\\', ['end\\']],
])('splits %s', (line, args) => {
  expect(splitArguments(line)).toEqual({ args, fault: null })
})

it('says what is wrong with a line', () => {
  expect(splitArguments('say "hello').fault).toBe('A quote " is not closed.')
  expect(splitArguments('a '.repeat(65)).fault).toBe('These are 65 arguments; the limit is 64.')
  expect(splitArguments('é'.repeat(2049)).fault).toBe('An argument is longer than 4096 bytes.')
})
