import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HIGHLIGHT_CHARS, highlight } from './highlight.ts'

const within = (name: string, text: string, leftMs = 60_000) => highlight(name, text, { leftMs })

const back = (html: string) =>
  html
    .replace(/<span class="code-[a-z]+">|<\/span>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

it('gives words their colours by the file’s name', async () => {
  expect(await within('main.py', 'def f():\n    return "a<b" # c')).toMatchInlineSnapshot(`
    "<span class="code-keyword">def </span><span class="code-type">f</span>():
        <span class="code-keyword">return </span><span class="code-string">&quot;a&lt;b&quot; </span><span class="code-comment"># c</span>"
  `)
  expect(await within('main.unknown', 'def <f>')).toBe('def &lt;f&gt;')
})

it('keeps every character, and lets none be markup', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'<>&"\'`/\\ \n\tscriptdef=(){}#$@é🦊0'), maxLength: 400 }), async text => {
      for (const name of ['a.py', 'a.js', 'a.html', 'a.php', 'a.md', 'a.rb']) {
        const html = await within(name, text)
        expect(back(html)).toBe(text)
        expect(html.replace(/<span class="code-[a-z]+">|<\/span>/g, '')).not.toMatch(/[<>]/)
      }
    }),
    { numRuns: 40 },
  )
})

it.each(['sh', 'sql', 'c', 'cpp', 'go', 'hs', 'java', 'js', 'lua', 'pl', 'php', 'r', 'rb', 'rs', 'ts', 'json', 'yaml'])(
  'knows files that end in .%s',
  async ending => {
    const text = ending === 'php' ? '<?php\n$x = "a" . 1;\n' : 'x = "a" -- 1\n{"a": 1}\n'
    const html = await within(`a.${ending}`, text)
    expect(html).toContain('<span class="code-')
    expect(back(html)).toBe(text)
  },
)

it('colours what goes over many lines', async () => {
  const html = await within('a.py', `"""\n${'inside\n'.repeat(120)}"""\nx = 1`)
  expect(html.match(/<span class="code-(comment|string)">inside/g)).toHaveLength(120)
})

it('shows what is large, or has endless lines, without taking long', async () => {
  const large = 'x = 1\n'.repeat(HIGHLIGHT_CHARS / 6 + 1)
  expect(await within('a.py', large)).toBe(large)
  const before = performance.now()
  const text = [`${'~'.repeat(299)}`, '`'.repeat(299), '(a && "b") '.repeat(5000), 'x'.repeat(100_000)].join('\n')
  for (const name of ['a.md', 'a.cpp', 'a.php']) expect(back(await within(name, text))).toBe(text)
  expect(performance.now() - before).toBeLessThan(5000)
})

it('shows the rest plain when it has taken its time', async () => {
  const budget = { leftMs: 0.001 }
  const html = await highlight('a.py', 'def a(): pass\n'.repeat(100), budget)
  expect(html.match(/<span/g)?.length ?? 0).toBeLessThan(10)
  expect(back(html)).toBe('def a(): pass\n'.repeat(100))
  expect(await highlight('b.py', 'def b(): pass', budget)).toBe('def b(): pass')
})
