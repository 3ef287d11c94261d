/**
 * Where readers report a snippet: a letter that names it, or the operator's own page.
 * @param to a mail or a web address; empty where there is none.
 */
export function reportLink(to: string, snippetUrl: string): string | null {
  if (to === '') return null
  if (!to.includes('://'))
    return `mailto:${to}?subject=${encodeURIComponent('Report of a snippet')}&body=${encodeURIComponent(`${snippetUrl}\n\n`)}`
  const url = new URL(to)
  url.searchParams.set('snippet', snippetUrl)
  return url.href
}
