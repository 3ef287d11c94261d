import { expect, it } from 'vitest'
import { readPrivate } from '../share/private-link.ts'
import { readCodeInfo, runAddress } from './code-info.ts'
import { DOC_PAGES, type DocPage, type DocTexts, findDocPage } from './doc-pages.ts'
import { type Doc, renderDoc } from './render-doc.ts'

const TEXTS = Object.fromEntries(DOC_PAGES.map(({ source }) => [source, ''])) as DocTexts
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
  expect(code?.html).toContain('<span class="code-string">&quot;a&lt;b&quot;</span>')
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
  const below = await taking('README.md#Below')
  expect(below.headings.map(({ text }) => text)).toEqual(['One', 'End'])
  expect(below.blocks.map(block => block.html).join('')).toContain('more')
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
