import type { Page } from '@playwright/test'

/** Python that makes pictures from nothing but its own library. */
export const MAKE_PNG = `
import base64, struct, sys, zlib

def png(width, height, pixel, claim=None):
    def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", *(claim or (width, height)), 8, 2, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

def show(data, **fields):
    fields = {"inline": 1, "size": len(data), **fields}
    sys.stdout.write("\\x1b]1337;File=" + ";".join(f"{k}={v}" for k, v in fields.items()) + ":" + base64.b64encode(data).decode() + "\\a")
    sys.stdout.flush()
`

export type Colour = 'red' | 'green' | 'blue'

/** How many pixels of pure red, green and blue the terminal shows in pictures, which are drawn a little larger or smaller as the size of its cells wants it. */
export function drawn(page: Page): Promise<Record<Colour, number>> {
  return page.evaluate(() => {
    const count = { red: 0, green: 0, blue: 0 }
    const canvas = document.querySelector<HTMLCanvasElement>('.xterm-image-layer')
    const data = canvas?.width ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data : undefined
    for (let at = 0; data && at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0, a = 0] = data.subarray(at, at + 4)
      if (a < 200) continue
      if (r > 200 && g < 60 && b < 60) count.red += 1
      if (g > 200 && r < 60 && b < 60) count.green += 1
      if (b > 200 && r < 60 && g < 60) count.blue += 1
    }
    return count
  })
}
