/** Addresses of snippets, and of the playground with one. */

const NAMED = 'snippet'
/** What stands behind the `#` of a private link, before what it holds. */
export const PRIVATE = 'code='

export type Address = Pick<Location, 'search' | 'hash'>

/** Whether an address has a snippet behind its `#`. */
export function isPrivate(hash: string): boolean {
  return hash.startsWith(`#${PRIVATE}`)
}

export function namesSnippet({ search, hash }: Address): boolean {
  return isPrivate(hash) || new URLSearchParams(search).has(NAMED)
}

export function namedSnippet({ search }: Address): string | null {
  return new URLSearchParams(search).get(NAMED)
}

/** The playground with a snippet, to go on with. */
export function playgroundPath(id: string): string {
  return `/?${NAMED}=${id}`
}

export function snippetPath(id: string): string {
  return `/s/${id}`
}
