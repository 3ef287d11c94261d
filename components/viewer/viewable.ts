/** How a file can be shown beside the terminal. */
export type ViewKind = 'document' | 'drawing' | 'table' | 'picture' | 'text'

const KINDS: Readonly<Record<string, ViewKind>> = {
  '.html': 'document',
  '.htm': 'document',
  '.svg': 'drawing',
  '.csv': 'table',
  '.tsv': 'table',
  '.png': 'picture',
  '.jpg': 'picture',
  '.jpeg': 'picture',
  '.gif': 'picture',
  '.webp': 'picture',
  '.txt': 'text',
  '.log': 'text',
}

/** Goes by how the name ends. Null for files that there is no view of. */
export function viewKind(name: string): ViewKind | null {
  return KINDS[/\.\w+$/.exec(name)?.[0].toLowerCase() ?? ''] ?? null
}
