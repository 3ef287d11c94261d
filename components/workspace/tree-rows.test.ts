import { expect, it } from 'vitest'
import { treeRows } from './tree-rows.ts'

const NAMES = ['main.x', 'lib/b.x', 'lib/deep/c.x', 'a10', 'a9', 'B']

it('shows folders first, and numbers in their order', () => {
  expect(treeRows(NAMES, new Set()).map(({ name, level }) => `${level} ${name}`)).toEqual([
    '1 lib',
    '2 lib/deep',
    '3 lib/deep/c.x',
    '2 lib/b.x',
    '1 a9',
    '1 a10',
    '1 B',
    '1 main.x',
  ])
})

it('leaves out what is in a closed folder', () => {
  expect(treeRows(NAMES, new Set(['lib'])).map(row => row.name)).toEqual(['lib', 'a9', 'a10', 'B', 'main.x'])
  expect(treeRows(NAMES, new Set(['lib/deep'])).map(row => row.name)).toContain('lib/b.x')
})
