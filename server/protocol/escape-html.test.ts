import { expect, it } from 'vitest'
import { escapeHtml } from './escape-html.ts'

it('lets nothing of a text be markup, nor end an attribute', () => {
  expect(escapeHtml(`<a href="x" id='y'>&amp; é 🦊</a>`)).toBe('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp; é 🦊&lt;/a&gt;')
})
