import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scale, shoppingList } from './soup.js'

test('nothing is cooked, nothing is bought', () => {
  // Hint: With no recipes the list is an empty array.
  assert.deepEqual(shoppingList([]), [])
})

test('a recipe for fewer people keeps everything else of it', () => {
  // Hint: Copy everything with ..., and change only people and grams.
  const jam = { title: 'Plum jam', people: 10, oven: false, ingredients: [{ name: 'plums', grams: 2000, ripe: true }] }
  assert.deepEqual(scale(jam, 3), { title: 'Plum jam', people: 3, oven: false, ingredients: [{ name: 'plums', grams: 600, ripe: true }] })
})

test('the same ingredient twice in a recipe, and recipes that stay as they are', () => {
  // Hint: Add to the sum that is there already, and never change an ingredient of a recipe.
  const cake = () => ({
    title: 'Cake',
    people: 8,
    ingredients: [
      { name: 'sugar', grams: 150 },
      { name: 'eggs', grams: 240 },
      { name: 'sugar', grams: 20 },
    ],
  })
  const recipes = [cake(), cake()]
  assert.deepEqual(shoppingList(recipes), [
    { name: 'eggs', grams: 480 },
    { name: 'sugar', grams: 340 },
  ])
  assert.deepEqual(recipes, [cake(), cake()])
})
