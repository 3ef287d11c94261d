import { expect, it } from 'vitest'
import { JobeFiles } from './jobe-files.ts'

const bytes = (count: number) => Buffer.alloc(count, 'x')
const HOUR_MS = 3_600_000

it('gives a file back to whoever sent it, and to nobody else', () => {
  const files = new JobeFiles()
  files.put('one', 'abcdefgh', Buffer.from('mine'))
  expect(files.get('one', 'abcdefgh')?.toString()).toBe('mine')
  expect(files.get('other', 'abcdefgh')).toBeNull()
  files.put('other', 'abcdefgh', Buffer.from('theirs'))
  expect(files.get('one', 'abcdefgh')?.toString()).toBe('mine')
})

it('keeps the last content of an id, and counts it once', () => {
  const files = new JobeFiles()
  files.put('one', 'abcdefgh', bytes(100))
  files.put('one', 'abcdefgh', bytes(10))
  expect([files.get('one', 'abcdefgh')?.length, files.bytes]).toEqual([10, 10])
})

it('forgets what one has not used for the longest time, when there is too much of it or there are too many', () => {
  const files = new JobeFiles({ bytes: 1000, tenantBytes: 100, tenantFiles: 3 })
  for (const id of ['first', 'second']) files.put('one', id, bytes(40))
  files.get('one', 'first')
  files.put('one', 'third', bytes(40))
  expect(['first', 'second', 'third'].map(id => files.has('one', id))).toEqual([true, false, true])
  for (const id of ['a', 'b', 'c', 'd']) files.put('two', id, bytes(1))
  expect(['a', 'b', 'c', 'd'].map(id => files.has('two', id))).toEqual([false, true, true, true])
  expect(() => files.put('one', 'huge', bytes(101))).toThrow('A file may have')
})

it('makes room among whoever has most', () => {
  const files = new JobeFiles({ bytes: 100, tenantBytes: 80, tenantFiles: 10 })
  for (const id of ['a', 'b']) files.put('large', id, bytes(40))
  files.put('small', 'a', bytes(20))
  files.put('small', 'b', bytes(20))
  expect([files.has('large', 'a'), files.has('large', 'b'), files.has('small', 'a'), files.has('small', 'b')]).toEqual([
    false,
    true,
    true,
    true,
  ])
  expect(files.bytes).toBe(80)
})

it('forgets what nobody has used for two days', () => {
  let nowMs = 0
  const files = new JobeFiles(undefined, () => nowMs)
  files.put('one', 'used', bytes(1))
  files.put('one', 'unused', bytes(1))
  nowMs = 40 * HOUR_MS
  files.get('one', 'used')
  nowMs = 50 * HOUR_MS
  expect([files.has('one', 'used'), files.has('one', 'unused'), files.bytes]).toEqual([true, false, 1])
})
