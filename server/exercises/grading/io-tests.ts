import type { ExitReport } from '../../protocol/exit.ts'
import { compareText, type Verdict } from './compare.ts'
import { endOf, type IoCase, type Outcome } from './outcome.ts'
import type { Patterns } from './patterns.ts'
import type { Ran } from './program.ts'

/** Of what a program says last, where that is told in a sentence. */
const LAST_LINE_CHARS = 300

/** What came of a case: which limit it reached, how it ended, and what it printed, in this order. */
export async function judge(io: IoCase, { report, stdout, stderr }: Ran, patterns: Patterns): Promise<Outcome> {
  const shown = {
    expected: io.stdout,
    got: io.stdout === null ? null : stdout,
    output: io.stdout === null ? stdout + stderr : stderr,
    wallMs: report.wallMs,
  }
  const end = endOf(report)
  if (end) return { ...shown, status: 'fail', ...end }
  const ending = exitFault(io, report, stderr)
  if (ending) return { ...shown, status: 'fail', reason: 'exit_code', message: ending }
  const out = io.stdout === null ? null : await compare(io, io.stdout, stdout, 'The output', patterns)
  if (out && !out.pass) return { ...shown, status: 'fail', reason: null, message: out.message }
  const error = io.stderr === null ? null : await compare(io, io.stderr, stderr, 'The error output', patterns)
  if (error && !error.pass)
    return { ...shown, expected: io.stderr, got: stderr, output: stdout, status: 'fail', reason: null, message: error.message }
  return { ...shown, status: 'pass', reason: null, message: '' }
}

async function compare(io: IoCase, expected: string, got: string, what: string, patterns: Patterns): Promise<Verdict> {
  if (io.compare !== 'pattern') return compareText({ comparison: io.compare, expected, got, tolerance: io.tolerance, what })
  const fits = await patterns.fits(expected, got)
  if (fits === null) return { pass: false, message: `${what} is such that comparing it with what is expected took too long.` }
  return fits ? { pass: true, message: '' } : { pass: false, message: `${what} does not look as expected.` }
}

function exitFault(io: IoCase, { code, signal }: ExitReport, stderr: string): string | null {
  if (io.exit === null || (code === io.exit && signal === null)) return null
  const last = stderr.trimEnd().split('\n').at(-1)?.trim().slice(0, LAST_LINE_CHARS) ?? ''
  const said = last === '' ? '' : ` The last that it said: ${last}`
  if (signal !== null) return `It was ended by the signal ${signal}.${said}`
  return `It ended with the status ${code}, and ${io.exit} is expected.${said}`
}
