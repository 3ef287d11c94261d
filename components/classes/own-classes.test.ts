import { beforeEach, expect, it, vi } from 'vitest'
import { forgetClass, keepClass, keyIn, keysFor, ownClasses, teacherPath } from './own-classes.ts'

const KEY = 'k'.repeat(43)
const own = (id: string, title = id) => ({ id: id.padEnd(12, '0'), title, key: KEY, createdMs: 1 })

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  })
})

it('keeps classes with their keys, the newest first, each once', () => {
  expect(ownClasses()).toEqual([])
  expect(keepClass(own('a'))).toBe(true)
  keepClass(own('b'))
  keepClass({ ...own('a', 'renamed'), createdMs: 99 })
  expect(ownClasses()).toEqual([own('b'), own('a', 'renamed')])
  forgetClass(own('b').id)
  expect(ownClasses()).toEqual([own('a', 'renamed')])
})

it('leaves out what is none, and keeps the rest', () => {
  localStorage.setItem('glovebox:classes', JSON.stringify([own('a'), { id: 'x' }, null, { ...own('b'), key: 'short' }]))
  expect(ownClasses()).toEqual([own('a')])
  localStorage.setItem('glovebox:classes', '{')
  expect(ownClasses()).toEqual([])
})

it('finds the key of an address again', () => {
  const address = new URL(teacherPath(own('a')), 'http://here')
  expect([address.pathname, address.search]).toEqual(['/classes/a00000000000', ''])
  expect(keyIn(address.hash)).toBe(KEY)
  for (const hash of ['', '#key=', `#key=${KEY}x`, `#code=${KEY}`]) expect(keyIn(hash)).toBeNull()
})

it('tries the key of an address before the one that is kept, which stays until the other has opened the class', () => {
  const other = 'o'.repeat(43)
  keepClass(own('a'))
  expect(keysFor(own('a').id, `#key=${other}`)).toEqual([other, KEY])
  expect(keysFor(own('a').id, `#key=${KEY}`)).toEqual([KEY])
  expect(keysFor(own('a').id, '')).toEqual([KEY])
  expect([keysFor(own('b').id, `#key=${other}`), keysFor(own('b').id, '')]).toEqual([[other], []])
  expect(ownClasses()).toEqual([own('a')])
})
