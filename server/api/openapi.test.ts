import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { startTestServer } from '../test-server.ts'
import { describeApi } from './openapi.ts'

type Schema = { readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly description?: string }
type Description = {
  readonly paths: Record<string, Record<string, unknown>>
  readonly components: { readonly schemas: Record<string, Schema> }
}

const description = describeApi() as Description

it('is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(description))
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
  described(description.components.schemas.RunRequest as Schema, 'RunRequest')
})

it('is served, and every address in it answers', async () => {
  await using server = await startTestServer()
  const url = `http://127.0.0.1:${server.port}`
  expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toEqual(description)
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of Object.keys(methods)) {
      const { status } = await fetch(url + path, { method: method.toUpperCase() })
      // The one that runs programs misses a body.
      expect([path, status]).toEqual([path, method === 'post' ? 415 : 200])
    }
  }
})
