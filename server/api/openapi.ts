import { z } from 'zod'
import { ApiProfiles, Problem, RunBody, RunEvent, RunResult } from '../protocol/rest.ts'

const SCHEMAS = '#/components/schemas/'

/** The schemas of requests, and those of answers: a default is there in an answer, and may be left out of a request. */
const PARTS = [
  { schema: RunBody, io: 'input' },
  { schema: RunResult, io: 'output' },
  { schema: RunEvent, io: 'output' },
  { schema: ApiProfiles, io: 'output' },
  { schema: Problem, io: 'output' },
] as const

/** What the REST API is, for programs (OpenAPI 3.1), made from the schemas that requests are checked with. */
export function describeApi(): object {
  const problem = { description: 'A refusal or a fault.', content: { 'application/problem+json': { schema: ref('Problem') } } }
  const retry = {
    'Retry-After': { description: 'Seconds until it is worth trying again.', schema: { type: 'integer' } },
  }
  const rates = {
    'RateLimit-Policy': { description: 'How often an address may ask.', schema: { type: 'string' } },
    RateLimit: { description: 'What is left of that.', schema: { type: 'string' } },
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Glovebox',
      version: '1',
      description: 'Runs programs in sealed boxes. Each request gets a box of its own, which has no network and is destroyed afterwards.',
    },
    servers: [{ url: '/' }],
    paths: {
      '/api/v1/run': {
        post: {
          operationId: 'run',
          summary: 'Run a program',
          description:
            'Answers when the program has ended, or tells what happens as it happens: the header `Accept` asks for lines of JSON, or for server-sent events. The program ends when the connection is closed.',
          requestBody: { required: true, content: { 'application/json': { schema: ref('RunRequest') } } },
          responses: {
            200: {
              description: 'What the program wrote and came to, whatever that is.',
              headers: rates,
              content: {
                'application/json': { schema: ref('RunResult') },
                'application/x-ndjson': { schema: ref('RunEvent') },
                'text/event-stream': { schema: ref('RunEvent') },
              },
            },
            429: { ...problem, headers: { ...rates, ...retry } },
            503: { ...problem, headers: retry },
            default: problem,
          },
        },
      },
      '/api/v1/profiles': {
        get: {
          operationId: 'profiles',
          summary: 'List the languages',
          responses: {
            200: {
              description: 'The languages, in the order of their menu.',
              content: { 'application/json': { schema: ref('Profiles') } },
            },
            default: problem,
          },
        },
      },
    },
    components: { schemas: Object.assign({}, ...PARTS.map(({ schema, io }) => toComponents(schema, io))) },
  }
}

/** A schema and those that it is made of, each under its name. */
function toComponents(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $defs } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => forgetBounds(jsonSchema) })
  return JSON.parse(JSON.stringify($defs).replaceAll('"#/$defs/', `"${SCHEMAS}`)) as Record<string, unknown>
}

/** That a number is no larger than numbers can be says nothing. */
function forgetBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `${SCHEMAS}${name}` }
}
