// What test files in the manner of Jest, Vitest and Jasmine import, or find as globals.
import util from 'node:util'
import { expect } from './expect.mjs'
import { mockFunction, restoreSpies, spyOn } from './spies.mjs'
import { declareGroup, declareHook, makeTest } from './suite.mjs'

const { format, inspect } = util
const { isArray } = Array
const { defineProperty } = Object
const test = makeTest('jest')
const describe = (name, run) => declareGroup(`${name}`, run)
describe.skip = (name, run) => declareGroup(`${name}`, run, true)
describe.only = describe

// `test.each([[1, 2], …])('%i and %i', (a, b) => …)`
const each = declare => table => (name, run) => {
  for (const row of table) {
    const values = isArray(row) ? row : [row]
    const words = (`${name}`.match(/%[sdifjopc]/g) ?? []).length
    const named = `${name}`
      .replace(/%p/g, '%o')
      .replace(/\$(\w+)/g, (whole, key) => (row && typeof row === 'object' && key in row ? inspect(row[key]) : whole))
    const each = defineProperty(() => run(...values), 'toString', { value: () => `${run}` })
    declare(words > 0 ? format(named, ...values.slice(0, words)) : named, each)
  }
}
test.each = each(test)
describe.each = each(describe)
const it = test
// In the tests of Exercism all but the first one are left for later this way; here they all count.
const [xtest, xit, fit, xdescribe, fdescribe] = [test, test, test, describe, describe]
const beforeAll = run => declareHook('before', run)
const afterAll = run => declareHook('after', run)
const beforeEach = run => declareHook('beforeEach', run)
const afterEach = run => declareHook('afterEach', run)
const jest = { fn: mockFunction, spyOn, restoreAllMocks: restoreSpies, clearAllMocks() {}, resetAllMocks() {}, setTimeout() {} }

export const globals = {
  __proto__: null,
  test,
  it,
  describe,
  xtest,
  xit,
  fit,
  xdescribe,
  fdescribe,
  expect,
  beforeAll,
  afterAll,
  beforeEach,
  afterEach,
  jest,
  vi: jest,
}
for (const name in globals) Object.freeze(globals[name])
Object.freeze(globals)

export default globals
export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, fdescribe, fit, it, jest, jest as vi, test, xdescribe, xit, xtest }
