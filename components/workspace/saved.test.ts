import { beforeEach, expect, it, vi } from 'vitest'
import { savedProfiles, savedSide, savedSource, saveProfiles, saveSide, saveSource } from './saved.ts'
import { testProfile } from './test-profile.ts'

const items = new Map<string, string>()

beforeEach(() => {
  items.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > 5_000_000) throw new DOMException('full', 'QuotaExceededError')
      items.set(name, value)
    },
  })
})

it('remembers a source per language', () => {
  expect(savedSource('python')).toBeNull()
  expect(saveSource('python', 'print(1)')).toBe(true)
  expect(savedSource('python')).toBe('print(1)')
  expect(savedSource('ruby')).toBeNull()
})

it('does not keep what is far above the limit, and says so', () => {
  expect(saveSource('python', 'x'.repeat(3_000_000))).toBe(false)
  expect(savedSource('python')).toBeNull()
})

it('takes nothing from the store that is not what it should be', () => {
  for (const text of ['{', '{}', '[{"id":1}]', 'null']) {
    items.set('glovebox:profiles', text)
    expect(savedProfiles()).toEqual([])
  }
  items.set('glovebox:terminal-side', 'above')
  expect(savedSide()).toBe('right')
})

it('reads back what it wrote', () => {
  saveProfiles([testProfile])
  saveSide('below')
  expect(savedProfiles()).toEqual([testProfile])
  expect(savedSide()).toBe('below')
})

it('goes on without a store', () => {
  vi.stubGlobal('localStorage', undefined)
  expect(savedSource('python')).toBeNull()
  expect(saveSource('python', 'x')).toBe(false)
})
