import { expect, it } from 'vitest'
import { type ApiDescription, type ApiSchema, METHODS } from '../../components/docs/api-reference.ts'
import { DOC_PAGES, type DocPage, findDocPage } from '../../components/docs/doc-pages.ts'
import { renderDoc } from '../../components/docs/render-doc.ts'
import { describeApi } from '../../server/api/openapi.ts'
import { ERROR_CODES, errorStatus } from '../../server/protocol/errors.ts'
import { readTexts } from './texts.ts'

const TEXTS = readTexts()

it.each(DOC_PAGES)('the page $title has a title, and says what it is about', async page => {
  const doc = await renderDoc(page, TEXTS)
  expect(doc.title).not.toBe('')
  expect(doc.description.length).toBeGreaterThan(20)
})

it('describes every endpoint, every field and every error of the API', async () => {
  const { blocks, headings } = await renderDoc(findDocPage('api') as DocPage, TEXTS)
  const text = blocks.map(block => block.html).join('')
  const names = headings.map(heading => heading.text)
  const { paths, components } = describeApi('open') as ApiDescription
  for (const [path, methods] of Object.entries(paths))
    for (const method of METHODS.filter(name => name in methods)) expect(names).toContain(`${method.toUpperCase()} ${path}`)
  for (const [name, schema] of Object.entries(components.schemas)) {
    expect(names).toContain(name)
    expect(fieldsOf(schema).filter(field => !text.includes(`<code>${field}</code>`))).toEqual([])
  }
  for (const code of ERROR_CODES)
    expect(text).toMatch(new RegExp(`<tr>\\s*<td>[^\\n]*<code>${code}</code>[^\\n]*</td>\\s*<td>${errorStatus(code)}</td>`))
})

function fieldsOf(schema: ApiSchema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    path === '' && name === 'type' && field.const !== undefined
      ? []
      : [`${path}${name}`, ...fieldsOf(field, `${path}${name}.`), ...(field.items ? fieldsOf(field.items, `${path}${name}[].`) : [])],
  )
  return [...own, ...(schema.oneOf ?? []).flatMap(kind => fieldsOf(kind, path))]
}
