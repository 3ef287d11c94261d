/** The same recipe for another number of people. The one that is given stays as it is. */
export function scale(recipe, people) {
  const factor = people / recipe.people
  const ingredients = recipe.ingredients.map(ingredient => ({ ...ingredient, grams: Math.round(ingredient.grams * factor) }))
  return { ...recipe, people, ingredients }
}

/** What to buy for all of the recipes: each ingredient once, sorted by name. */
export function shoppingList(recipes) {
  const sums = new Map()
  for (const { name, grams } of recipes.flatMap(recipe => recipe.ingredients)) {
    sums.set(name, (sums.get(name) ?? 0) + grams)
  }
  return [...sums].map(([name, grams]) => ({ name, grams })).sort((a, b) => a.name.localeCompare(b.name))
}
