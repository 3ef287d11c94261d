import { expect, it } from 'vitest'
import { reportLink } from './report-link.ts'

const SNIPPET = 'https://play.example.org/s/AAAAAAAAAAAA'

it.each([
  ['', null],
  ['abuse@example.org', `mailto:abuse@example.org?subject=Report%20of%20a%20snippet&body=${encodeURIComponent(`${SNIPPET}\n\n`)}`],
  ['https://example.org/report?from=glovebox', `https://example.org/report?from=glovebox&snippet=${encodeURIComponent(SNIPPET)}`],
])('reports to "%s"', (to, link) => {
  expect(reportLink(to, SNIPPET)).toBe(link)
})
