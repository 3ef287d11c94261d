// `expect(value).toBe(…)`: the matchers of Jest that tests of exercises use. They are judged by functions of Node that nothing changes afterwards.
import util from 'node:util'
import { isHonest } from './honest.mjs'
import { Mismatch } from './suite.mjs'

const { inspect, isDeepStrictEqual } = util
const { is, keys, getPrototypeOf } = Object
const { isArray } = Array
const { abs, pow } = Math
const { isNaN: isNotANumber } = Number
const uncurry = Function.prototype.call.bind.bind(Function.prototype.call)
const indexOf = uncurry(String.prototype.indexOf)
const splitText = uncurry(String.prototype.split)
const exec = uncurry(RegExp.prototype.exec)
const ownProperty = uncurry(Object.prototype.hasOwnProperty)
const toTag = uncurry(Object.prototype.toString)
const [BareMap, BareSet, BareError, BareRegExp] = [Map, Set, Error, RegExp]
const show = value => inspect(value, { depth: 6, breakLength: 100 })

class Asymmetric {
  constructor(name, fits) {
    this.name = name
    this.fits = fits
  }
  [inspect.custom]() {
    return this.name
  }
}

const isObject = value => typeof value === 'object' && value !== null
const isPlain = value => {
  const prototype = getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** As `toEqual` has it: properties that are undefined do not count, nor does the class; and what is expected may be a matcher. `part`: more properties may be there. */
function equals(got, expected, part = false, seen = new BareSet()) {
  if (expected instanceof Asymmetric) return expected.fits(got)
  if (is(got, expected)) return true
  if (!isObject(got) || !isObject(expected)) return false
  if (toTag(got) !== toTag(expected)) return false
  if (expected instanceof BareError) return got.message === expected.message
  if (
    !isArray(expected) &&
    !(expected instanceof BareMap) &&
    !(expected instanceof BareSet) &&
    !isPlain(expected) &&
    isPlain(expected) === isPlain(got)
  ) {
    if (isHonest(got) && isDeepStrictEqual(got, expected)) return true
    if (toTag(expected) !== '[object Object]') return false
  }
  if (expected instanceof BareMap || expected instanceof BareSet) return isHonest(got) && isDeepStrictEqual(got, expected)
  if (seen.has(expected)) return true
  seen.add(expected)
  if (isArray(expected)) {
    if (!isArray(got) || got.length !== expected.length) return false
    for (let index = 0; index < expected.length; index++) if (!equals(got[index], expected[index], part, seen)) return false
    return true
  }
  const wanted = keys(expected)
  for (let index = 0; index < wanted.length; index++) {
    const key = wanted[index]
    if (part && !(key in got)) return false
    if (!equals(got[key], expected[key], part, seen)) return false
  }
  if (part) return true
  const there = keys(got)
  for (let index = 0; index < there.length; index++)
    if (got[there[index]] !== undefined && !ownProperty(expected, there[index])) return false
  return true
}

function at(value, path) {
  const parts = isArray(path) ? path : splitText(`${path}`, '.')
  let found = value
  for (let index = 0; index < parts.length; index++) {
    if (found === null || found === undefined || !(parts[index] in new Object(found))) return { there: false, value: undefined }
    found = found[parts[index]]
  }
  return { there: true, value: found }
}

// An object can be another number each time that it is asked.
const isNumber = value => typeof value === 'number' || typeof value === 'bigint'
const comparable = (got, than) => isNumber(got) || !isNumber(than)
const close = (got, expected, digits = 2) => comparable(got, expected) && closeBy(got, expected, digits)
const closeBy = (got, expected, digits) => is(got, expected) || abs(got - expected) < pow(10, -digits) / 2
const fitsText = (text, wanted) =>
  typeof text === 'string' && (wanted instanceof BareRegExp ? exec(wanted, text) !== null : indexOf(text, `${wanted}`) >= 0)

function contains(got, item, same) {
  if (typeof got === 'string') return indexOf(got, `${item}`) >= 0
  for (const one of got ?? []) if (same(one, item)) return true
  return false
}

function throwsAs(fault, wanted) {
  if (wanted === undefined) return true
  if (typeof wanted === 'function') return fault instanceof wanted
  const message = isObject(fault) && 'message' in fault ? fault.message : fault
  if (wanted instanceof Asymmetric) return wanted.fits(fault)
  if (isObject(wanted) && !(wanted instanceof BareRegExp)) return message === wanted.message
  return fitsText(`${message}`, wanted)
}

const calls = got => got?.mock?.calls ?? []
const calledWith = (got, args) => {
  const all = calls(got)
  for (let index = 0; index < all.length; index++) if (equals(all[index], args)) return true
  return false
}

/** Each gives whether it holds. */
const MATCHERS = {
  __proto__: null,
  toBe: (got, expected) => is(got, expected),
  toEqual: (got, expected) => equals(got, expected),
  toStrictEqual: (got, expected) =>
    isHonest(got) &&
    (isDeepStrictEqual(got, expected) ||
      (getPrototypeOf(new Object(got)) === getPrototypeOf(new Object(expected)) && equals(got, expected))),
  toMatchObject: (got, expected) => equals(got, expected, true),
  toBeTruthy: got => Boolean(got),
  toBeFalsy: got => !got,
  toBeNull: got => got === null,
  toBeUndefined: got => got === undefined,
  toBeDefined: got => got !== undefined,
  toBeNaN: got => isNotANumber(got),
  toBeGreaterThan: (got, than) => comparable(got, than) && got > than,
  toBeGreaterThanOrEqual: (got, than) => comparable(got, than) && got >= than,
  toBeLessThan: (got, than) => comparable(got, than) && got < than,
  toBeLessThanOrEqual: (got, than) => comparable(got, than) && got <= than,
  toBeCloseTo: close,
  toBeInstanceOf: (got, type) => got instanceof type,
  toBeTypeOf: (got, type) => typeof got === type,
  toMatch: fitsText,
  toContain: (got, item) => contains(got, item, is),
  toContainEqual: (got, item) => contains(got, item, (one, other) => equals(one, other)),
  toHaveLength: (got, length) => got?.length === length,
  toHaveSize: (got, size) => (got?.size ?? got?.length) === size,
  toHaveProperty: (got, path, ...value) => {
    const found = at(got, path)
    return found.there && (value.length === 0 || equals(found.value, value[0]))
  },
  toHaveBeenCalled: got => calls(got).length > 0,
  toHaveBeenCalledTimes: (got, times) => calls(got).length === times,
  toHaveBeenCalledWith: (got, ...args) => calledWith(got, args),
}

function judge(name, holds, negated, got, args) {
  if (holds !== negated) return
  const not = negated ? 'not.' : ''
  const expected = args.length > 0 ? args[0] : name
  const words = args.length > 0 ? `\n\nExpected: ${negated ? 'not ' : ''}${show(expected)}` : ''
  throw new Mismatch(
    `expect(received).${not}${name}(${args.length > 0 ? 'expected' : ''})${words}\nReceived: ${show(got)}`,
    negated ? `not ${show(expected)}` : expected,
    got,
  )
}

function throwing(name, negated, got, wanted) {
  let fault
  let thrown = false
  try {
    got()
  } catch (error) {
    thrown = true
    fault = error
  }
  const expected = wanted === undefined ? 'an error' : wanted
  const received = thrown ? fault : 'no error'
  if ((thrown && throwsAs(fault, wanted)) !== negated) return
  throw new Mismatch(
    `expect(function).${negated ? 'not.' : ''}${name}()\n\nExpected: ${negated ? 'not ' : ''}${show(expected)}\nReceived: ${thrown ? show(fault?.message ?? fault) : 'the function did not throw'}`,
    expected,
    received,
  )
}

function matchers(got, negated) {
  const all = { __proto__: null }
  for (const name in MATCHERS) all[name] = (...args) => judge(name, Boolean(MATCHERS[name](got, ...args)), negated, got, args)
  all.toThrow = wanted => throwing('toThrow', negated, got, wanted)
  all.toThrowError = all.toThrow
  return all
}

/** Of a promise: each matcher becomes one that waits. */
function awaited(take, negated) {
  const all = { __proto__: null }
  for (const name in matchers(null, negated))
    all[name] = async (...args) => {
      const value = await take()
      const isThrow = name === 'toThrow' || name === 'toThrowError'
      const subject = isThrow
        ? () => {
            throw value
          }
        : value
      return matchers(subject, negated)[name](...args)
    }
  return all
}

const resolving = got => async () => (typeof got === 'function' ? got() : got)
const rejecting = got => async () => {
  let value
  try {
    value = await (typeof got === 'function' ? got() : got)
  } catch (fault) {
    return fault
  }
  throw new Mismatch(
    `expect(promise).rejects\n\nExpected: a promise that is rejected\nReceived: ${show(value)}`,
    'a promise that is rejected',
    value,
  )
}

export function expect(got) {
  const all = matchers(got, false)
  all.not = matchers(got, true)
  all.resolves = awaited(resolving(got), false)
  all.resolves.not = awaited(resolving(got), true)
  all.rejects = awaited(rejecting(got), false)
  all.rejects.not = awaited(rejecting(got), true)
  return all
}

const PRIMITIVES = new BareMap([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [BigInt, 'bigint'],
  [Symbol, 'symbol'],
  [Function, 'function'],
])
const primitiveOf = type => PRIMITIVES.get(type)
Object.assign(expect, {
  any: type => new Asymmetric(`any ${type.name}`, value => typeof value === primitiveOf(type) || value instanceof type),
  anything: () => new Asymmetric('anything', value => value !== null && value !== undefined),
  objectContaining: part => new Asymmetric(`an object with ${show(part)}`, value => equals(value, part, true)),
  arrayContaining: items =>
    new Asymmetric(`an array with ${show(items)}`, value => {
      for (let index = 0; index < items.length; index++)
        if (!contains(value, items[index], (one, other) => equals(one, other))) return false
      return isArray(value)
    }),
  stringContaining: part => new Asymmetric(`a string with ${show(part)}`, value => typeof value === 'string' && indexOf(value, part) >= 0),
  stringMatching: pattern =>
    new Asymmetric(`a string like ${show(pattern)}`, value =>
      fitsText(value, typeof pattern === 'string' ? new BareRegExp(pattern) : pattern),
    ),
  closeTo: (number, digits) => new Asymmetric(`about ${number}`, value => close(value, number, digits)),
  assertions: () => {},
  hasAssertions: () => {},
})
