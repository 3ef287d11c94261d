import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnSize, type InlineImage, PICTURE_BYTES, readInlineImage } from './inline-image.ts'
import { pngHeader, sequence } from './test-pictures.ts'

const SMALL = pngHeader(20, 10)
const read = (payload: string): InlineImage => {
  const image = readInlineImage(payload)
  if (!image || 'fault' in image) throw new Error(JSON.stringify(image))
  return image
}

it('reads a picture with its name and the size to draw it in', () => {
  const image = read(sequence(SMALL, `name=${btoa('../plots/sine.png')};size=33;inline=1;width=50%;height=3;preserveAspectRatio=0`))
  expect(image).toMatchObject({ type: 'image/png', width: 20, height: 10, name: 'sine.png', keepRatio: false })
  expect(image.drawWidth).toEqual({ amount: 50, unit: 'percent' })
  expect(image.drawHeight).toEqual({ amount: 3, unit: 'cells' })
  expect(image.bytes).toEqual(SMALL)
})

it.each([
  ['other things that iTerm2 knows', 'SetUserVar=name=ZXZpbA=='],
  ['a cursor', 'CursorShape=1'],
  ['a question for the size of cells', 'ReportCellSize'],
  ['a download', sequence(SMALL, 'name=YQ==')],
  ['a header without an end', `File=inline=1;${'x'.repeat(5000)}`],
  ['nothing', ''],
])('does not hear %s', (_name, payload) => {
  expect(readInlineImage(payload)).toBeNull()
})

it.each([
  ['base64 that is cut off in the middle of a character', 'File=inline=1:iVBORw0KG', 'base64'],
  ['what is not base64', 'File=inline=1:<script>', 'base64'],
  ['a text', sequence(new TextEncoder().encode('not a picture at all, whatever it says')), 'broken'],
  ['a bomb', sequence(pngHeader(30_000, 30_000)), '30000 × 30000'],
  ['a picture without pixels', sequence(pngHeader(0, 100)), 'no pixels'],
  ['more than a picture may have', `File=inline=1:${'A'.repeat(PICTURE_BYTES * 2)}`, 'limit is 4 MB'],
])('says why it does not show %s', (_name, payload, why) => {
  expect(readInlineImage(payload)).toMatchObject({ fault: expect.stringContaining(why) })
})

it('does not believe the size that a sequence gives', () => {
  expect(read(sequence(SMALL, 'size=99999999999999999999;inline=1')).bytes).toEqual(SMALL)
  expect(read(sequence(SMALL, 'size=-1;inline=1;width=0;height=9999999px')).drawHeight).toBeNull()
})

it('gives names that are safe to show and to save under', () => {
  const name = (text: string): string | null => read(sequence(SMALL, `inline=1;name=${btoa(text)}`)).name
  expect(name('..\\..\\a"b<c>.png')).toBe('abc.png')
  expect(name('.\x1b[31m\x00hidden')).toBe('[31mhidden')
  expect(name('/')).toBeNull()
  expect(name('a'.repeat(500))).toHaveLength(120)
})

it('stands any payload', () => {
  fc.assert(
    fc.property(fc.string(), payload => {
      readInlineImage(`File=inline=1${payload}`)
      readInlineImage(`File=${payload}:${payload}`)
    }),
  )
  for (let n = 0; n < 10_000; n++) expect(readInlineImage(sequence(SMALL))).not.toBeNull()
})

describe('the size on the screen', () => {
  const cells = { cellWidth: 8, cellHeight: 16, cols: 80, rows: 25 }
  const image = { width: 400, height: 200, drawWidth: null, drawHeight: null, keepRatio: true }
  it.each([
    ['its own', {}, { width: 400, height: 200 }],
    ['no wider than the screen', { width: 1280, height: 640 }, { width: 640, height: 320 }],
    ['no higher than the screen', { width: 100, height: 3840 }, { width: 10, height: 384 }],
    ['in cells', { drawWidth: { amount: 10, unit: 'cells' } }, { width: 80, height: 40 }],
    ['in percent of the height', { drawHeight: { amount: 50, unit: 'percent' } }, { width: 384, height: 192 }],
    [
      'within both',
      { drawWidth: { amount: 100, unit: 'pixels' }, drawHeight: { amount: 100, unit: 'pixels' } },
      { width: 100, height: 50 },
    ],
    [
      'out of proportion where that is asked for',
      { drawWidth: { amount: 100, unit: 'pixels' }, drawHeight: { amount: 100, unit: 'pixels' }, keepRatio: false },
      { width: 100, height: 100 },
    ],
    ['never nothing', { width: 4096, height: 1, drawWidth: { amount: 1, unit: 'pixels' } }, { width: 1, height: 1 }],
  ] as const)('is %s', (_name, asked, size) => {
    expect(drawnSize({ ...image, ...asked }, cells)).toEqual(size)
  })
})
