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
  for (const name of ['RunRequest', 'Shared', 'SnippetRequest']) described(description.components.schemas[name] as Schema, name)
})

it('is served, and every address in it answers', async () => {
  await using server = await startTestServer()
  const url = `http://127.0.0.1:${server.port}`
  expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toEqual(description)
  // Bodies are missing, and so are the snippet and the key.
  const statuses: Record<string, number> = { post: 415, delete: 401, get: 200 }
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of Object.keys(methods).filter(name => name in statuses)) {
      const { status } = await fetch(url + path.replace('{id}', 'AAAAAAAAAAAA'), { method: method.toUpperCase() })
      expect([method, path, status]).toEqual([method, path, path.endsWith('}') && method === 'get' ? 404 : statuses[method]])
    }
  }
})

it('tells of keys as the server asks for them', () => {
  const security = (access: 'open' | 'keys' | 'off') => {
    const { paths } = describeApi(access) as { paths: Record<string, { post?: { security?: unknown } }> }
    return paths['/api/v1/run']?.post?.security
  }
  expect([security('open'), security('keys'), security('off')]).toEqual([[{}, { key: [] }], [{ key: [] }], undefined])
})
