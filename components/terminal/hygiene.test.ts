import { expect, it } from 'vitest'
import { Answers, pasteable } from './hygiene.ts'

it('answers a flood of questions with a bounded number of answers', () => {
  const answers = new Answers()
  let given = 0
  for (let ms = 0; ms < 1000; ms += 1) for (let n = 0; n < 10; n++) if (answers.take(ms)) given += 1
  expect(given).toBeGreaterThanOrEqual(20)
  expect(given).toBeLessThanOrEqual(41)
  expect(answers.take(10_000)).toBe(true)
})

it.each([
  ['plain text', 'print("ä")\n\tpass', 'print("ä")\n\tpass'],
  ['line ends of any system', 'a\r\nb\rc', 'a\nb\nc'],
  ['escape sequences and the end of a bracketed paste', 'a\x1b[201~; rm -rf\x03\x04\x00b\x7f\u009b31m', 'a[201~; rm -rfb31m'],
])('pastes %s', (_name, text, clean) => {
  expect(pasteable(text)).toBe(clean)
})
