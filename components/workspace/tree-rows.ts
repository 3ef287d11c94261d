/** A row of the file tree. `name` is the whole name; of a folder, without the slash at its end. */
export type TreeRow = {
  readonly kind: 'folder' | 'file'
  readonly name: string
  readonly label: string
  /** 1 at the top. */
  readonly level: number
  readonly expanded: boolean
}

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The rows of a tree in the order in which they are shown: folders first, then files, each by name. What is in a closed folder is left out. */
export function treeRows(names: readonly string[], closed: ReadonlySet<string>): TreeRow[] {
  return rowsIn('', names, closed, 1)
}

function rowsIn(folder: string, names: readonly string[], closed: ReadonlySet<string>, level: number): TreeRow[] {
  const inside = names.filter(name => name.startsWith(folder)).map(name => name.slice(folder.length))
  const folders = [...new Set(inside.filter(name => name.includes('/')).map(name => name.slice(0, name.indexOf('/'))))]
  const files = inside.filter(name => !name.includes('/'))
  return [
    ...folders.toSorted(compare).flatMap(label => {
      const name = folder + label
      const expanded = !closed.has(name)
      const row: TreeRow = { kind: 'folder', name, label, level, expanded }
      return expanded ? [row, ...rowsIn(`${name}/`, names, closed, level + 1)] : [row]
    }),
    ...files.toSorted(compare).map((label): TreeRow => ({ kind: 'file', name: folder + label, label, level, expanded: false })),
  ]
}

function compare(one: string, other: string): number {
  return order.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0)
}
