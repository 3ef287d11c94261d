import { expect, it } from 'vitest'
import { outputText } from './output-text.ts'

const text = (...parts: string[]) => outputText(parts.map(part => [0, part] as const))

it('has no colours or titles in it', () => {
  expect(text('\u001b[1;31mred\u001b[0m ', '\u001b]0;title\u0007plain\r\n', '\u001bP$qm\u001b\\end\u001b(B\u001b7\r\n')).toBe(
    'red plain\nend',
  )
})

it.each([
  ['iTerm2’s own sequence', '\u001b]1337;File=inline=1;size=4:AAAA\u0007'],
  ['the same with the other end', '\u001b]1337;File=inline=1:AAAA\u001b\\'],
  ['a sixel', '\u001bP0;1q#0;2;0;0;0~\u001b\\'],
])('says where there was a picture: %s', (_, picture) => {
  expect(text('before\r\n', `${picture}\r\nafter`)).toBe('before\n[picture]\nafter')
})

it('has nothing of a picture that was cut off', () => {
  expect(text('before\r\n\u001b]1337;File=inline=1:AAAA')).toBe('before')
})

it('reads a sequence that came in two pieces', () => {
  expect(text('a\u001b[3', '2mb')).toBe('ab')
})

it('shows a line as it was left', () => {
  expect(text(' 10 %\r 50 %\r100 %\r\ndone\b\b\bup\r\n')).toBe('100 %\ndupe')
})

it('keeps tabs and characters of all scripts', () => {
  expect(text('a\tb\r\nŽluťoučký 🦊\r\n\u0007')).toBe('a\tb\nŽluťoučký 🦊')
})

it('takes no long time for what is never closed', () => {
  const before = performance.now()
  text('\u001b]'.repeat(200_000), '\u001b['.repeat(200_000))
  // Minutes, where what was read is read again for every one of them.
  expect(performance.now() - before).toBeLessThan(20_000)
})
