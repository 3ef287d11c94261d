import { expect, it } from 'vitest'
import { snippetMarkdown } from './snippet-markdown.ts'

it('has one fence for one file, and the link below', () => {
  const files = [{ name: 'main.py', content: 'print(1)' }]
  expect(snippetMarkdown({ title: 'One', files, main: 'main.py' }, 'https://x.example/s/abc')).toBe(
    '**One**\n\n```py\nprint(1)\n```\n\n[Run it](https://x.example/s/abc)\n',
  )
})

it('names files where there are several, the main one first, and leaves out what is not text', () => {
  const files = [
    { name: 'a.txt', content: 'a\n' },
    { name: 'b.png', content: 'AA==', encoding: 'base64' as const },
    { name: 'main.py', content: 'print(1)\n' },
  ]
  expect(snippetMarkdown({ title: '', files, main: 'main.py' }, null)).toBe(
    '`main.py`\n\n```py\nprint(1)\n```\n\n`a.txt`\n\n```txt\na\n```\n',
  )
})

it('is not ended by a fence in the text, nor dressed up by a title', () => {
  const files = [{ name: 'readme', content: 'x\n````\ny\n' }]
  expect(snippetMarkdown({ title: 'a*b[c](d)', files, main: 'readme' }, null)).toBe('**a\\*b\\[c\\](d)**\n\n`````\nx\n````\ny\n`````\n')
})
