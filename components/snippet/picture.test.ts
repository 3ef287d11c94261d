import { inflateSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import type { Snippet } from '../../server/protocol/snippet.ts'
import { snippetPicture } from './picture.tsx'
import { PictureMaker } from './picture-maker.ts'

const program = new URL('./picture-worker.mjs', import.meta.url).pathname
const options = { program, patienceMs: 30_000, waiting: 2, keptBytes: 1024 * 1024, idleMs: 60_000 }
const maker = new PictureMaker(options)
afterAll(() => maker.stop())

const snippet = (title: string, main: string, content: string): Snippet => ({
  id: '000000000000',
  profile: 'python',
  version: 'Python 3.13.5',
  title,
  main,
  files: [{ name: main, content }],
  args: [],
  stdin: null,
  parent: null,
  recording: null,
  createdMs: 0,
})
let count = 0
const picture = (title: string, main: string, content: string, by = maker) =>
  by.make(String(count++), () => snippetPicture(snippet(title, main, content)))

it('draws code in colour, the same for the same', async () => {
  const png = await picture('Hello', 'main.py', 'def f(): # why\n    return "a" + 1\n')
  const { width, height, colours } = look(png)
  expect([width, height]).toEqual([1200, 630])
  for (const colour of ['5fd6c3', 'e8b978', 'd6a4e0', '83948f', '8fbcf2', '0b100f', '101716', '4fd1bd']) expect(colours).toContain(colour)
  expect(await picture('Hello', 'main.py', 'def f(): # why\n    return "a" + 1\n')).toEqual(png)
  expect(await picture('Hello', 'main.txt', 'def f(): # why\n    return "a" + 1\n')).not.toEqual(png)
})

it.each([
  ['nothing', ''],
  ['markup', '<img src="http://127.0.0.1:9/x"><script>alert(1)</script>&lt;\0]]>'],
  ['emoji and other writing', '🦊👨‍👩‍👧‍👦🇩🇪 你好 שלום \u202emirror\u202c \ud800 ﷽ ☀️ ©\u20e3'],
  ['very many pieces', `${'"你"+1+'.repeat(60)}\n`.repeat(60)],
  ['an endless line', 'x'.repeat(900_000)],
])('draws %s', async (_, text) => {
  expect(look(await picture(text.slice(0, 120), 'main.js', text)).width).toBe(1200)
})

it('keeps what was made, as far as there is room', async () => {
  let drawn = 0
  const first = () => {
    drawn++
    return snippetPicture(snippet('First', 'a.py', 'x = 1'))
  }
  const png = await maker.make('first', first)
  expect(await maker.make('first', first)).toBe(png)
  expect(drawn).toBe(1)
  await using small = tied(new PictureMaker({ ...options, keptBytes: 1000 }))
  await small.maker.make('first', first)
  await small.maker.make('first', first)
  expect(drawn).toBe(3)
})

it('makes one for all who ask at once, and refuses what too many would wait for', async () => {
  await using own = tied(new PictureMaker({ ...options, waiting: 1 }))
  let drawn = 0
  const draw = async () => {
    drawn++
    return snippetPicture(snippet('Same', 'a.py', 'x = 1'))
  }
  const made = await Promise.all(['a', 'a', 'b', 'c', 'a'].map(id => own.maker.make(id, draw)))
  expect(made.map(png => png !== null)).toEqual([true, true, true, false, true])
  expect(drawn).toBe(2)
})

it('ends what takes too long, and goes on with the next', async () => {
  await using own = tied(new PictureMaker({ ...options, patienceMs: 1 }))
  expect(await picture('Slow', 'a.py', 'x = 1', own.maker)).toBeNull()
  expect(await picture('Slow', 'a.py', 'x = 1', own.maker)).toBeNull()
})

it('goes on after a picture that cannot be drawn', async () => {
  await expect(maker.make('broken', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(maker.make('broken', async () => ({ type: 'div', props: { style: { display: 'none such' } }, key: null }))).rejects.toThrow()
  expect(look(await picture('After', 'a.py', 'x = 1')).width).toBe(1200)
})

it('asks nobody outside for signs that no font has', async () => {
  const emoji = async () => ({ type: 'div', props: { style: { display: 'flex' }, children: '🦊' }, key: null })
  await expect(maker.make('outside', emoji)).rejects.toThrow('pictures are drawn without a network')
})

function tied(maker: PictureMaker): AsyncDisposable & { readonly maker: PictureMaker } {
  return { maker, [Symbol.asyncDispose]: () => maker.stop() }
}

/** A PNG's size and the colours in it (https://www.w3.org/TR/png-3/), eight bits a channel. */
function look(png: Uint8Array | null): { readonly width: number; readonly height: number; readonly colours: ReadonlySet<string> } {
  const bytes = Buffer.from(png ?? [])
  const width = bytes.readUInt32BE(16)
  const channels = bytes[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)))
  const lines = inflateSync(Buffer.concat(parts))
  const row = width * channels
  const colours = new Set<string>()
  const pixels = Buffer.alloc(lines.length)
  for (let start = 0; start < lines.length; start += row + 1) {
    for (let x = 1; x <= row; x++) {
      const left = x > channels ? (pixels[start + x - channels] ?? 0) : 0
      const up = pixels[start + x - row - 1] ?? 0
      const corner = x > channels ? (pixels[start + x - row - 1 - channels] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][lines[start] ?? 0] ?? 0
      pixels[start + x] = (lines[start + x] ?? 0) + guess
    }
    for (let x = 1; x <= row; x += channels) colours.add(pixels.toString('hex', start + x, start + x + 3))
  }
  return { width, height: bytes.readUInt32BE(20), colours }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
