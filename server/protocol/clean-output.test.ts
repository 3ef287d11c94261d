import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CleanOutput } from './clean-output.ts'
import { Answers } from './hygiene.ts'

function clean(text: string | Uint8Array, answers: Answers | null = null): string {
  return new CleanOutput(answers).clean(typeof text === 'string' ? Buffer.from(text) : text)
}

it.each([
  ['text, lines and tabs', 'größe 👩‍🏫\t\u{feff}x\r\n\b\x07'],
  ['colours', '\x1b[1;38;5;12mred\x1b[0m \x1b[38:2::1:2:3mx\x1b[m'],
  ['the cursor and the screen', '\x1b[H\x1b[2J\x1b[3;4f\x1b[K\x1b[2;5r\x1b7\x1b8\x1bM\x1b[5 q\x1b[10@\x1b[s\x1b[u'],
  ['modes that are put back', '\x1b[?1049h\x1b[?25l\x1b[?1;1000;1006h\x1b[?2004h\x1b[4h\x1b=\x1b[?1049l'],
  ['lines and corners', '\x1b(0lqk\x1b(B\x0e\x0f'],
])('lets %s pass', (_name, text) => {
  expect(clean(text)).toBe(text)
})

it.each([
  ['titles, by bell and by terminator', 'a\x1b]0;title\x07b\x1b]2;title\x1b\\c\x9d0;x\x9cd', 'abcd'],
  [
    'the clipboard, links, notifications, and what some terminals do',
    'a\x1b]52;c;cm0=\x07\x1b]8;;file:///x\x07b\x1b]777;notify;x\x07\x1b]1337;File=:eA==\x07',
    'ab',
  ],
  ['device control, application and private strings', 'a\x1bPq#0~\x1b\\b\x1b_Gx\x1b\\c\x1b^x\x1b\\d\x1bXx\x1b\\e', 'abcde'],
  ['windows, reports of titles, versions, checksums', 'a\x1b[21t\x1b[8;1;1t\x1b[>q\x1b[1;1;1;1;1;1*yb', 'ab'],
  ['printing, locked keys, keys in other codes', 'a\x1b[5i\x1b[2h\x1b[>4;2m\x1b[>1u\x1b[=5ub', 'ab'],
  ['other modes, alone or with others', 'a\x1b[?3h\x1b[?25;69h\x1b[?1001hb', 'ab'],
  ['what erases the lines that have scrolled away', 'a\x1b[3J\x1bcb', 'ab'],
  ['numbers larger than any screen', 'a\x1b[999999999bb', 'ab'],
  ['answers to nobody', 'a\x1b[c\x1b[6n\x05\x1bZ\x1b[?25$pb', 'ab'],
  ['other character sets', 'a\x1b%G\x1b(K\x1b#8\x1bNb', 'ab'],
  ['control characters of one character', 'a\u009b21t\u0090x\u009cb\u0084\u0000\u007fc', 'abc'],
  ['a string without end', 'a\x1b]0;x', 'a'],
  ['a sequence longer than any', `a\x1b[${'1;'.repeat(1000)}mb`, 'ab'],
])('keeps %s out', (_name, text, shown) => {
  expect(clean(text)).toBe(shown)
})

it('tells a line that begins from a row below', () => {
  expect(clean('a\r\nb\nc\n\n')).toBe('a\r\nb\x1bDc\x1bD\x1bD')
})

it('shows bytes that are no text as such', () => {
  expect(clean(Buffer.from([0x61, 0x9b, 0x32, 0x31, 0x74, 0xff]))).toBe('a\ufffd21t\ufffd')
})

it('shows what a sequence was cut off by', () => {
  expect(clean('\x1b[31\x18a\x1b]0;x\x1ab\x1b[1\x1b[mc')).toBe('ab\x1b[mc')
})

it('lets a terminal be asked so often, and knows that it was', () => {
  const output = new CleanOutput(new Answers())
  output.clean(Buffer.from('x'))
  expect(output.asked).toBe(false)
  expect(output.clean(Buffer.from('\x1b[6n'.repeat(1000)))).toHaveLength(20 * 4)
  expect(output.asked).toBe(true)
})

it('asks a terminal nothing that is answered as the last question is', () => {
  const output = new CleanOutput(new Answers())
  expect(output.clean(Buffer.from('a\x1b[5n\x1b[05n\x1b[?5n\x1b[6;5n\x1b[5:6n\u009b5nb'))).toBe('ab')
  expect(output.asked).toBe(false)
  expect(output.clean(Buffer.from('\x1b[6n\x1b[?6n'))).toBe('\x1b[6n\x1b[?6n')
})

const PIECES = [
  '\x1b',
  '[',
  ']',
  'P',
  '\\',
  '?',
  '25',
  ';',
  'h',
  'm',
  't',
  '\x07',
  '\u009b',
  '\u009d',
  '\u009c',
  '\x18',
  'x',
  ' ',
  'ä',
  '\r\n',
  '52',
]
const hostile = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 3 }))).map(parts => parts.join(''))

it('shows the same however output is cut', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 4 }), (text, size) => {
      const bytes = Buffer.from(text)
      const output = new CleanOutput(null)
      let shown = ''
      for (let at = 0; at < bytes.length; at += size) shown += output.clean(bytes.subarray(at, at + size))
      expect(shown).toBe(clean(text))
    }),
    { numRuns: 2000 },
  )
})

it('shows nothing that it would not show again', () => {
  fc.assert(
    fc.property(hostile, text => {
      const shown = clean(text)
      expect(clean(shown)).toBe(shown)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(shown).not.toMatch(/\x1b[^[78DEMH=>()]|[\u0080-\u009f]|\x1b\[[^@-~]*t/)
    }),
    { numRuns: 2000 },
  )
})
