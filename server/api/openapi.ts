import { z } from 'zod'
import { ApiProfiles, Problem, RunBody, RunEvent, RunResult } from '../protocol/rest.ts'
import { Shared, Snippet, SnippetContent } from '../protocol/snippet.ts'

const SCHEMAS = '#/components/schemas/'

/** The schemas of requests, and those of answers: a default is there in an answer, and may be left out of a request. */
const PARTS = [
  { name: 'RunRequest', schema: RunBody, io: 'input' },
  { name: 'RunResult', schema: RunResult, io: 'output' },
  { name: 'RunEvent', schema: RunEvent, io: 'output' },
  { name: 'Profiles', schema: ApiProfiles, io: 'output' },
  { name: 'Problem', schema: Problem, io: 'output' },
  { name: 'SnippetContent', schema: SnippetContent, io: 'input' },
  { name: 'Snippet', schema: Snippet, io: 'output' },
  { name: 'Shared', schema: Shared, io: 'output' },
] as const

const HEALTH = {
  type: 'object',
  required: ['live', 'ready'],
  properties: {
    live: { type: 'boolean', description: 'The server answers.' },
    ready: { type: 'boolean', description: 'A program could be run.' },
    why: { type: 'string', description: 'What that is known from.' },
  },
} as const

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
            200: json('The languages, in the order of their menu.', 'Profiles'),
            default: problem,
          },
        },
      },
      '/api/v1/snippets': {
        post: {
          operationId: 'share',
          summary: 'Share a snippet',
          description: 'What is the same as what was shared before has the same id, and a deletion key of its own.',
          requestBody: { required: true, content: { 'application/json': { schema: ref('SnippetContent') } } },
          responses: {
            200: json('It was here already.', 'Shared', rates),
            201: json('It is here now.', 'Shared', rates),
            429: { ...problem, headers: { ...rates, ...retry } },
            default: problem,
          },
        },
      },
      '/api/v1/snippets/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, description: 'What sharing answered.', schema: { type: 'string' } }],
        get: {
          operationId: 'snippet',
          summary: 'Read a snippet',
          responses: {
            200: json('The snippet.', 'Snippet', rates),
            304: { description: 'It is as the caller has it (If-None-Match).' },
            default: problem,
          },
        },
        delete: {
          operationId: 'unshare',
          summary: 'Take a share back',
          description: 'The snippet is gone once everybody who shared it has taken that back.',
          security: [{ deletionKey: [] }],
          responses: { 204: { description: 'It is taken back.' }, default: problem },
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Ask whether programs can be run',
          responses: {
            200: { description: 'A box can be had.', content: { 'application/json': { schema: HEALTH } } },
            503: { description: 'None can be had now.', content: { 'application/json': { schema: HEALTH } } },
          },
        },
      },
    },
    components: {
      schemas: Object.assign({}, ...PARTS.map(toComponents)),
      securitySchemes: { deletionKey: { type: 'http', scheme: 'bearer', description: 'The key that sharing answered with.' } },
    },
  }
}

/** A schema and those that it is made of, each under its name. */
function toComponents({ name, schema, io }: (typeof PARTS)[number]): Record<string, unknown> {
  const { $defs, $schema: _, ...own } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => forgetBounds(jsonSchema) })
  // One that has a name of its own is among its parts.
  const parts = own.$ref === undefined ? { [name]: own, ...$defs } : { ...$defs }
  return JSON.parse(JSON.stringify(parts).replaceAll('"#/$defs/', `"${SCHEMAS}`)) as Record<string, unknown>
}

/** That a number is no larger than numbers can be says nothing. */
function forgetBounds(schema: { minimum?: number; maximum?: number }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

function json(description: string, name: string, headers: object = {}): object {
  return { description, headers, content: { 'application/json': { schema: ref(name) } } }
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `${SCHEMAS}${name}` }
}
