import type { ServerResponse } from 'node:http'
import type { AddressRates } from '../access/address-rates.ts'
import { AppError } from '../platform/app-error.ts'

/**
 * Counts one request of an address. Says in the answer's headers what is left (draft-ietf-httpapi-ratelimit-headers-10), and throws when nothing is.
 * @param what the beginning of the sentence that refuses, such as "Snippets are shared".
 */
export function countRequest(rates: AddressRates, address: string, response: ServerResponse, what: string): void {
  const { name, burst, perHour } = rates.policy
  const { allowed, left, nextMs, fullMs } = rates.take(address, performance.now())
  response.setHeader('ratelimit-policy', `"${name}";q=${burst};w=${Math.ceil((burst / perHour) * 3600)}`)
  response.setHeader('ratelimit', `"${name}";r=${left};t=${Math.ceil((left > 0 ? fullMs : nextMs) / 1000)}`)
  if (allowed) return
  const seconds = Math.max(1, Math.ceil(nextMs / 1000))
  response.setHeader('retry-after', String(seconds))
  throw new AppError(
    'rate_limited',
    `${what} ${burst} times at once and ${perHour} times an hour from one address. Try again in ${seconds} seconds.`,
  )
}
