/** Whether a snippet may be one of those that were shared from here: the list, and what checks it, need not be loaded for any other. */
export function mayBeOwn(id: string): boolean {
  try {
    return localStorage.getItem('glovebox:shares')?.includes(id) ?? false
  } catch {
    return false
  }
}
