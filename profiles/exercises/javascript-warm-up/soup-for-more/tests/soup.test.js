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
  // Hint: Multiply all grams by the new number of people, and divide by the old one.
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
  // Hint: 30 / 4 * 11 is 82.5. Math.round makes a whole number of it.
  const [peas, butter] = scale(soup(), 11).ingredients
  assert.equal(peas.grams, 1375)
  assert.equal(butter.grams, 83)
})

test('the recipe that was given stays as it is', () => {
  // Hint: Make a new object, and new ingredients too.
  const recipe = soup()
  scale(recipe, 8)
  assert.deepEqual(recipe, soup())
})

test('a list for two recipes adds up what both need', () => {
  // Hint: Each name is in the list once, and the list is sorted by name.
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
