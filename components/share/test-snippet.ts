import type { ExitReport } from '../../server/protocol/exit.ts'
import type { Snippet } from '../../server/protocol/snippet.ts'

/** A run's end for tests. */
export const testReport: ExitReport = {
  reason: 'exited',
  code: 0,
  signal: null,
  cpuMs: 10,
  wallMs: 1500,
  peakBytes: 9_000_000,
  outputBytes: 12,
  stage: 'run',
  compileMs: null,
  limit: null,
}

/** A snippet for tests. */
export const testSnippet: Snippet = {
  id: 'abcDEF012345',
  profile: 'x',
  title: 'Counting',
  main: 'main.x',
  files: [
    { name: 'main.x', content: 'go\n' },
    { name: 'data/numbers.txt', content: '1 2 3' },
  ],
  args: ['--all', 'two words'],
  stdin: null,
  parent: null,
  recording: {
    cols: 80,
    rows: 24,
    events: [
      [0, 'one\r\n'],
      [1500, 'two\r\n'],
    ],
    truncated: false,
    report: testReport,
  },
  version: 'X 1.0',
  createdMs: 1_700_000_000_000,
}
