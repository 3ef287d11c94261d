import { z } from 'zod'
import { type ApiAccess, KEY_PREFIX } from '../access/callers.ts'
import { Exercise, ExerciseIndex, GradingEvent, Solution, Submission, SubmissionBody, SubmissionView } from '../protocol/exercise.ts'
import { ApiProfiles, Problem, RunBody, RunEvent, RunResult } from '../protocol/rest.ts'
import { Shared, Snippet, SnippetContent } from '../protocol/snippet.ts'
import { describeExercises } from './openapi-exercises.ts'
import { header, IDEMPOTENCY_KEY, IDEMPOTENT, json, PROBLEM, RATES, REFUSALS, REPLAYED, RETRY, ref, SCHEMAS } from './openapi-words.ts'

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
  { name: 'ExerciseIndex', schema: ExerciseIndex, io: 'output' },
  { name: 'Exercise', schema: Exercise, io: 'output' },
  { name: 'Solution', schema: Solution, io: 'output' },
  { name: 'SubmissionRequest', schema: SubmissionBody, io: 'input' },
  { name: 'Submission', schema: Submission, io: 'output' },
  { name: 'SubmissionView', schema: SubmissionView, io: 'output' },
  { name: 'GradingEvent', schema: GradingEvent, io: 'output' },
] as const

const SNIPPET_ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9A-Za-z]{12}$' } }

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
export function describeApi(access: ApiAccess): object {
  const anybody = [{}, { key: [] }]
  return {
    openapi: '3.1.0',
    info: {
      title: 'Glovebox',
      version: '1',
      description: 'Runs programs in sealed boxes. Each request gets a box of its own, which has no network and is destroyed afterwards.',
    },
    servers: [{ url: '/' }],
    paths: {
      ...(access === 'off' ? {} : { '/api/v1/run': { post: describeRun(access === 'keys' ? [{ key: [] }] : anybody) } }),
      '/api/v1/profiles': {
        get: {
          operationId: 'profiles',
          summary: 'List the languages',
          responses: { 200: { description: 'The languages, in the order of their menu.', content: json('Profiles') }, default: PROBLEM },
        },
      },
      '/api/v1/snippets': { post: describeSharing(anybody) },
      '/api/v1/snippets/{id}': { parameters: [SNIPPET_ID], ...describeSnippet(anybody) },
      ...describeExercises(anybody),
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Ask whether programs can be run',
          responses: {
            200: { description: 'A box can be had.', content: { 'application/json': { schema: HEALTH } } },
            503: { description: 'None can be had now.', headers: RETRY, content: { 'application/json': { schema: HEALTH } } },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: `A key of this server, which begins with \`${KEY_PREFIX}\`. Its operator makes them.`,
        },
        deletionKey: { type: 'http', scheme: 'bearer', description: 'The `deletionKey` that came with sharing.' },
      },
      schemas: Object.assign({}, ...PARTS.map(toComponents)),
    },
  }
}

function describeRun(security: readonly object[]): object {
  return {
    operationId: 'run',
    summary: 'Run a program',
    description:
      'Answers when the program has ended, or tells what happens as it happens: the header `Accept` asks for lines of JSON, or for server-sent events. The program ends when the connection is closed, unless the request has an `Idempotency-Key`, which only answers that come whole can have.',
    security,
    parameters: [IDEMPOTENCY_KEY],
    requestBody: { required: true, content: json('RunRequest') },
    responses: {
      200: {
        description: 'What the program wrote and came to, whatever that is.',
        headers: { ...RATES, ...REPLAYED },
        content: {
          ...json('RunResult'),
          'application/x-ndjson': { schema: ref('RunEvent') },
          'text/event-stream': { schema: ref('RunEvent') },
        },
      },
      ...IDEMPOTENT,
      ...REFUSALS,
    },
  }
}

function describeSharing(security: readonly object[]): object {
  const shared = (description: string) => ({
    description,
    headers: { ...RATES, ...REPLAYED, Location: header('string', 'Where the snippet can be read.') },
    content: json('Shared'),
  })
  return {
    operationId: 'share',
    summary: 'Share a snippet',
    description: 'What is the same as what was shared before has the same id, and a deletion key of its own.',
    security,
    parameters: [IDEMPOTENCY_KEY],
    requestBody: { required: true, content: json('SnippetContent') },
    responses: {
      200: shared('It was here already.'),
      201: shared('It is here now.'),
      ...IDEMPOTENT,
      ...REFUSALS,
    },
  }
}

function describeSnippet(security: readonly object[]): object {
  const gone = { 404: { ...PROBLEM, description: 'There is no such snippet.' }, 410: { ...PROBLEM, description: 'It was taken down.' } }
  return {
    get: {
      operationId: 'snippet',
      summary: 'Read a snippet',
      security,
      responses: {
        200: { description: 'The snippet.', headers: RATES, content: json('Snippet') },
        304: { description: 'It is as the caller has it (If-None-Match).' },
        ...gone,
        ...REFUSALS,
      },
    },
    delete: {
      operationId: 'unshare',
      summary: 'Take a share back',
      description: 'The snippet is gone when everybody who shared it has taken that back.',
      security: [{ deletionKey: [] }],
      responses: {
        204: { description: 'It is taken back.', headers: RATES },
        403: { ...PROBLEM, description: 'The key takes no share of this snippet back.' },
        ...gone,
        ...REFUSALS,
      },
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
