import { createHash } from 'node:crypto'
import type { Output } from './list.ts'
import { expectedOfPhpt } from './phpt.ts'

/** Says what is wrong with a program's output, or null when nothing is. `read` gives a file of the package. */
export function outputFault(output: string, expected: Output, read: (path: string) => string): string | null {
  if ('text' in expected) return difference(output, expected.text)
  if ('file' in expected) return difference(output, unix(read(expected.file)))
  if ('transcript' in expected) return difference(squeeze(output), squeeze(answersOf(unix(read(expected.transcript)))))
  if ('phpt' in expected) return phptFault(output.trim(), unix(read(expected.phpt)))
  if ('tap' in expected) return tapFault(output, expected.tap)
  if ('matches' in expected) {
    const missing = expected.matches.find(pattern => !new RegExp(pattern, 'mu').test(output))
    return missing === undefined ? null : `nothing in the output is like ${missing}`
  }
  const sha256 = createHash('sha256').update(output).digest('hex')
  return sha256 === expected.sha256 ? null : `other output: ${Buffer.byteLength(output)} bytes, SHA-256 ${sha256}`
}

function unix(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/** Names the first line that differs. Spaces at the ends of lines and empty lines at the end do not count, for many packages' files lost theirs. */
function difference(output: string, expected: string): string | null {
  const lines = (text: string): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map(line => line.trimEnd())
  const [is, shall] = [lines(output), lines(expected)]
  for (let at = 0; at < Math.max(is.length, shall.length); at++)
    if (is[at] !== shall[at]) return `line ${at + 1} is ${JSON.stringify(is[at] ?? null)}, not ${JSON.stringify(shall[at] ?? null)}`
  return null
}

/** What R said in a recorded session: all but its greeting, the program, and how long it took. */
function answersOf(record: string): string {
  const start = /^> /m.exec(record)?.index ?? 0
  const end = record.lastIndexOf('\n> proc.time()')
  return record
    .slice(start, end === -1 ? undefined : end)
    .split('\n')
    .filter(line => !/^[>+]( |$)/.test(line))
    .join('\n')
}

/** Empty lines come and go with the echo of the program. */
function squeeze(text: string): string {
  return text.replace(/\n\s*\n+/g, '\n').trim()
}

/** Test Anything Protocol: a plan, and as many lines "ok", none "not ok" that is not marked as to be done. */
function tapFault(output: string, checks: number): string | null {
  const lines = output.split('\n')
  const failed = lines.find(line => /^not ok\b/.test(line) && !/# *TODO/i.test(line))
  if (failed) return failed
  const plan = lines.find(line => line.startsWith('1..'))
  if (plan !== `1..${checks}`) return `the plan is ${plan ?? 'missing'}, not 1..${checks}`
  const passed = lines.filter(line => /^(not )?ok\b/.test(line)).length
  return passed === checks ? null : `${passed} checks instead of ${checks}`
}

function phptFault(output: string, test: string): string | null {
  const expected = expectedOfPhpt(test)
  if (typeof expected === 'string') return difference(output, expected)
  return expected.test(output) ? null : `the output is not like the test's own: ${JSON.stringify(output.slice(-300))}`
}
