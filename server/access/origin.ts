import { isLoopback } from '../platform/config.ts'

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

/**
 * By which hosts a server is asked that only this machine can connect to. A page whose name was made to lead here (DNS rebinding) says its own.
 * @param origins what else the operator says that it is called.
 */
export function isLocalHost(host: string, origins: readonly string[]): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname, host: whole } = new URL(`http://${host}`)
  if (isLoopback(hostname.replace(/^\[|\]$/g, '')) || hostname.endsWith('.localhost')) return true
  return origins.some(origin => URL.canParse(origin) && new URL(origin).host === whole)
}

/** Why a request for this host is not answered, or null. Programs may say none; browsers always do. */
export function hostFault(
  host: string | undefined,
  isOwnHost: (host: string) => boolean,
): { readonly status: number; readonly why: string } | null {
  if (host === undefined || isOwnHost(host)) return null
  const why =
    'This server answers to localhost and 127.0.0.1. To call it otherwise, set GLOVEBOX_ORIGINS, or GLOVEBOX_PROXIES behind a proxy.'
  return { status: 421, why }
}
