import { Terminal } from '@xterm/xterm'
import { expect, it } from 'vitest'
import { keepClean, pasteable } from './hygiene.ts'

/** What the first row of a terminal of 20 × 5 has after this. */
async function firstRow(output: string): Promise<string | undefined> {
  const terminal = new Terminal({ cols: 20, rows: 5, allowProposedApi: true })
  keepClean(terminal)
  await new Promise<void>(resolve => terminal.write(output, resolve))
  const row = terminal.buffer.active.getLine(0)?.translateToString(true)
  terminal.dispose()
  return row
}

it.each([
  ['as often as a program may want it', 'a\x1b[9b', 'a'.repeat(10)],
  ['once where no number is said', 'a\x1b[b', 'aa'],
  ['a wide one', '\u4e16\x1b[2b', '\u4e16'.repeat(3)],
  ['no more than the screen has place for', 'a\x1b[101bb', 'ab'],
  ['nothing a thousand million times', 'a\x1b[1000000000bb', 'ab'],
  ['nothing that is long in itself', `a${'\u0301'.repeat(60)}\x1b[2bb`, `a${'\u0301'.repeat(60)}b`],
  ['nothing wide that is long in itself', `\u4e16${'\u0301'.repeat(60)}\x1b[2bb`, `\u4e16${'\u0301'.repeat(60)}b`],
])('repeats %s', async (_name, output, row) => {
  expect(await firstRow(output)).toBe(row)
})

it.each([
  ['plain text', 'print("ä")\n\tpass', 'print("ä")\n\tpass'],
  ['line ends of any system', 'a\r\nb\rc', 'a\nb\nc'],
  ['escape sequences and the end of a bracketed paste', 'a\x1b[201~; rm -rf\x03\x04\x00b\x7f\u009b31m', 'a[201~; rm -rfb31m'],
])('pastes %s', (_name, text, clean) => {
  expect(pasteable(text)).toBe(clean)
})
