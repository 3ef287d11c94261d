import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from './door.js'

test('counts visitors in and out', () => {
  const door = openDoor(10)
  assert.equal(door.inside(), 0)
  assert.equal(door.enter(), 1)
  assert.equal(door.enter(), 2)
  assert.equal(door.leave(), 1)
  assert.equal(door.inside(), 1)
})

test('nobody else comes in when the tower is full', () => {
  const door = openDoor(2)
  door.enter()
  door.enter()
  assert.throws(() => door.enter(), { message: 'full' })
  // The one who was sent away is not counted.
  assert.equal(door.inside(), 2)
})

test('nobody can leave an empty tower', () => {
  const door = openDoor(2)
  assert.throws(() => door.leave(), { message: 'nobody is inside' })
  assert.equal(door.inside(), 0)
})

test('remembers how many were inside at most', () => {
  const door = openDoor(10)
  door.enter()
  door.enter()
  door.leave()
  assert.equal(door.most(), 2)
})

test('the count cannot be changed from outside', () => {
  const door = openDoor(10)
  door.enter()
  door.count = 7
  // Keep it in a variable of openDoor, not in the object.
  assert.equal(door.inside(), 1)
})
