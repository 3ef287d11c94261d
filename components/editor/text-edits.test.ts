import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapCursor, type TextEdit, textEdits } from './text-edits.ts'

function apply(text: string, edits: readonly TextEdit[]): string {
  let out = ''
  let at = 0
  for (const { from, to, insert } of edits) {
    out += text.slice(at, from) + insert
    at = to
  }
  return out + text.slice(at)
}

it('makes one text of another, whatever they are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r'), maxLength: 80 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = textEdits(before, after)
      expect(apply(before, edits)).toBe(after)
      for (const [at, edit] of edits.entries()) expect(edit.from).toBeGreaterThanOrEqual(edits[at - 1]?.to ?? 0)
    }),
  )
})

it('touches what differs and nothing else', () => {
  expect(textEdits('a = 1\nb=2\nc = 3\nd=4\n', 'a = 1\nb = 2\nc = 3\nd = 4\n')).toEqual([
    { from: 7, to: 8, insert: ' = ' },
    { from: 17, to: 18, insert: ' = ' },
  ])
})

it('takes texts of many lines', () => {
  const before = 'x=1\n'.repeat(10_000)
  const after = 'x = 1\n'.repeat(10_000)
  expect(apply(before, textEdits(before, after))).toBe(after)
})

describe('the cursor', () => {
  const before = 'def f( a,b ):\n  return a+b\nprint( f(1,2) )\n'
  const after = 'def f(a, b):\n    return a + b\n\n\nprint(f(1, 2))\n'
  const edits = textEdits(before, after)
  const moved = (marked: string): string => {
    const at = mapCursor(before, edits, marked.indexOf('|'))
    return `${after.slice(0, at)}|${after.slice(at)}`
  }
  it.each([
    ['def f( a|,b ):\n  return a+b\nprint( f(1,2) )\n', 'def f(a|, b)'],
    ['def f( a,b ):\n  return a+|b\nprint( f(1,2) )\n', 'return a +| b'],
    ['def f( a,b ):\n  return a+b\nprint( f(1,2|) )\n', 'print(f(1, 2|))'],
    ['|def f( a,b ):\n  return a+b\nprint( f(1,2) )\n', '|def f'],
  ])('stays behind the same character: %j', (marked, where) => {
    expect(moved(marked)).toContain(where)
  })

  it('is always within the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n'), maxLength: 40 })
    fc.assert(
      fc.property(text, text, fc.nat(40), (old, now, at) => {
        const cursor = mapCursor(old, textEdits(old, now), Math.min(at, old.length))
        expect(cursor).toBeGreaterThanOrEqual(0)
        expect(cursor).toBeLessThanOrEqual(now.length)
      }),
    )
  })
})
