import { beforeEach, expect, it, vi } from 'vitest'
import { addShare, findShares, HISTORY_MOST, ownShares, removeShare, type Share } from './history.ts'

const items = new Map<string, string>()

beforeEach(() => {
  items.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  })
})

function share(at: number, title = `Number ${at}`): Share {
  return { id: `id${String(at).padStart(10, '0')}`, title, language: 'Python 3.13.5', createdMs: at, deletionKeys: [`key ${at}`] }
}

it('has the newest first, each once', () => {
  addShare(share(1))
  addShare(share(2))
  addShare({ ...share(1, 'Again'), deletionKeys: ['another'] })
  expect(ownShares()).toEqual([{ ...share(1, 'Again'), deletionKeys: ['another', 'key 1'] }, share(2)])
  removeShare(share(2).id)
  expect(ownShares().map(({ title }) => title)).toEqual(['Again'])
})

it('keeps a bounded number, and lets the oldest go', () => {
  for (let at = 0; at < HISTORY_MOST + 3; at++) addShare(share(at))
  expect(ownShares()).toHaveLength(HISTORY_MOST)
  expect(ownShares()[0]).toEqual(share(HISTORY_MOST + 2))
  expect(ownShares().at(-1)).toEqual(share(3))
})

it('takes nothing from the store that is not what it should be, and loses nothing that is', () => {
  for (const text of ['{', '{}', 'null', '7']) {
    items.set('glovebox:shares', text)
    expect(ownShares()).toEqual([])
  }
  items.set('glovebox:shares', JSON.stringify([share(1), { ...share(2), id: '../../admin' }, null, share(3)]))
  expect(ownShares()).toEqual([share(1), share(3)])
})

it('finds by words of title and language', () => {
  const shares = [share(1, 'Prime numbers'), share(2, 'Sorting')]
  expect(findShares(shares, '')).toEqual(shares)
  expect(findShares(shares, 'PYTHON prime')).toEqual([shares[0]])
  expect(findShares(shares, 'prime sorting')).toEqual([])
})

it('says when the browser keeps nothing', () => {
  vi.stubGlobal('localStorage', undefined)
  expect(addShare(share(1))).toBe(false)
  expect(ownShares()).toEqual([])
})
