import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from './door.js'

test('every door counts for itself', () => {
  // Hint: Keep the counts in variables inside of openDoor, so that each call has its own.
  const north = openDoor(5)
  const south = openDoor(5)
  north.enter()
  north.enter()
  south.enter()
  assert.equal(north.inside(), 2)
  assert.equal(south.inside(), 1)
  assert.equal(south.most(), 1)
})

test('there is room again when somebody has left', () => {
  // Hint: Throwing must not change the count.
  const door = openDoor(1)
  door.enter()
  assert.throws(() => door.enter(), Error)
  door.leave()
  assert.equal(door.enter(), 1)
  assert.equal(door.most(), 1)
})

test('the functions work on their own, without the object', () => {
  // Hint: Use variables of openDoor in place of this.
  const { enter, leave, inside, most } = openDoor(3)
  enter()
  enter()
  leave()
  assert.equal(inside(), 1)
  assert.equal(most(), 2)
})
