import type { ServerResponse } from 'node:http'
import type { AddressRates, RatePolicy } from '../access/address-rates.ts'
import type { Caller } from '../access/callers.ts'
import { AppError } from '../platform/app-error.ts'

/**
 * Counts one request. Says in the answer's headers what is left (draft-ietf-httpapi-ratelimit-headers-10), and throws when nothing is.
 * @param what the beginning of the sentence that refuses, such as "Snippets are shared".
 */
export function countRequest(
  rates: AddressRates,
  { tenant, by }: Pick<Caller, 'tenant' | 'by'>,
  response: ServerResponse,
  what: string,
  policy: RatePolicy = rates.policy,
): void {
  const { name, burst, perHour } = policy
  const { allowed, left, nextMs, fullMs } = rates.take(tenant, performance.now(), policy)
  response.setHeader('ratelimit-policy', `"${name}";q=${burst};w=${Math.ceil((burst / perHour) * 3600)}`)
  response.setHeader('ratelimit', `"${name}";r=${left};t=${Math.ceil((left > 0 ? fullMs : nextMs) / 1000)}`)
  if (!allowed) throw tooOften(response, `${what} ${burst} times at once and ${perHour} times an hour`, by, nextMs)
}

/**
 * Counts the bytes of what is kept, and throws where there are more than are left. The headers are for requests.
 * @param what the beginning of the sentence that refuses, such as "Snippets are shared".
 */
export function countBytes(
  rates: AddressRates,
  { tenant, by }: Pick<Caller, 'tenant' | 'by'>,
  response: ServerResponse,
  what: string,
  bytes: number,
): void {
  const { allowed, nextMs } = rates.take(tenant, performance.now(), rates.policy, bytes)
  if (!allowed) throw tooOften(response, `${what} with ${rates.policy.perHour / 1_048_576} MB an hour at most`, by, nextMs)
}

function tooOften(response: ServerResponse, what: string, by: Caller['by'], nextMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(nextMs / 1000))
  response.setHeader('retry-after', String(seconds))
  const whose = by === 'key' ? 'with one key' : 'from one address'
  return new AppError('rate_limited', `${what} ${whose}. Try again in ${seconds} seconds.`)
}
