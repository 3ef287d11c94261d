import { KEPT_MS } from '../http/idempotency.ts'

export const SCHEMAS = '#/components/schemas/'

export function ref(name: string): { readonly $ref: string } {
  return { $ref: `${SCHEMAS}${name}` }
}

export const json = (name: string) => ({ 'application/json': { schema: ref(name) } })

export const PROBLEM = { description: 'A refusal or a fault.', content: { 'application/problem+json': { schema: ref('Problem') } } }

export const header = (type: string, description: string) => ({ description, schema: { type } })
export const RETRY = { 'Retry-After': header('integer', 'Seconds until it is worth trying again.') }
export const RATES = {
  'RateLimit-Policy': header('string', 'How often an address, or a key, may ask.'),
  RateLimit: header('string', 'What is left of that.'),
}
export const REPLAYED = { 'Idempotent-Replayed': header('string', '`true` where the answer is that of an earlier request.') }

/** What may go wrong wherever something is counted and a key may be shown. */
export const REFUSALS = {
  401: {
    ...PROBLEM,
    description: 'The key is missing, or not known here.',
    headers: { 'WWW-Authenticate': header('string', '`Bearer`.') },
  },
  429: { ...PROBLEM, description: 'Too often, or too much at the same time.', headers: { ...RATES, ...RETRY } },
  503: { ...PROBLEM, description: 'Not now.', headers: RETRY },
  default: PROBLEM,
}
export const IDEMPOTENT = {
  409: { ...PROBLEM, description: 'The request of this Idempotency-Key is still being done.', headers: RETRY },
  422: { ...PROBLEM, description: 'This Idempotency-Key was that of another request.' },
}
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: `Names the request, so that it is done once however often it is sent: for ${KEPT_MS / 60_000} minutes the same name and the same request get the same answer. Random, such as a UUID.`,
  schema: { type: 'string', minLength: 16, maxLength: 255 },
}
