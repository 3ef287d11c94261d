/** A figure beside its reference, taken in the same minutes on the same machine. */
export type Row = {
  readonly name: string
  /** In words and units: "2.4 ms, p95 4.1". */
  readonly measured: string
  readonly reference: string
  readonly ratio: number | null
  /** What `ratio`, or else the figure itself, is to be; null where there is nothing to reach. */
  readonly target: string | null
  readonly met: boolean | null
}

/** Value at a share of the sorted samples, 0.5 for the median; nearest rank. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)
export const p95 = (samples: readonly number[]): number => quantile(samples, 0.95)

/** Three digits are more than one run can vouch for. */
function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}

type Bound = { readonly most: number } | { readonly least: number }

/** A row whose target is on the ratio of a figure to its reference. */
export function ratioRow(name: string, value: number, unit: string, reference: number, referenceName: string, bound: Bound | null): Row {
  const ratio = value / reference
  return {
    name,
    measured: `${short(value)} ${unit}`,
    reference: `${short(reference)} ${unit} ${referenceName}`,
    ratio,
    target: bound && ('most' in bound ? `≤ ${bound.most} ×` : `≥ ${bound.least} ×`),
    met: bound && ('most' in bound ? ratio <= bound.most : ratio >= bound.least),
  }
}

/** A row whose target is on the figure itself. */
export function plainRow(name: string, value: number, unit: string, bound: Bound | null, reference = ''): Row {
  return {
    name,
    measured: `${short(value)} ${unit}`,
    reference,
    ratio: null,
    target: bound && ('most' in bound ? `≤ ${bound.most} ${unit}` : `≥ ${bound.least} ${unit}`),
    met: bound && ('most' in bound ? value <= bound.most : value >= bound.least),
  }
}

/** As Markdown, so that it can be pasted. */
export function toTable(rows: readonly Row[]): string {
  const head = ['figure', 'measured', 'reference', 'ratio', 'target', '']
  const mark = (met: boolean | null): string => (met === null ? '' : met ? 'met' : 'MISSED')
  const cells = [
    head,
    head.map(() => '---'),
    ...rows.map(row => [
      row.name,
      row.measured,
      row.reference,
      row.ratio === null ? '' : row.ratio.toFixed(2),
      row.target ?? '',
      mark(row.met),
    ]),
  ]
  const widths = head.map((_, column) => Math.max(...cells.map(line => [...(line[column] as string)].length)))
  return cells.map(line => `| ${line.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`).join('\n')
}
