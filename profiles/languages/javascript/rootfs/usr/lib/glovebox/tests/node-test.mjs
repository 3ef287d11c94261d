// node:test, as test files see it.
import { mock } from 'node:test'
import { declareGroup, declareHook, makeTest } from './suite.mjs'

const test = makeTest('node')
const describe = (name, options, run) =>
  declareGroup(`${name}`, typeof options === 'function' ? options : run, Boolean(options?.skip || options?.todo))
describe.skip = (name, options, run) => declareGroup(`${name}`, typeof options === 'function' ? options : run, true)
describe.todo = describe.skip
describe.only = (name, run) => declareGroup(`${name}`, run)
const before = run => declareHook('before', run)
const after = run => declareHook('after', run)
const beforeEach = run => declareHook('beforeEach', run)
const afterEach = run => declareHook('afterEach', run)
Object.assign(test, { test, it: test, describe, suite: describe, before, after, beforeEach, afterEach, mock })
const { skip, todo, only } = test
for (const one of [test, describe]) Object.freeze(one)

export default test
export { after, afterEach, before, beforeEach, describe, describe as suite, mock, only, skip, test, test as it, todo }
