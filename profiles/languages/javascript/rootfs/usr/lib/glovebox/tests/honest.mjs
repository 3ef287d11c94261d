// Whether sets and maps are what they say. Comparisons go through them by their size and their iterators, and an object may bring its own ones along.
import util from 'node:util'

const { isSet, isMap, isProxy } = util.types
const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object
const uncurry = Function.prototype.call.bind.bind(Function.prototype.call)
const [eachInSet, eachInMap] = [uncurry(Set.prototype.forEach), uncurry(Map.prototype.forEach)]
const [ofSets, ofMaps, BareSet] = [Set.prototype, Map.prototype, Set]
const ASKED = ['size', 'has', 'get', 'keys', 'values', 'entries', 'forEach', Symbol.iterator]

function answersItself(value, native) {
  for (let at = value; at !== native; at = getPrototypeOf(at)) {
    if (at === null || isProxy(at)) return true
    for (let index = 0; index < ASKED.length; index++) if (getOwnPropertyDescriptor(at, ASKED[index])) return true
  }
  return false
}

/** Looks at a value, and at what it holds. */
export function isHonest(value, seen = new BareSet()) {
  if (typeof value !== 'object' || value === null || isProxy(value) || seen.has(value)) return true
  seen.add(value)
  let honest = true
  const look = one => {
    honest &&= isHonest(one, seen)
  }
  if (isSet(value)) {
    if (answersItself(value, ofSets)) return false
    eachInSet(value, look)
  } else if (isMap(value)) {
    if (answersItself(value, ofMaps)) return false
    eachInMap(value, (one, key) => {
      look(one)
      look(key)
    })
  }
  const own = keys(value)
  for (let index = 0; honest && index < own.length; index++) look(getOwnPropertyDescriptor(value, own[index])?.value)
  return honest
}

/** Has what compares deeply look first. It is called as before: by name, and with what is got first. */
export function lookFirst(assert) {
  const { AssertionError } = assert
  for (const name of ['deepEqual', 'deepStrictEqual']) {
    const compare = assert[name]
    assert[name] = {
      [name](got, expected, message) {
        if (isHonest(got)) return compare(got, expected, message)
        throw new AssertionError({
          message: message ?? 'A set or a map answers with properties of its own.',
          actual: got,
          expected,
          operator: name,
        })
      },
    }[name]
  }
}
