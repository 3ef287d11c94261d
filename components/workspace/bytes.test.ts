import { expect, it } from 'vitest'
import { base64Bytes, fromBase64, sizeWords, toBase64 } from './bytes.ts'

it('carries any bytes as base64', () => {
  const bytes = Uint8Array.from({ length: 70_001 }, (_, at) => at % 256)
  expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  expect(fromBase64('no base64!')).toBeNull()
  for (let length = 0; length < 5; length++) expect(base64Bytes(toBase64(new Uint8Array(length)))).toBe(length)
})

it('says sizes as people do', () => {
  expect([0, 1, 1023, 1024, 12_300, 1_048_576, 1_153_434].map(sizeWords)).toEqual([
    '0 bytes',
    '1 byte',
    '1023 bytes',
    '1 KB',
    '12 KB',
    '1 MB',
    '1.1 MB',
  ])
})
