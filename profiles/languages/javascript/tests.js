// Node brings its own test runner: a program with tests is run as any other.
import assert from 'node:assert/strict'
import { test } from 'node:test'

const isLeapYear = year => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

test('every fourth year is a leap year', () => {
  assert.equal(isLeapYear(2024), true)
  assert.equal(isLeapYear(2023), false)
})

test('a century is one only every 400 years', () => {
  assert.equal(isLeapYear(1900), false)
  assert.equal(isLeapYear(2000), true)
})
