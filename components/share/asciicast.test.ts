import { expect, it } from 'vitest'
import type { Recording } from '../../server/protocol/snippet.ts'
import { asciicast } from './asciicast.ts'
import { testReport } from './test-snippet.ts'

const ABOUT = { title: 'Counting', createdMs: 1_700_000_000_999 }

function recordingOf(...events: [number, string][]): Recording {
  return { cols: 100, rows: 30, events, truncated: false, report: testReport }
}

it('has a header, and a line for each event with its time in seconds', () => {
  const text = asciicast(recordingOf([0, '\u001b[32mone\u001b[0m\r\n'], [1250, '"two"']), ABOUT)
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

it('has nothing for the terminal of whoever plays it but text, colours and the cursor, however it is cut', () => {
  const forged = recordingOf(
    [0, 'a\u001b]52;c;cm0gLXJm\u0007b\u001b]0;title\u0007\u001b]8;;https://evil.example\u001b\\c'],
    [1, '\u001b[6n\u001b[21t\u001b'],
    [2, ']52;c;'],
    [3, 'cm0='],
    [4, '\u0007\u001b[3'],
    [5, '1md'],
  )
  const [, ...events] = asciicast(forged, ABOUT)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(events.map(([, , text]) => text)).toEqual(['abc', '', '', '', '', '\u001b[31md'])
})
