import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from './door.js'

test('counts visitors in and out', () => {
  // Hint: enter and leave give back how many are inside afterwards.
  const door = openDoor(10)
  assert.equal(door.inside(), 0)
  assert.equal(door.enter(), 1)
  assert.equal(door.enter(), 2)
  assert.equal(door.leave(), 1)
  assert.equal(door.inside(), 1)
})

test('nobody else comes in when the tower is full', () => {
  // Hint: Throw before you count: whoever is sent away is not inside.
  const door = openDoor(2)
  door.enter()
  door.enter()
  assert.throws(() => door.enter(), { message: 'full' })
  assert.equal(door.inside(), 2)
})

test('nobody can leave an empty tower', () => {
  // Hint: When there are 0 visitors, throw an Error with this message.
  const door = openDoor(2)
  assert.throws(() => door.leave(), { message: 'nobody is inside' })
  assert.equal(door.inside(), 0)
})

test('remembers how many were inside at most', () => {
  // Hint: Compare with the most so far each time somebody enters.
  const door = openDoor(10)
  door.enter()
  door.enter()
  door.leave()
  assert.equal(door.most(), 2)
})

test('the count cannot be changed from outside', () => {
  // Hint: Keep the count in a variable of openDoor, and not in the object.
  const door = openDoor(10)
  door.enter()
  door.count = 7
  assert.equal(door.inside(), 1)
})
