import { expect, it } from 'vitest'
import { taskHtml } from './task-text.ts'

it('makes a text of Markdown, with code in colour', async () => {
  const html = await taskHtml('# Title\n\nSay **hello**.\n\n```python\nif x: pass\n```\n')
  expect(html).toContain('<h2>Title</h2>')
  expect(html).toContain('<strong>hello</strong>')
  expect(html).toContain('<span class="code-keyword">if</span>')
})

it('lets no markup and no foreign address through', async () => {
  const html = await taskHtml(
    [
      '<script>alert(1)</script> <b onclick="x">bold</b> <!-- aside -->',
      '[x](javascript:alert(1)) [y](//evil.example) [z](/\\evil.example) [w](https://example.org/?a="b) [docs](/docs)',
      '![p](https://evil.example/p.png) ![own](/api/v1/exercises/a/files/p.png) ![q](data:text/html,x)',
      '```x"><script>\n<img src=x>\n```',
    ].join('\n\n'),
  )
  expect(html).not.toMatch(/<script|<b |javascript:|href="\/\/|evil\.example\/p|data:|<img src=x/)
  expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1])).toEqual([
    'https://example.org/?a=&quot;b',
    '/docs',
    '/api/v1/exercises/a/files/p.png',
  ])
})
