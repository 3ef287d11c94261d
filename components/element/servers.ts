/** A script's element, as far as it is looked at. */
type ScriptTag = { readonly src: string; readonly dataset: { readonly servers?: string | undefined } }

/**
 * The servers, as origins, that a page lets its examples be shown by: that of the script, and those that the script's own element names in `data-servers`.
 * An example's element may be somebody else's, where a page shows what others have written, and has no say in who is handed files of the page.
 */
export function trustedServers(script: string, tags: Iterable<ScriptTag>): ReadonlySet<string> {
  const named = [...tags].filter(tag => tag.src === script).flatMap(tag => (tag.dataset.servers ?? '').split(/\s+/))
  return new Set([new URL(script).origin, ...named])
}

/** The address in the attribute `server`, if it is one of these. */
export function trusted(address: URL, servers: ReadonlySet<string>): URL {
  // What is no web address has "null" for its origin, as other such addresses have.
  if (/^https?:$/.test(address.protocol) && servers.has(address.origin)) return address
  throw new Error(`This page does not let "${address.href}" show its examples: its script does not name that in data-servers.`)
}
