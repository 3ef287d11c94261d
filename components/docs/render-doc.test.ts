import { expect, it } from 'vitest'
import { ERROR_CODES, errorStatus } from '../../server/protocol/errors.ts'
import { describeApi } from '../../server/protocol/openapi.ts'
import { readPrivate } from '../share/private-link.ts'
import type { ApiDescription, ApiSchema } from './api-reference.ts'
import { readCodeInfo, runAddress } from './code-info.ts'
import { DOC_PAGES, type DocPage, findDocPage } from './doc-pages.ts'
import { type Doc, renderDoc } from './render-doc.ts'
import { readTexts } from './test-texts.ts'

const TEXTS = readTexts()
const PAGE = findDocPage('using') as DocPage

function render(text: string): Promise<Doc> {
  return renderDoc(PAGE, { ...TEXTS, [PAGE.source]: text })
}

async function html(text: string): Promise<string> {
  const { blocks } = await render(`# Title\n\n${text}`)
  return blocks.map(block => block.html).join('')
}

it('names headings as GitHub does', async () => {
  const { title, headings } = await render(
    '# The page\n\n## Two words\n\n### `code`, and: more!\n\n## Two words\n\n## GET /api/v1/profiles\n',
  )
  expect(title).toBe('The page')
  expect(headings).toEqual([
    { id: 'two-words', text: 'Two words', depth: 2 },
    { id: 'code-and-more', text: 'code, and: more!', depth: 3 },
    { id: 'two-words-1', text: 'Two words', depth: 2 },
    { id: 'get-apiv1profiles', text: 'GET /api/v1/profiles', depth: 2 },
  ])
})

it('lets no HTML through', async () => {
  const made = await html(
    '<script>alert(1)</script>\n\nAn <img src=x onerror=alert(1)> and "a`<b>`" [x](https://example.org/?a=1&b="2)\n\n<!-- unseen -->',
  )
  expect(made).not.toMatch(/<(script|img|b)\b/)
  expect(made).not.toContain('unseen')
  expect(made).toContain('&lt;script&gt;')
})

it('shows code in colour, in lists too, and knows which can be run', async () => {
  const { blocks } = await render('# Title\n\n```python hello.py run\nprint("a<b")\n```\n\n1. First:\n\n   ```js\n   let a\n   ```\n')
  const code = blocks.find(block => block.kind === 'code')
  expect(code).toMatchObject({ info: { language: 'python', name: 'hello.py', run: true }, text: 'print("a<b")' })
  expect(code?.html).toContain('<span class="code-string">"a&lt;b"</span>')
  expect(blocks.at(-1)?.html).toMatch(/<li>.*<pre tabindex="0"><code><span class="code-keyword">let/s)
})

it('takes parts from elsewhere, and says where they are missing', async () => {
  const parts = { ...TEXTS, 'README.md': '# R\n\n## One\n\nfirst [link](PROTOCOL.md)\n\n### Below\n\nmore\n\n## Two\n\nsecond' }
  const taking = (part: string) =>
    renderDoc(PAGE, { ...parts, [PAGE.source]: `# Title\n\n## One\n\n<!-- part: ${part} -->\n\n## End\n\nthe end` })
  const doc = await taking('README.md#One')
  expect(doc.headings.map(({ text }) => text)).toEqual(['One', 'Below', 'End'])
  const all = doc.blocks.map(block => block.html).join('')
  expect(all).toContain('<a href="/docs/protocol">link</a>')
  expect(all).not.toContain('second')
  await expect(taking('README.md#None')).rejects.toThrow('README.md has no heading "None"')
  await expect(taking('LICENSE')).rejects.toThrow('no page can take a part from LICENSE')
})

it('opens a program in the playground as it is in the text', () => {
  const address = runAddress(readCodeInfo('python hello.py run'), 'print("é")')
  expect(readPrivate(new URL(address, 'http://server').hash)?.content).toMatchObject({
    profile: 'python',
    main: 'hello.py',
    files: [{ name: 'hello.py', content: 'print("é")\n' }],
  })
})

it.each(DOC_PAGES)('the page $title has a title, and says what it is about', async page => {
  const doc = await renderDoc(page, TEXTS)
  expect(doc.title).not.toBe('')
  expect(doc.description.length).toBeGreaterThan(20)
})

it('describes every endpoint, every field and every error of the API', async () => {
  const { blocks, headings } = await renderDoc(findDocPage('api') as DocPage, TEXTS)
  const text = blocks.map(block => block.html).join('')
  const names = headings.map(heading => heading.text)
  const { paths, components } = describeApi() as ApiDescription
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods)) expect(names).toContain(`${method.toUpperCase()} ${path}`)
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
