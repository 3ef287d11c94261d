import { beforeEach, expect, it, vi } from 'vitest'
import { saveSource } from '../workspace/saved.ts'
import { rememberOwner } from './owners.ts'
import { NO_RECORD, savedRecord, saveRecord } from './record.ts'

const mark = (n: number): string => String(n).padStart(16, '0')

beforeEach(() => {
  // Its own properties are what is kept, as in a browser.
  const kept: Record<string, unknown> = {}
  const hidden = (value: unknown) => ({ value, enumerable: false })
  Object.defineProperties(kept, {
    getItem: hidden((name: string) => kept[name] ?? null),
    setItem: hidden((name: string, value: string) => {
      kept[name] = value
    }),
    removeItem: hidden((name: string) => {
      delete kept[name]
    }),
  })
  vi.stubGlobal('localStorage', kept)
})

it('keeps the work of those who were here last, and all that is nobody’s', () => {
  const record = { ...NO_RECORD, hints: 1 }
  saveRecord('x', null, record)
  saveSource('python', 'own')
  for (let n = 0; n < 25; n++) {
    rememberOwner(mark(n))
    saveRecord('x', { mark: mark(n) }, record)
    saveSource(`python@exercise:x~${mark(n)}`, 'print(1)')
    rememberOwner(mark(0))
  }
  expect(savedRecord('x', null)).toEqual(record)
  const left = Object.keys(localStorage).filter(name => name.startsWith('glovebox:source:python@'))
  expect(left).toHaveLength(20)
  expect([0, 1, 24].map(n => savedRecord('x', { mark: mark(n) }).hints)).toEqual([1, 0, 1])
})
