/**
 * Whether a request comes from a page of this server. Browsers do not apply the same-origin rule to WebSockets, nor to the sending of requests: they
 * only say where the page came from.
 *
 * @param allowed further origins, for a proxy that changes the Host header.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false
  if (allowed.includes(origin)) return true
  const url = new URL(origin)
  return (url.protocol === 'http:' || url.protocol === 'https:') && host !== undefined && url.host === host.toLowerCase()
}
