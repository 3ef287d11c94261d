// Collects tests as test files declare them, and carries them out one after another. It is loaded before any submitted code, and takes with it what it needs of the
// language then: what is changed later does not reach it. node:test itself tells of no test before it has run, and cannot leave some out by number.

import { mock } from 'node:test'
import util from 'node:util'

// What takes a function's `this` as its first argument, and looks nothing up when it is called.
const uncurry = Function.prototype.call.bind.bind(Function.prototype.call)
const sourceOf = uncurry(Function.prototype.toString)
const indexOf = uncurry(String.prototype.indexOf)
const slice = uncurry(String.prototype.slice)
const split = uncurry(String.prototype.split)
const exec = uncurry(RegExp.prototype.exec)
const { stringify } = JSON
const { inspect } = util
const [BareError, BarePromise, timer] = [Error, Promise, setTimeout]
const { setPrototypeOf } = Object
// A list without a prototype: whoever sets a member's place there would be handed every member.
const list = () => setPrototypeOf([], null)

const group = (name, parent, skip) => ({
  __proto__: null,
  name,
  parent,
  skip,
  before: list(),
  after: list(),
  beforeEach: list(),
  afterEach: list(),
  left: 0,
  begun: false,
  fault: null,
})
let here = group('', null, false)
const tests = list()
let running = null
let file = { __proto__: null, name: '', source: '', token: '' }
// Whether what runs is a test file, and not what it loads.
let declaring = false

/** Which file's tests are declared from now on: as soon as it says so itself, with the token that only it has. */
function enterFile(name, source, token) {
  here = group('', null, false)
  file = { __proto__: null, name, source, token }
  declaring = false
}

/** The first thing that a test file does, when what it imports has been loaded. */
export function declareFrom(token) {
  if (token === file.token) declaring = true
}

/** Carries out what is not a test file's own: tests declared there are nobody's. */
function outside(run) {
  const before = declaring
  declaring = false
  try {
    return run()
  } finally {
    declaring = before
  }
}

/** Where the test file called, as its stack tells. */
function callPlace() {
  const stack = new BareError().stack
  if (typeof stack !== 'string') return null
  for (const line of split(stack, '\n')) {
    if (indexOf(line, file.name) < 0) continue
    const found = exec(/:(\d+):(\d+)\)?$/, line)
    if (found) return { line: +found[1], column: +found[2] }
  }
  return null
}

const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|[()]/g

/** The whole statement that declares a test: from its line to where its brackets close. */
function codeOf(run, place) {
  if (!place) return sourceOf(run)
  const { source } = file
  let from = 0
  for (let line = 1; line < place.line; line++) from = indexOf(source, '\n', from) + 1
  let depth = 0
  TOKEN.lastIndex = from
  for (let found = exec(TOKEN, source); found; found = exec(TOKEN, source)) {
    if (found[0] === '(') depth++
    if (found[0] !== ')' || --depth > 0) continue
    const end = indexOf(source, '\n', TOKEN.lastIndex)
    return slice(source, from, end < 0 ? source.length : end)
  }
  return sourceOf(run)
}

function pathOf(name, parent) {
  let path = name
  for (let one = parent; one?.name; one = one.parent) path = `${one.name} › ${path}`
  return path
}

function declare(name, run, { skip, timeout, flavour, callback }) {
  if (!declaring) return
  const place = callPlace()
  let skipped = skip || typeof run !== 'function'
  for (let one = here; one; one = one.parent) {
    skipped ||= one.skip
    one.left++
  }
  const code = typeof run === 'function' ? codeOf(run, place) : ''
  tests[tests.length] = {
    __proto__: null,
    name: pathOf(name, here),
    file: file.name,
    line: place?.line ?? 1,
    code,
    run,
    group: here,
    skip: skipped,
    timeout,
    flavour,
    callback,
  }
}

export function declareGroup(name, run, skip = false) {
  if (!declaring) return
  const outer = here
  here = group(name, outer, skip)
  try {
    run?.()
  } finally {
    here = outer
  }
}

export function declareHook(kind, run) {
  if (!declaring) return
  here[kind][here[kind].length] = run
}

/** A failure that says what was compared. */
export class Mismatch extends BareError {
  constructor(message, expected, got) {
    super(message)
    this.name = 'AssertionError'
    this.expected = expected
    this.actual = got
    this.told = true
  }
}

/** @param flavour `node`: functions get a context, and a callback second; `jest`: a callback only. */
export function makeTest(flavour) {
  const make = extra => (name, options, run) => {
    if (typeof name === 'function') [name, run] = [name.name || 'test', name]
    else if (typeof options === 'function') [options, run] = [typeof run === 'object' ? run : {}, options]
    const { skip = false, todo = false, timeout } = typeof options === 'object' && options ? options : {}
    const callback = typeof run === 'function' && run.length > (flavour === 'node' ? 1 : 0)
    // A test within a test is part of it.
    if (running) return inner(`${name}`, run, flavour, callback)
    declare(`${name}`, run, { skip: Boolean(skip || todo || extra.skip), timeout, flavour, callback: callback && flavour })
    return flavour === 'node' ? new BarePromise(resolve => resolve()) : undefined
  }
  const test = make({})
  test.skip = make({ skip: true })
  test.todo = make({ skip: true })
  test.only = make({})
  return test
}

