import { expect, test } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './reports.ts'

test('a failed test is named with what it said, and with a bounded part of it', () => {
  const long = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
  const { passed, failed, faults } = readVitestReport(
    JSON.stringify({
      numPassedTests: 4,
      numFailedTests: 1,
      testResults: [
        {
          name: 'a.test.ts',
          assertionResults: [
            { status: 'passed', fullName: 'good', failureMessages: [] },
            { status: 'failed', fullName: 'bad one', failureMessages: [long] },
          ],
        },
      ],
    }),
  )
  expect({ passed, failed, count: faults?.length }).toEqual({ passed: 4, failed: 1, count: 1 })
  expect(faults?.[0]?.split('\n')).toEqual(['bad one', ...Array.from({ length: 12 }, (_, index) => `    line ${index}`), '    …'])
})

test('a file that cannot be loaded is named', () => {
  const report = {
    numPassedTests: 0,
    numFailedTests: 0,
    testResults: [{ name: 'b.test.ts', message: 'no such module', assertionResults: [] }],
  }
  expect(readVitestReport(JSON.stringify(report)).faults).toEqual(['b.test.ts\n    no such module'])
})

test('specs that cannot be loaded are told', () => {
  const report = { stats: { expected: 0, unexpected: 0, flaky: 0 }, suites: [], errors: [{ message: 'no such runner' }] }
  expect(readPlaywrightReport(JSON.stringify(report)).faults).toEqual(['the specs\n    no such runner'])
})

test('a spec that fails in a group is named with the group', () => {
  const spec = { title: 'stops', ok: false, tests: [{ results: [{ error: { message: 'expected x' } }, {}] }] }
  const report = {
    stats: { expected: 2, unexpected: 0, flaky: 1 },
    suites: [{ title: 'page.spec.ts', specs: [], suites: [{ title: 'a run', specs: [spec, { ...spec, ok: true }] }] }],
  }
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual({
    passed: 2,
    failed: 1,
    faults: ['page.spec.ts › a run › stops\n    expected x'],
  })
})
