import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

const noted = new WeakMap<IncomingMessage, string>()

/**
 * Notes where a request comes from, for whoever asks later: the address that connects, or behind proxies the one that the outermost of them saw. What a
 * client claims itself stands further to the left and is not heard.
 * @param proxies how many of the operator's own proxies each request passes, every one of which adds to `X-Forwarded-For`.
 */
export function noteAddress(request: IncomingMessage, proxies: number): void {
  if (proxies === 0) return
  const passed = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const address = passed.at(-proxies)?.trim() ?? ''
  if (isIP(address) !== 0) noted.set(request, address)
}

export function addressOf(request: IncomingMessage): string {
  return noted.get(request) ?? request.socket.remoteAddress ?? 'unknown'
}