async function inner(name, run, flavour, callback) {
  try {
    await call(run, flavour, callback && flavour)
  } catch (fault) {
    if (fault && typeof fault === 'object') fault.message = `${name}: ${fault.message}`
    if (running) running.fault ??= { __proto__: null, fault }
  }
}

function context() {
  const test = makeTest('node')
  return {
    name: running?.name,
    mock,
    test,
    diagnostic: line => console.log(line),
    skip: () => {},
    todo: () => {},
    plan: () => {},
    before: run => run(),
    after: run => {
      if (running) running.after = run
    },
    beforeEach: () => {},
    afterEach: () => {},
    signal: new AbortController().signal,
  }
}

function call(run, flavour, callback) {
  if (!callback) return flavour === 'node' ? run(context()) : run()
  return new BarePromise((resolve, reject) => {
    const done = fault => (fault ? reject(fault) : resolve())
    done.fail = reject
    if (callback === 'node') run(context(), done)
    else run(done)
  })
}

async function hooks(kind, one, outerFirst) {
  const chain = list()
  for (let at = one; at; at = at.parent) chain[chain.length] = at
  for (let index = 0; index < chain.length; index++) {
    const at = chain[outerFirst ? chain.length - 1 - index : index]
    for (let hook = 0; hook < at[kind].length; hook++) await call(at[kind][hook], 'jest', at[kind][hook].length > 0 && 'jest')
  }
}

async function begin(one) {
  if (!one || one.begun) return
  await begin(one.parent)
  one.begun = true
  for (let hook = 0; hook < one.before.length; hook++) await call(one.before[hook], 'jest', one.before[hook].length > 0 && 'jest')
}

async function end(one) {
  for (let at = one; at; at = at.parent)
    if (--at.left === 0 && at.begun) for (let hook = 0; hook < at.after.length; hook++) await at.after[hook]()
}

function show(value) {
  return typeof value === 'string' ? value : inspect(value, { depth: 6, maxArrayLength: 200, breakLength: 100 })
}

function verdict(fault) {
  const isError = typeof fault === 'object' && fault !== null && typeof fault.message === 'string'
  const assertion = isError && (fault.told === true || fault.code === 'ERR_ASSERTION')
  const compared =
    assertion &&
    (fault.told === true ||
      fault.operator === 'strictEqual' ||
      fault.operator === 'deepStrictEqual' ||
      fault.operator === 'deepEqual' ||
      fault.operator === '==')
  const stack = isError && typeof fault.stack === 'string' ? fault.stack : ''
  // Frames of the program, without those of Node and of this file.
  let frames = ''
  for (const line of split(stack, '\n')) if (indexOf(line, '    at ') === 0 && indexOf(line, '/code/') >= 0) frames += `\n${line}`
  const message = `${isError ? (assertion ? fault.message : `${fault.name}: ${fault.message}`) : `thrown: ${show(fault)}`}${frames}`
  const result = { __proto__: null, status: 'fail', message: slice(message, 0, 20_000) }
  if (compared) {
    result.expected = slice(show(fault.expected), 0, 20_000)
    result.got = slice(show(fault.actual), 0, 20_000)
  }
  return result
}

/** A fault that no test has caught: that of the test under way. */
function blame(fault) {
  if (running) running.stop(fault)
}

async function carryOut(test) {
  if (test.skip) return { __proto__: null, status: 'skip', message: '' }
  // Not what the promise brings: a promise can be reached.
  let outcome = null
  await new BarePromise(resolve => {
    const settle = one => {
      outcome ??= one
      resolve()
    }
    running = { __proto__: null, name: test.name, fault: null, after: null, stop: fault => settle({ __proto__: null, fault }) }
    void work(test, running, settle)
  })
  running = null
  return outcome.passed ? { __proto__: null, status: 'pass', message: '' } : verdict(outcome.fault)
}

async function work(test, own, settle) {
  try {
    await begin(test.group)
    await hooks('beforeEach', test.group, true)
    try {
      await call(test.run, test.flavour, test.callback)
    } finally {
      await own.after?.()
      await hooks('afterEach', test.group, false)
    }
    // What was thrown on the side is told before the next one begins.
    await new BarePromise(resolve => timer(resolve, 0))
    settle(own.fault ?? { __proto__: null, passed: true })
  } catch (fault) {
    settle(own.fault ?? { __proto__: null, fault })
  }
}

/** Tells the plan, and carries out every test but those to be left out. */
async function runAll(say, hear, left) {
  declaring = false
  let plan = ''
  for (let index = 0; index < tests.length; index++) {
    const { name, file, line, code } = tests[index]
    plan += `${index > 0 ? ',' : ''}${stringify({ __proto__: null, name, file, line, code })}`
  }
  say(`{"type":"plan","tests":[${plan}]}`)
  hear()
  for (let index = 0; index < tests.length; index++) {
    if (!left[index]) {
      say(`{"type":"start","test":${index}}`)
      const result = await carryOut(tests[index])
      say(`{"type":"end","test":${index},${slice(stringify(result), 1)}`)
      hear()
    }
    try {
      await end(tests[index].group)
    } catch (fault) {
      console.error(fault)
    }
  }
  say('{"type":"done"}')
}

let inside = { __proto__: null, enterFile, outside, blame, runAll }
/** What carries out the tests, for the first who asks: everybody may load this file. */
export function take() {
  const all = inside
  inside = null
  return all
}
