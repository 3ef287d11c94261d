import { expect, it } from 'vitest'
import { imageHeader, sizeFault } from './image-header.ts'
import { bytesOf, pngHeader } from './test-pictures.ts'

it.each([
  ['PNG', pngHeader(640, 480), { type: 'image/png', width: 640, height: 480 }],
  ['GIF', bytesOf('GIF89a', [0x40, 1, 0xf0, 0]), { type: 'image/gif', width: 320, height: 240 }],
  [
    'JPEG, with another segment before and fill bytes',
    bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3]),
    { type: 'image/jpeg', width: 512, height: 256 },
  ],
  [
    'lossy WebP',
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 1, 0xf0, 0]),
    { type: 'image/webp', width: 320, height: 240 },
  ],
  [
    'lossless WebP',
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x3b, 0]),
    { type: 'image/webp', width: 320, height: 240 },
  ],
  [
    'extended WebP',
    bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 1, 0, 0xef, 0, 0]),
    { type: 'image/webp', width: 320, height: 240 },
  ],
])('reads the size of a %s', (_name, bytes, header) => {
  expect(imageHeader(bytes)).toEqual(header)
})

it.each([
  ['nothing', bytesOf('')],
  ['text', bytesOf('a text that is long enough to hold the header of any picture')],
  ['half a PNG header', pngHeader(640, 480).slice(0, 18)],
  ['a PNG that begins with another chunk', bytesOf('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'tEXt', Array(30).fill(1))],
  ['a JPEG whose segments have no length', bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
  ['a JPEG of nothing but fill bytes', bytesOf([0xff, 0xd8], Array(4000).fill(0xff))],
  ['a JPEG without a frame', bytesOf([0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 2, 3, 4])],
  ['a WebP of no known kind', bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP9 ', Array(30).fill(1))],
])('takes %s for no picture', (_name, bytes) => {
  expect(imageHeader(bytes)).toBeNull()
})

it('lets no picture through that would be too large when decoded', () => {
  expect(sizeFault({ width: 4096, height: 4096 })).toBeNull()
  expect(sizeFault({ width: 30_000, height: 30_000 })).toContain('limit is 4096')
  expect(sizeFault({ width: 4097, height: 1 })).toContain('limit is 4096')
  expect(sizeFault({ width: 0, height: 5 })).toContain('no pixels')
})
