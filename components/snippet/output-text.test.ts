import { expect, it } from 'vitest'
import { outputText } from './output-text.ts'

const text = (...parts: string[]) => outputText(parts.map(part => [0, part] as const))

it('has no colours, titles or pictures in it', () => {
  expect(text('\u001b[1;31mred\u001b[0m ', '\u001b]0;title\u0007plain\r\n', '\u001b]1337;File=inline=1:AAAA\u0007end\r\n')).toBe(
    'red plain\nend',
  )
  expect(text('\u001bPq#0;2;0;0;0~\u001b\\after\u001b(B\u001b7')).toBe('after')
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
  text('\u001b]'.repeat(60_000), '\u001b['.repeat(60_000))
  expect(performance.now() - before).toBeLessThan(1000)
})
