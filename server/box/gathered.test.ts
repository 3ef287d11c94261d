import { expect, it } from 'vitest'
import { Gathered, GatheredLines } from './gathered.ts'

const text = (words: string): Buffer => Buffer.from(words)

it('keeps what comes first, up to its bound', () => {
  const gathered = new Gathered(5)
  for (const words of ['abc', 'def', 'ghi']) gathered.add(text(words))
  expect(`${gathered}`).toBe('abcde')
})

it('never cuts a line by a piece of another stream', () => {
  const lines = new GatheredLines(1000)
  lines.add('stdout', text('\nParse error: unexpected "}"'))
  lines.add('stderr', text('Errors '))
  lines.add('stdout', text(' in main.php'))
  lines.add('stderr', text('parsing main.php\n'))
  lines.add('stdout', text(' on line 3\nand mo'))
  lines.add('stderr', text('no line'))
  lines.add('stdout', text('re'))
  expect(lines.end()).toBe('\nErrors parsing main.php\nParse error: unexpected "}" in main.php on line 3\nand moreno line')
})

it('is bounded by lines that end and by one that never does', () => {
  const lines = new GatheredLines(10)
  for (let round = 0; round < 100; round++) lines.add('stderr', text('endless'))
  lines.add('stdout', text('one\n'))
  expect(lines.end()).toBe('one\nendles')
  const whole = new GatheredLines(6)
  for (let round = 0; round < 100; round++) whole.add('stdout', text('one\n'))
  expect(whole.end()).toBe('one\non')
})
