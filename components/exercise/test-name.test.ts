import { expect, it } from 'vitest'
import { testName } from './test-name.ts'

it.each([
  ['test_no_water_at_low_tide', 'No water at low tide'],
  ['TestCapitalsDoNotMatter', 'Capitals do not matter'],
  ['Test_capitals', 'Capitals'],
  ['countsEveryVote', 'Counts every vote'],
  ['testCountsCSVLines', 'Counts CSV lines'],
  ['test_price[3-4]', 'Price [3-4]'],
  ['greets Ada', 'greets Ada'],
  ['test', 'Test'],
  ['testing_the_till', 'Testing the till'],
  ['test_', 'test_'],
  ['測試', '測試'],
])('%s is told as %s', (name, told) => {
  expect(testName({ kind: 'unit', name })).toBe(told)
})

it('leaves what the author has written for people', () => {
  expect(testName({ kind: 'io', name: 'test_1' })).toBe('test_1')
})
