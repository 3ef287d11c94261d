import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DRAWN, drawnTitle, firstLines, lineColumns, lineSegments } from './picture-lines.ts'

const plain = (text: string) => [{ text, look: undefined }]
/** A line as a terminal would show it, bars as ▒. */
const shown = (text: string, columns = 40) =>
  lineSegments(plain(text), columns).reduce((line, { column, cells, text }) => line.padEnd(column) + (text ?? '▒'.repeat(cells)), '')

it('begins with the first line that is not empty', () => {
  expect(firstLines('\ufeff\r\n  \n  a  \r\nb\n\nc\n\n', 2)).toEqual({ lines: ['  a', 'b'], more: true })
  expect(firstLines('a\nb\n\n\n', 2)).toEqual({ lines: ['a', 'b'], more: false })
  expect(firstLines('', 2)).toEqual({ lines: [''], more: false })
  expect(firstLines('x'.repeat(1_000_000), 2).lines[0]?.length).toBeLessThan(1000)
})

it('cuts a line that is too long, with an ellipsis', () => {
  expect(shown('0123456789', 10)).toBe('0123456789')
  expect(shown('0123456789a', 10)).toBe('012345678…')
  expect(shown('01234567你好', 10)).toBe('01234567 …')
})

it('moves tabs to their stops', () => {
  expect(shown('\ta\tb')).toBe('    a   b')
})

it('draws a bar for writing that the fonts lack, as wide as a terminal would', () => {
  expect(shown('a你好b')).toBe('a▒▒▒▒b')
  expect(shown('שלום!')).toBe('▒▒▒▒!')
  expect(shown('👨‍👩‍👧‍👦🇩🇪 x')).toBe('▒▒▒▒ x')
  expect(lineSegments(plain('你好'), 40)).toEqual([{ column: 0, cells: 4, text: null, look: undefined }])
})

it('draws what is written in two signs as one, and nothing for what is not to be seen', () => {
  expect(shown('e\u0301')).toBe('é')
  expect(shown('a\u202eb\u200d\x1b[1m\0')).toBe('ab[1m')
})

it('keeps colours apart', () => {
  const line = [
    { text: 'def ', look: 'code-keyword' },
    { text: 'f()', look: undefined },
  ]
  expect(lineSegments(line, 40)).toEqual([
    { column: 0, cells: 4, text: 'def ', look: 'code-keyword' },
    { column: 4, cells: 3, text: 'f()', look: undefined },
  ])
})

it('stays within the columns whatever a line holds, and draws only what the fonts have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.integer({ min: 2, max: 60 }), (text, columns) => {
      const segments = lineSegments(plain(text), columns)
      for (const { column, cells, text } of segments) {
        expect(column + cells).toBeLessThanOrEqual(columns)
        for (const sign of text ?? '') expect(sign).toMatch(DRAWN)
      }
      if (lineColumns(plain(text)) > columns) expect(segments.at(-1)?.text?.endsWith('…')).toBe(true)
    }),
  )
})

it('shows of a title what the fonts have, unless they lack letters of it', () => {
  expect(drawnTitle('🦊 Foxes,  дом & λ')).toBe('Foxes, дом & λ')
  expect(drawnTitle('Fuchs 你好')).toBeNull()
  expect(drawnTitle('שלום')).toBeNull()
  expect(drawnTitle('🦊')).toBeNull()
})

it('knows no sign that the last font lacks', async () => {
  const font = signs(await readFile(new URL('../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf', import.meta.url)))
  const missing: string[] = []
  for (let code = 0x20; code < 0x1_0000; code++) {
    const sign = String.fromCharCode(code)
    if (DRAWN.test(sign) && !font.has(code)) missing.push(code.toString(16))
  }
  expect(missing).toEqual([])
})

/** What a font has glyphs for, from its table `cmap` (format 12). */
function signs(font: Buffer): ReadonlySet<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, at) => 12 + 16 * at)
  const table = tables.find(at => font.toString('latin1', at, at + 4) === 'cmap') ?? 0
  const start = font.readUInt32BE(table + 8)
  const parts = Array.from({ length: font.readUInt16BE(start + 2) }, (_, at) => start + font.readUInt32BE(start + 8 + 8 * at))
  const part = parts.find(at => font.readUInt16BE(at) === 12) ?? 0
  const found = new Set<number>()
  for (let at = 0; at < font.readUInt32BE(part + 12); at++) {
    const group = part + 16 + 12 * at
    for (let code = font.readUInt32BE(group); code <= font.readUInt32BE(group + 4); code++) found.add(code)
  }
  return found
}
