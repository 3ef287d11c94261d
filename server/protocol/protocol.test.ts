import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileNameFault } from './file-name.ts'
import { decodeFrame, encodeFrame, Stream } from './frames.ts'
import { ClientMessage } from './messages.ts'

it('gives back the frame that was encoded', () => {
  fc.assert(
    fc.property(fc.constantFrom(Stream.stdin, Stream.terminal), fc.nat({ max: 0xffff_ffff }), fc.uint8Array(), (stream, run, bytes) => {
      expect(decodeFrame(encodeFrame(stream, run, bytes))).toEqual({ stream, run, bytes })
    }),
  )
})

it('takes no frame for what it is not', () => {
  expect(decodeFrame(new Uint8Array(4))).toBeNull()
  expect(decodeFrame(new Uint8Array([2, 0, 0, 0, 1]))).toBeNull()
  expect(() => encodeFrame(Stream.stdin, -1, new Uint8Array(0))).toThrow(RangeError)
})

it('never throws on a message, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      ClientMessage.safeParse(value)
    }),
  )
})

it.each(['a', 'main.py', 'src/a/b.py', 'é.txt', ' ', '-rf', '...'])('takes the file name "%s"', name => {
  expect(fileNameFault(name)).toBeNull()
})

it.each([
  '',
  '/',
  '/etc/passwd',
  'a/',
  'a//b',
  '..',
  'a/../b',
  '.',
  'a\0b',
  'a\nb',
  '\x7f',
  'x'.repeat(101),
  `${'a/'.repeat(8)}a`,
  '\ud800',
  '.glovebox',
  '.glovebox/x',
])('refuses the file name %j', name => {
  expect(fileNameFault(name)).not.toBeNull()
})
