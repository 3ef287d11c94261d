import { expect, it } from 'vitest'
import { pasteable } from './hygiene.ts'

it.each([
  ['plain text', 'print("ä")\n\tpass', 'print("ä")\n\tpass'],
  ['line ends of any system', 'a\r\nb\rc', 'a\nb\nc'],
  ['escape sequences and the end of a bracketed paste', 'a\x1b[201~; rm -rf\x03\x04\x00b\x7f\u009b31m', 'a[201~; rm -rfb31m'],
])('pastes %s', (_name, text, clean) => {
  expect(pasteable(text)).toBe(clean)
})
