import type { LanguageResult } from './smoke-runner.ts'

/** Columns of the table, and the subjects that each of them sums up. */
const COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['hello', ['hello']],
  ['stdin', ['stdin', 'ask']],
  ['Unicode', ['unicode']],
  ['error position', ['trace', 'fault', 'ahead']],
  ['limit', ['limit']],
  ['format', ['format']],
  ['lint', ['lint']],
]

/**
 * The smoke tests' results, a line to a language. A dash stands where the language has no such thing.
 * @param hot Run → first byte over the same in a bare shell, by language; left out where it was not measured.
 */
export function smokeTable(languages: readonly LanguageResult[], hot: ReadonlyMap<string, number> = new Map()): string {
  const rows = languages.map(({ id, title, version, results, ms }) => [
    title,
    version ?? '?',
    ...COLUMNS.map(([, subjects]) => {
      const about = results.filter(({ subject }) => subjects.includes(subject))
      return about.length === 0 ? '–' : about.every(({ faults }) => faults.length === 0) ? '✓' : '✗'
    }),
    ...(hot.size === 0 ? [] : [hot.get(id)?.toFixed(2) ?? '?']),
    `${results.filter(({ faults }) => faults.length === 0).length}/${results.length}`,
    `${(ms / 1000).toFixed(1)} s`,
  ])
  return toTable(['language', 'version', ...COLUMNS.map(([name]) => name), ...(hot.size === 0 ? [] : ['hot ratio']), 'all', 'time'], rows)
}

/** Lines up cells under their headings. */
export function toTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(heads), widths.map(width => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

/** Everything that was not as expected, in words. */
export function smokeFaults(languages: readonly LanguageResult[]): readonly string[] {
  return languages.flatMap(({ id, results }) =>
    results.flatMap(({ subject, faults }) => (faults.length > 0 ? [`${id}, ${subject}: ${faults.join('\n  ')}`] : [])),
  )
}
