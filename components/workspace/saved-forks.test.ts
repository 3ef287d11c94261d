import { beforeEach, expect, it, vi } from 'vitest'
import { savedSource, saveSource } from './saved.ts'
import { rememberFork } from './saved-forks.ts'

const items = new Map<string, string>()

beforeEach(() => {
  items.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  })
})

it('keeps the forks that were edited last, and nothing of the others', () => {
  saveSource('x', 'own')
  for (let at = 0; at < 25; at++) {
    saveSource(`x@${at}`, `fork ${at}`)
    rememberFork(`x@${at}`)
    rememberFork('x@0')
  }
  expect(savedSource('x')).toBe('own')
  expect(savedSource('x@0')).toBe('fork 0')
  expect(savedSource('x@24')).toBe('fork 24')
  expect(savedSource('x@1')).toBeNull()
  expect([...items.keys()].filter(name => name.startsWith('glovebox:source:x@'))).toHaveLength(20)
})

it('goes on with a store that holds something else', () => {
  items.set('glovebox:forks', '{')
  rememberFork('x@1')
  expect(JSON.parse(items.get('glovebox:forks') ?? '')).toEqual(['x@1'])
})
