import { isLoopback } from '../platform/config.ts'
import type { LtiPlatform } from '../store/lti-record.ts'

/** Longer addresses are no course system's. */
const URL_LENGTH = 2048
const ANSWER_MS = 10_000
const ANSWER_BYTES = 256 * 1024

/** Why this is no address of a course system, or null. Only loopback is spoken to without TLS: what is sent there does not leave the machine. */
export function urlFault(url: string): string | null {
  if (url.length > URL_LENGTH || !URL.canParse(url)) return `"${url.slice(0, 100)}" is not a web address.`
  const { protocol, hostname, username, password, hash } = new URL(url)
  const local = isLoopback(hostname.replace(/^\[|\]$/g, '')) || hostname === 'localhost'
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) return `"${url}" must begin with https://.`
  if (username !== '' || password !== '' || hash !== '') return `"${url}" must have no name, no password and no fragment in it.`
  return null
}

/** Whether an address is on one of the hosts that the operator named for a course system. What its launches name is held to that. */
export function isOfPlatform(url: string, platform: LtiPlatform): boolean {
  return urlFault(url) === null && originsOf(platform).includes(new URL(url).origin)
}

/** Every origin that the operator named for a course system. */
export function originsOf({ issuer, loginUrl, tokenUrl, jwksUrl, origins }: LtiPlatform): readonly string[] {
  const named = [issuer, loginUrl, tokenUrl, jwksUrl].filter(url => urlFault(url) === null).map(url => new URL(url).origin)
  return [...new Set([...named, ...origins])]
}

/**
 * The only way in which this server asks a course system for something. The address must be one that the operator has registered, or on the same host as
 * one: whoever comes from elsewhere cannot make the server connect anywhere, and no redirect is followed. Time and size are bounded.
 */
export async function askPlatform(
  platform: LtiPlatform,
  url: string,
  { method, headers, body, signal }: Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'> = {},
): Promise<Response> {
  if (!isOfPlatform(url, platform)) throw new Error(`${url.slice(0, 100)} is not on a host that is registered for ${platform.issuer}`)
  const late = AbortSignal.timeout(ANSWER_MS)
  const answer = await fetch(url, {
    method: method ?? 'GET',
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...(headers ? { headers } : {}),
    ...(body ? { body } : {}),
  })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES) throw new Error(`${new URL(url).origin} answers with more than ${ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  // Some statuses must have no body.
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status: answer.status, headers: answer.headers })
}
