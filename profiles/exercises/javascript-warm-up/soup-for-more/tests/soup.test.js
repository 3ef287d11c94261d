import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scale, shoppingList } from './soup.js'

const soup = () => ({
  title: 'Pea soup',
  people: 4,
  ingredients: [
    { name: 'peas', grams: 500 },
    { name: 'butter', grams: 30 },
  ],
})

test('twice as many people need twice as much', () => {
  assert.deepEqual(scale(soup(), 8), {
    title: 'Pea soup',
    people: 8,
    ingredients: [
      { name: 'peas', grams: 1000 },
      { name: 'butter', grams: 60 },
    ],
  })
})

test('amounts are whole grams', () => {
  const [peas, butter] = scale(soup(), 11).ingredients
  assert.equal(peas.grams, 1375)
  // 30 / 4 * 11 is 82.5: round it.
  assert.equal(butter.grams, 83)
})

test('the recipe that was given stays as it is', () => {
  const recipe = soup()
  scale(recipe, 8)
  // Make a new object, and new ingredients too.
  assert.deepEqual(recipe, soup())
})

test('a list for two recipes adds up what both need', () => {
  const bread = {
    title: 'Bread',
    people: 6,
    ingredients: [
      { name: 'flour', grams: 600 },
      { name: 'butter', grams: 50 },
    ],
  }
  assert.deepEqual(shoppingList([soup(), bread]), [
    { name: 'butter', grams: 80 },
    { name: 'flour', grams: 600 },
    { name: 'peas', grams: 500 },
  ])
})
