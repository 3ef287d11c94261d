import { expect, it } from 'vitest'
import { asciicast } from './asciicast.ts'
import { testReport } from './test-snippet.ts'

it('has a header, and a line for each event with its time in seconds', () => {
  const recording = {
    cols: 100,
    rows: 30,
    events: [
      [0, '\u001b[32mone\u001b[0m\r\n'],
      [1250, '"two"'],
    ] as [number, string][],
    truncated: false,
    report: testReport,
  }
  const text = asciicast(recording, { title: 'Counting', createdMs: 1_700_000_000_999 })
  expect(text.endsWith('\n')).toBe(true)
  const [header, ...events] = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(header).toEqual({
    version: 2,
    width: 100,
    height: 30,
    timestamp: 1_700_000_000,
    title: 'Counting',
    env: { TERM: 'xterm-256color' },
  })
  expect(events).toEqual([
    [0, 'o', '\u001b[32mone\u001b[0m\r\n'],
    [1.25, 'o', '"two"'],
  ])
})
