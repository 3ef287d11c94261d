import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinArguments, splitArguments } from './arguments.ts'

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

it('splits what it has joined into the same arguments', () => {
  expect(joinArguments(['-n', 'a b', '', "it's"])).toBe("-n 'a b' '' 'it'\\''s'")
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 10 }), args => {
      const whole = args.map(arg => arg.replaceAll('\0', ''))
      expect(splitArguments(joinArguments(whole))).toEqual({ args: whole, fault: null })
    }),
  )
})
