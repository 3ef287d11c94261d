import { expect, test } from 'vitest'
import { references, rewriteReferences } from './markdown.ts'

const TEXT = `![a graph][Plot  of x], ![plot of X][], ![Plot of X] and [the manual][man].

[plot of x]: <files/plot 1.png> "What comes of it"
  [man]: ../other
[note]: this is prose

\`\`\`
[man]: none.html
\`\`\`
`

test('links by reference point where their definitions say', () => {
  expect(references(TEXT)).toEqual([
    { kind: 'image', target: 'files/plot 1.png', line: 3 },
    { kind: 'link', target: '../other', line: 4 },
  ])
  expect(references('[x][p] ![y][p]\n\n[p]: a.png')).toEqual([{ kind: 'image', target: 'a.png', line: 3 }])
  expect(references('![x](a.png)\n\n[x]: b.html')).toMatchObject([
    { kind: 'image', target: 'a.png' },
    { kind: 'link', target: 'b.html' },
  ])
})

test('their targets are put in place of others, and the rest stays', () => {
  expect(rewriteReferences('![x][p]\n\n[p]: files/a.png (A)', (kind, target) => `/${kind}/${target}`)).toBe(
    '![x][p]\n\n[p]: /image/files/a.png (A)',
  )
  expect(rewriteReferences(TEXT, (_, target) => target)).toBe(TEXT)
})
