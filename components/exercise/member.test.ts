import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { chooseMember, currentMember, ownerOfPage, workKey } from './member.ts'

const items = new Map<string, string>()
const [ADA, OMAR] = ['a'.repeat(43), 'o'.repeat(43)]
const ID = '0123456789abcdef'
const page = { hash: '', pathname: '/exercises/x', search: '' }
let closed = false

beforeEach(() => {
  items.clear()
  page.hash = ''
  closed = false
  const store = (): Map<string, string> => {
    if (closed) throw new DOMException('no', 'SecurityError')
    return items
  }
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => store().get(name) ?? null,
    setItem: (name: string, value: string) => void store().set(name, value),
    removeItem: (name: string) => void store().delete(name),
  })
  vi.stubGlobal('location', page)
  vi.stubGlobal('history', {
    state: null,
    replaceState: () => {
      page.hash = ''
    },
  })
})
afterEach(() => {
  chooseMember(null)
  vi.unstubAllGlobals()
})

it('keeps the work of each member apart, and that of nobody where it was', () => {
  expect(workKey('x', currentMember())).toBe('x')
  chooseMember(ADA, ID)
  expect(workKey('x', currentMember())).toBe(`x~${ID}`)
  chooseMember(OMAR, 'fedcba9876543210')
  expect(workKey('x', currentMember())).toBe('x~fedcba9876543210')
  chooseMember(null)
  expect(workKey('x', currentMember())).toBe('x')
  // Who comes back by a personal link has another token.
  chooseMember('b'.repeat(43), ID)
  expect(workKey('x', currentMember())).toBe(`x~${ID}`)
})

it('knows who comes from a course system again by the token, and does not tell it', () => {
  chooseMember(ADA, ID)
  page.hash = `#member=${OMAR}`
  const omar = currentMember()
  expect([omar?.token, page.hash]).toEqual([OMAR, ''])
  expect(omar?.mark).toMatch(/^t[0-9a-f]{16}$/)
  page.hash = `#member=${ADA}`
  expect(currentMember()?.mark).not.toBe(omar?.mark)
  page.hash = `#member=${OMAR}`
  expect(currentMember()).toEqual(omar)
  // Of whom this browser is already, it knows more than the address tells.
  chooseMember(ADA, ID)
  page.hash = `#member=${ADA}`
  expect(currentMember()?.mark).toBe(ID)
})

it('keeps the work of a student of a course where it is, with a personal link of the class as well', () => {
  page.hash = `#member=${ADA}&id=${ID}`
  expect([currentMember(), page.hash]).toEqual([{ token: ADA, mark: ID }, ''])
  chooseMember('b'.repeat(43), ID)
  expect(currentMember()?.mark).toBe(ID)
  page.hash = `#member=${ADA}&id=${ID}`
  expect(currentMember()).toEqual({ token: ADA, mark: ID })
  // Nor is it elsewhere where the browser did not know who that is.
  chooseMember(ADA)
  page.hash = `#member=${ADA}&id=${ID}`
  expect(currentMember()).toEqual({ token: ADA, mark: ID })
  for (const bad of [`${ADA}&id=x`, `${ADA}&id=${ID}x`, 'short']) {
    page.hash = `#member=${bad}`
    expect([currentMember(), page.hash]).toEqual([{ token: ADA, mark: ID }, ''])
  }
})

it('is the same for as long as a page is open, whoever comes meanwhile', () => {
  chooseMember(ADA, ID)
  const owner = ownerOfPage()
  expect(owner()?.mark).toBe(ID)
  chooseMember(OMAR)
  expect(owner()?.token).toBe(ADA)
})

it('knows a member where the browser keeps nothing', () => {
  closed = true
  page.hash = `#member=${ADA}`
  expect(currentMember()?.token).toBe(ADA)
  expect(currentMember()?.token).toBe(ADA)
})
