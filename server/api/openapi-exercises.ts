import { header, IDEMPOTENCY_KEY, IDEMPOTENT, json, PROBLEM, RATES, REFUSALS, REPLAYED, ref } from './openapi-words.ts'

const SLUG = { name: 'slug', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 } }
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[A-Za-z0-9]{22}$' } }
const NOT_THERE = { 404: { ...PROBLEM, description: 'There is no such thing.' } }
const UNCHANGED = { 304: { description: 'It is as the caller has it (If-None-Match).' } }
const KEPT = { Location: header('string', 'Where the submission can be read.'), 'Glovebox-Submission': header('string', 'Its id.') }

/** What can be done with exercises, and with what is handed in for them. */
export function describeExercises(security: readonly object[]): Readonly<Record<string, object>> {
  const reading = (operationId: string, summary: string, name: string) => ({
    operationId,
    summary,
    security,
    responses: { 200: { description: summary, headers: RATES, content: json(name) }, ...UNCHANGED, ...NOT_THERE, ...REFUSALS },
  })
  return {
    '/api/v1/exercises': { get: reading('exercises', 'List courses and exercises', 'ExerciseIndex') },
    '/api/v1/exercises/{slug}': { parameters: [SLUG], get: reading('exercise', 'Read an exercise', 'Exercise') },
    '/api/v1/exercises/{slug}/solution': { parameters: [SLUG], get: describeSolution(security) },
    '/api/v1/exercises/{slug}/submissions': { parameters: [SLUG], post: describeHandingIn(security) },
    '/api/v1/submissions/{id}': { parameters: [ID], get: reading('submission', 'Read a submission', 'SubmissionView') },
    '/api/v1/submissions/{id}/results.json': { parameters: [ID], get: describeResults(security) },
  }
}

function describeSolution(security: readonly object[]): object {
  const passed = 'The id of a submission that passed, where the exercise asks for that.'
  return {
    operationId: 'solution',
    summary: 'Read the solution of an exercise',
    security,
    parameters: [
      { name: 'language', in: 'query', required: true, description: 'Id of the profile.', schema: { type: 'string' } },
      { name: 'Glovebox-Submission', in: 'header', description: passed, schema: { type: 'string' } },
    ],
    responses: {
      200: { description: 'The solution.', headers: RATES, content: json('Solution') },
      403: { ...PROBLEM, description: 'It is not shown, or not yet.' },
      ...NOT_THERE,
      ...REFUSALS,
    },
  }
}

function describeHandingIn(security: readonly object[]): object {
  const member = 'What a student of a class was given on joining: the submission is then theirs.'
  const headers = { ...RATES, ...REPLAYED, ...KEPT }
  return {
    operationId: 'submit',
    summary: 'Hand in a solution',
    description:
      'It is graded in a fresh box, also when the connection is closed: the result can be read by its id, or by sending the same request under the same `Idempotency-Key` again. The header `Accept` asks for lines of JSON that tell what happens as it happens.',
    security,
    parameters: [IDEMPOTENCY_KEY, { name: 'Glovebox-Member', in: 'header', description: member, schema: { type: 'string' } }],
    requestBody: { required: true, content: json('SubmissionRequest') },
    responses: {
      200: {
        description: 'What happens, where lines are asked for.',
        headers,
        content: { 'application/x-ndjson': { schema: ref('GradingEvent') } },
      },
      201: { description: 'What came of it, whatever that is.', headers, content: json('Submission') },
      ...NOT_THERE,
      422: IDEMPOTENT[422],
      ...REFUSALS,
    },
  }
}

function describeResults(security: readonly object[]): object {
  return {
    operationId: 'results',
    summary: "Read a submission's results as other systems have them",
    security,
    parameters: [
      {
        name: 'form',
        in: 'query',
        description: "`exercism`: version 3 of its test runners' `results.json`. `prairielearn`: what its external graders answer.",
        schema: { type: 'string', enum: ['exercism', 'prairielearn'], default: 'exercism' },
      },
    ],
    responses: {
      200: { description: 'The results.', headers: RATES, content: { 'application/json': { schema: { type: 'object' } } } },
      409: { ...PROBLEM, description: 'It is still being graded.' },
      ...NOT_THERE,
      ...REFUSALS,
    },
  }
}
