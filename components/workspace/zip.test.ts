import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { FILES_BYTES, SOURCE_FILES } from '../../server/protocol/limits.ts'
import { readZip, zipOf } from './zip.ts'

it('gives back what was put in, text and other files', () => {
  const files = [
    { name: 'main.py', content: 'print("é")' },
    { name: 'data/a.bin', content: 'AP8=', encoding: 'base64' as const },
    { name: 'empty', content: '' },
  ]
  expect(readZip(zipOf(files))).toEqual(files)
})

it('takes the files out of the folder that all of them are in, and leaves out what nobody means', () => {
  const archive = zipSync({
    'work/main.py': strToU8('1'),
    'work/lib/a.py': strToU8('2'),
    'work/.DS_Store': strToU8('x'),
    '__MACOSX/work/._main.py': strToU8('x'),
    'work/empty/': new Uint8Array(),
  })
  expect(readZip(archive).map(({ name }) => name)).toEqual(['main.py', 'lib/a.py'])
})

it('takes archives that were not compressed', () => {
  expect(readZip(zipSync({ a: strToU8('plain') }, { level: 0 }))).toEqual([{ name: 'a', content: 'plain' }])
})

it('refuses too many files', () => {
  const many = Object.fromEntries(Array.from({ length: SOURCE_FILES + 1 }, (_, at) => [`f${at}`, new Uint8Array(1)]))
  expect(() => readZip(zipSync(many))).toThrow('The archive has more than 64 files, which is the limit.')
})

it('refuses a bomb by what it says of itself', () => {
  const bomb = zipSync({ a: new Uint8Array(FILES_BYTES + 1) }, { level: 9 })
  expect(bomb.length).toBeLessThan(10_000)
  expect(() => readZip(bomb)).toThrow('The files of the archive are more than 4 MB, which is the limit.')
})

it('refuses a bomb that lies about its size', () => {
  const bomb = zipSync({ a: new Uint8Array(FILES_BYTES * 20) }, { level: 9 })
  // The local header and the directory both have the size, as four bytes.
  const size = new Uint8Array(new Uint32Array([FILES_BYTES * 20]).buffer)
  for (let at = 0; at + 4 <= bomb.length; at++) if (size.every((byte, offset) => bomb[at + offset] === byte)) bomb.set([10, 0, 0, 0], at)
  expect(() => readZip(bomb)).toThrow('The files of the archive are more than 4 MB, which is the limit.')
})

it('refuses several files that are too much together', () => {
  const half = () => crypto.getRandomValues(new Uint8Array(60_000))
  const parts = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}`, new Uint8Array(FILES_BYTES / 50)]))
  expect(() => readZip(zipSync({ first: half(), ...parts }))).toThrow('more than 4 MB')
})

it('refuses what is damaged or no archive', () => {
  const archive = zipSync({ a: strToU8('some text, '.repeat(200)) })
  expect(() => readZip(archive.slice(0, 45))).toThrow(/cannot be read|no files/)
  archive.fill(0xff, 31, 50)
  expect(() => readZip(archive)).toThrow(/cannot be read|no files/)
  expect(() => readZip(strToU8('PK\x03\x04 nothing'))).toThrow(/cannot be read|no files/)
})
