import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { startTestServer } from '../test-server.ts'
import { describeApi } from './openapi.ts'

type Schema = { readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly description?: string }
type Description = {
  readonly paths: Record<string, Record<string, unknown>>
  readonly components: { readonly schemas: Record<string, Schema> }
}

const description = describeApi('open') as Description

it.each(['open', 'keys', 'off'] as const)('is valid OpenAPI 3.1 where the API is %s', async access => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(describeApi(access)) as Record<string, unknown>)
  expect(errors).toBeUndefined()
  expect([valid, validator.version]).toEqual([true, '3.1'])
})

it('refers to nothing that is not in it', () => {
  const names = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, path]) => path)
  expect(names.length).toBeGreaterThan(5)
  const known = Object.keys(description.components.schemas).map(name => `#/components/schemas/${name}`)
  expect(known).toEqual(expect.arrayContaining([...new Set(names)]))
})

it('describes every field of a request', () => {
  const described = (schema: Schema, path: string): void => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      expect(field.description, `${path}.${name}`).toMatch(/\.$/)
      described(field, `${path}.${name}`)
      if (field.items) described(field.items, `${path}.${name}[]`)
    }
  }
  for (const name of ['RunRequest', 'Shared', 'SnippetContent', 'SubmissionRequest'])
    described(description.components.schemas[name] as Schema, name)
})

it('is served, and every address in it answers', async () => {
  await using server = await startTestServer()
  const url = `http://127.0.0.1:${server.port}`
  expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toEqual(description)
  const statuses: Record<string, number> = {}
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of Object.keys(methods).filter(key => key !== 'parameters')) {
      const response = await fetch(url + path.replace('{id}', 'AAAAAAAAAAAA').replace('{slug}', 'none'), { method: method.toUpperCase() })
      expect(await response.text(), path).not.toContain('There is nothing at this address')
      statuses[`${method} ${path}`] = response.status
    }
  }
  expect(statuses).toEqual({
    // These miss a body.
    'post /api/v1/run': 415,
    'post /api/v1/snippets': 415,
    'get /api/v1/profiles': 200,
    'get /api/v1/snippets/{id}': 404,
    // Without a key.
    'delete /api/v1/snippets/{id}': 401,
    'get /api/v1/exercises': 200,
    'get /api/v1/exercises/{slug}': 404,
    // Without a language.
    'get /api/v1/exercises/{slug}/solution': 400,
    'post /api/v1/exercises/{slug}/submissions': 404,
    'get /api/v1/submissions/{id}': 404,
    'get /api/v1/submissions/{id}/results.json': 404,
    'get /healthz': 200,
  })
})

it('tells of keys as the server asks for them', () => {
  const security = (access: 'open' | 'keys' | 'off') => {
    const { paths } = describeApi(access) as { paths: Record<string, { post?: { security?: unknown } }> }
    return paths['/api/v1/run']?.post?.security
  }
  expect([security('open'), security('keys'), security('off')]).toEqual([[{}, { key: [] }], [{ key: [] }], undefined])
})
