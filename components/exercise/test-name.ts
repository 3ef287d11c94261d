import type { TestResult } from '../../server/protocol/exercise.ts'

/**
 * A test's name for people: `test_no_water_at_low_tide`, `TestNoWaterAtLowTide` and `noWaterAtLowTide` are told as "No water at low tide". What has spaces was written
 * for people, and stays; so does what a parameter or an outer test adds.
 */
export function testName({ kind, name }: Pick<TestResult, 'kind' | 'name'>): string {
  if (kind === 'io' || /\s/.test(name)) return name
  const [whole = '', word = '', rest = ''] = /^(?:[Tt]est(?:_+|(?=[A-Z])))?(\w*)(.*)$/s.exec(name) ?? []
  if (whole === '' || word === '') return name
  const words = word.includes('_') ? word.split('_') : word.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
  const spoken = words.filter(Boolean).map(one => (/^[A-Z][a-z\d]*$/.test(one) ? one.toLowerCase() : one))
  const text = spoken.join(' ')
  return text === '' ? name : `${text.charAt(0).toUpperCase()}${text.slice(1)}${rest === '' ? '' : ` ${rest}`}`
}
