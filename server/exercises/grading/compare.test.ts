import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Comparison } from '../../protocol/exercise.ts'
import { compareText } from './compare.ts'
import { Patterns } from './patterns.ts'

type Plain = Exclude<Comparison, 'pattern'>
const KINDS: readonly Plain[] = ['exact', 'trimmed', 'numbers', 'unordered']
const compare = (comparison: Plain, expected: string, got: string, tolerance = 1e-6) =>
  compareText({ comparison, expected, got, tolerance })
const line = fc.string({ unit: 'binary', maxLength: 12 }).map(text => text.replaceAll('\n', ''))
const lines = fc.array(line, { maxLength: 8 })
/** Lines of which none is lost by what `trimmed` leaves out. */
const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 })

describe('whatever is compared', () => {
  it('a text is as itself', () => {
    fc.assert(fc.property(fc.constantFrom(...KINDS), lines, (kind, text) => compare(kind, text.join('\n'), text.join('\n')).pass))
  })

  it('a message says why it did not pass, and is of no great length', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.string({ maxLength: 2000 }), fc.string({ maxLength: 2000 }), (kind, one, other) => {
        const { pass, message } = compare(kind, one, other)
        return pass ? message === '' : message !== '' && message.length < 2000
      }),
    )
  })

  it('what passes exactly passes in every other way', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), lines, lines, (kind, one, other) => {
        const [expected, got] = [one.join('\n'), other.join('\n')]
        return !compare('exact', expected, got).pass || compare(kind, expected, got).pass
      }),
    )
  })
})

describe('trimmed', () => {
  it('white space at the ends of lines, and empty lines at the end, do not count', () => {
    const blank = fc.stringMatching(/^[ \t\r]{0,3}$/)
    fc.assert(
      fc.property(
        words,
        fc.array(blank, { minLength: 8, maxLength: 8 }),
        blank,
        (text, ends, last) => compare('trimmed', text.join('\n'), `${text.map((word, at) => word + ends[at]).join('\n')}\n${last}\n`).pass,
      ),
    )
  })

  it.each([
    ['a\nb', 'a\nc', 'Line 2 of the output should be "b" and is "c".'],
    ['a b', 'a  b', 'Line 1 of the output should be "a b" and is "a  b". Only white space differs.'],
    ['Hello', 'hello', 'Line 1 of the output should be "Hello" and is "hello". Only upper and lower case differ.'],
    ['a\nb', 'a', 'The output ends too early: line 2 is missing, which should be "b".'],
    ['a', 'a\nb', 'The output goes on after its expected end: line 2 is "b".'],
    ['', 'a', 'The output goes on after its expected end: line 1 is "a", and nothing is expected.'],
    ['a\nb', '', 'The output is empty. Expected is "a" and more.'],
  ])('%j and %j', (expected, got, message) => expect(compare('trimmed', expected, got)).toEqual({ pass: false, message }))
})

describe('exact', () => {
  it.each([
    ['a\n', 'a', 'The output should end with a line end.'],
    ['a', 'a\n', 'The output should not end with a line end.'],
    ['a\nb\n', 'a \nb\n', 'The output differs in white space at the ends of lines.'],
    ['a\n', 'b\n', 'Line 1 of the output should be "a" and is "b".'],
  ])('%j and %j', (expected, got, message) => expect(compare('exact', expected, got)).toEqual({ pass: false, message }))
})

describe('numbers', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })

  it('may be off by the tolerance, absolutely or in part', () => {
    fc.assert(
      fc.property(number, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (value, part) => {
        const off = part * Math.max(1e-3, 1e-3 * Math.abs(value))
        return compare('numbers', `x = ${value} m`, `x =  ${value + off}  m`, 1e-3).pass
      }),
    )
  })

  it('may not be off by more', () => {
    fc.assert(
      fc.property(number, fc.constantFrom(-1, 1), (value, sign) => {
        const off = sign * 2.5 * Math.max(1e-3, 1e-3 * Math.abs(value))
        return !compare('numbers', `${value}`, `${value + off}`, 1e-3).pass
      }),
    )
  })

  it.each([
    ['sum: 1.50', 'sum: 1.5', true],
    ['1e3 and .5', '1000.0 and 0.5', true],
    ['sum: 1.5', 'total: 1.5', false],
    ['1 2 3', '1 2', false],
    ['1 2', '1 2 3', false],
    ['nan', '1', false],
    ['1', 'one', false],
    ['-0.0', '0', true],
  ])('%j and %j: %s', (expected, got, pass) => expect(compare('numbers', expected, got).pass).toBe(pass))

  it('are found in a text of a million digits at once', () => {
    const startedMs = performance.now()
    for (const text of ['1'.repeat(1e6), '1.'.repeat(5e5), '-+'.repeat(5e5), '1e'.repeat(5e5), ' '.repeat(1e6)])
      compare('numbers', '1', text)
    expect(performance.now() - startedMs).toBeLessThan(5000)
  })
})

describe('unordered', () => {
  it('takes the lines in any order', () => {
    const shuffled = words.chain(text => fc.tuple(fc.constant(text), fc.shuffledSubarray(text, { minLength: text.length })))
    fc.assert(fc.property(shuffled, ([text, other]) => compare('unordered', text.join('\n'), other.join('\n')).pass))
  })

  it('a line more or less is one too many', () => {
    fc.assert(
      fc.property(
        words,
        fc.nat(),
        (text, at) => !compare('unordered', text.join('\n'), text.toSpliced(at % text.length, 1).join('\n')).pass,
      ),
    )
    expect(compare('unordered', 'a\nb', 'b\na\na').message).toBe('The output has the line "a", which is not expected, or not so often.')
    expect(compare('unordered', 'a\nb\nb', 'b\na').message).toBe('The output lacks the line "b", or has it too seldom.')
  })
})

describe('patterns', () => {
  const patterns = new Patterns(1000)
  afterAll(() => patterns.close())

  it.each([
    ['Hello, \\w+!', 'Hello, Ada!\n', true],
    ['Hello', 'Hello, Ada!\n', false],
    ['a|b', 'ab', false],
    ['one\\ntwo', 'one\r\ntwo\r\n', true],
    ['🎈{2}', '🎈🎈', true],
    ['(', '(', false],
  ])('%j and %j: %s', async (pattern, text, fits) => expect(await patterns.fits(pattern, text)).toBe(fits))

  it('one that takes for ever is given up, and the next ones are answered in order', async () => {
    const asked = [patterns.fits('(a+)+b', 'a'.repeat(60)), patterns.fits('a', 'a'), patterns.fits('a', 'b')]
    expect(await Promise.all(asked)).toEqual([null, true, false])
  })

  it('whoever waits when it is closed is answered', async () => {
    const own = new Patterns(60_000)
    const asked = own.fits('(a+)+b', 'a'.repeat(60))
    own.close()
    expect(await asked).toBe(null)
  })
})
