import { expect, it } from 'vitest'
import { JobeFiles } from './jobe-files.ts'

const bytes = (count: number) => Buffer.alloc(count, 'x')
const HOUR_MS = 3_600_000
/** What a file takes besides its content. */
const EACH = 256
const MANY = 1000

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
  expect([files.get('one', 'abcdefgh')?.length, files.bytes]).toEqual([10, 10 + EACH])
})

it('forgets what one has not used for the longest time, when there is too much of it or there are too many', () => {
  const files = new JobeFiles({ bytes: MANY * EACH, tenantBytes: 100 + 3 * EACH, files: MANY, tenantFiles: 3 })
  for (const id of ['first', 'second']) files.put('one', id, bytes(40))
  files.get('one', 'first')
  files.put('one', 'third', bytes(40 + EACH))
  expect(['first', 'second', 'third'].map(id => files.has('one', id))).toEqual([true, false, true])
  for (const id of ['a', 'b', 'c', 'd']) files.put('two', id, bytes(1))
  expect(['a', 'b', 'c', 'd'].map(id => files.has('two', id))).toEqual([false, true, true, true])
  expect(() => files.put('one', 'huge', bytes(101 + 2 * EACH))).toThrow('A file may have')
})

it('makes room among whoever has most', () => {
  const files = new JobeFiles({ bytes: 100 + 3 * EACH, tenantBytes: 80 + 2 * EACH, files: MANY, tenantFiles: 10 })
  for (const id of ['a', 'b']) files.put('large', id, bytes(40))
  files.put('small', 'a', bytes(20))
  files.put('small', 'b', bytes(20))
  expect([files.has('large', 'a'), files.has('large', 'b'), files.has('small', 'a'), files.has('small', 'b')]).toEqual([
    false,
    true,
    true,
    true,
  ])
  expect(files.bytes).toBe(80 + 3 * EACH)
})

it('forgets what nobody has used for two days', () => {
  let nowMs = 0
  const files = new JobeFiles(undefined, () => nowMs)
  files.put('one', 'used', bytes(1))
  files.put('one', 'unused', bytes(1))
  nowMs = 40 * HOUR_MS
  files.get('one', 'used')
  nowMs = 50 * HOUR_MS
  expect([files.has('one', 'used'), files.has('one', 'unused'), files.bytes]).toEqual([true, false, 1 + EACH])
})

it('counts files without a byte as well', () => {
  const files = new JobeFiles({ bytes: 10 * EACH, tenantBytes: 4 * EACH, files: MANY, tenantFiles: MANY })
  for (let count = 0; count < 20; count++) files.put('one', `empty${count}`, bytes(0))
  expect([files.bytes, files.count]).toEqual([4 * EACH, 4])
  for (let count = 0; count < 20; count++) files.put(`tenant ${count}`, 'empty', bytes(0))
  expect([files.bytes, files.count]).toEqual([10 * EACH, 10])
})

it('keeps so many in all, and takes room from whoever has most of them', () => {
  const files = new JobeFiles({ bytes: MANY * EACH, tenantBytes: MANY * EACH, files: 6, tenantFiles: 5 })
  for (const id of ['a', 'b', 'c', 'd', 'e']) files.put('many', id, bytes(0))
  for (const tenant of ['one', 'two', 'three', 'four']) files.put(tenant, 'a', bytes(100))
  expect(files.count).toBe(6)
  expect(['a', 'b', 'c', 'd', 'e'].map(id => files.has('many', id))).toEqual([false, false, false, true, true])
  expect(['one', 'two', 'three', 'four'].map(tenant => files.has(tenant, 'a'))).toEqual([true, true, true, true])
})

it('drops what is out of date when others come, a few at a time', () => {
  let nowMs = 0
  const files = new JobeFiles(undefined, () => nowMs)
  for (let count = 0; count < 100; count++) files.put(`tenant ${count}`, 'old', bytes(0))
  nowMs = 40 * HOUR_MS
  files.get('tenant 0', 'old')
  nowMs = 50 * HOUR_MS
  files.put('new', 'a', bytes(0))
  expect(files.count).toBeGreaterThan(2)
  for (let count = 0; count < 20; count++) files.put('new', 'a', bytes(0))
  expect([files.count, files.has('tenant 0', 'old')]).toEqual([2, true])
})

it('goes fast however many have files', () => {
  const files = new JobeFiles()
  const startMs = performance.now()
  for (let count = 0; count < 20_000; count++) files.put(`tenant ${count}`, 'a', bytes(0))
  for (let count = 0; count < 40; count++) files.put('large', `${count}`, bytes(4 * 1024 * 1024))
  expect(performance.now() - startMs).toBeLessThan(5000)
})
