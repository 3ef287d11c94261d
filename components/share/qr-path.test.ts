import decodeQR from 'qr/decode.js'
import { expect, it } from 'vitest'
import { qrPath } from './qr-path.ts'

/** The path as a camera sees it. */
function picture({ path, side }: { readonly path: string; readonly side: number }, scale: number) {
  const width = side * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x = '', y = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < scale; row++)
      for (let column = 0; column < scale; column++) {
        const at = ((Number(y) * scale + row) * width + Number(x) * scale + column) * 4
        data.fill(0, at, at + 3)
      }
  return { width, height: width, data }
}

it('is read back by a decoder', async () => {
  for (const text of ['http://192.168.1.20:8080/s/abcDEF012345', `https://glovebox.example/${'long/'.repeat(40)}`])
    expect(decodeQR(picture(await qrPath(text), 6))).toBe(text)
})

it('has its quiet zone', async () => {
  const { path, side } = await qrPath('x')
  const places = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect(Math.min(...places)).toBe(4)
  expect(Math.max(...places)).toBe(side - 5)
})
