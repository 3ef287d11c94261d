export interface Book {
  title: string
  year: number
}

export class Shelf<Item> {
  private items: Item[] = []

  add(item: Item): void {
    this.items.push(item)
  }

  sortedBy(key: keyof Item): Item[] {
    return [...this.items].sort((a, b) => (a[key] < b[key] ? -1 : 1))
  }
}
