import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeClasses } from './classes.contract.ts'
import type { NewKey } from './key-rows.ts'
import { describeLti } from './lti.contract.ts'
import type { NewSnippet } from './snippet-rows.ts'
import type { Store } from './store.ts'
import { describeSubmissions } from './submissions.contract.ts'

/** What every database must do. */
export function describeStore(title: string, open: () => Promise<Store>): void {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const fresh = (content = 'x'): NewSnippet => ({
    id: randomBytes(9).toString('hex').slice(0, 12),
    digest: randomBytes(32).toString('hex'),
    content: JSON.stringify({ content }),
  })

  it(`${title}: gives back what was shared, to the last character`, async () => {
    const text = 'a\u0000b\ud800c\u{1f600}\r\n"\\ %s $1 ?'
    const snippet = fresh(text)
    expect(await store.snippets.share(snippet, 'key', 1_700_000_000_123)).toBe('new')
    const kept = await store.snippets.read(snippet.id)
    expect(kept).toEqual({ state: 'there', content: snippet.content, createdMs: 1_700_000_000_123 })
    expect(JSON.parse(kept?.state === 'there' ? kept.content : '')).toEqual({ content: text })
  })

  it(`${title}: knows nothing of what was not shared`, async () => {
    expect(await store.snippets.read('nobody')).toBeNull()
    expect(await store.snippets.isThere('nobody')).toBe(false)
    expect(await store.snippets.unshare('nobody', 'key')).toBe('not_there')
    expect(await store.snippets.takeDown('nobody', 'why', 1)).toBe(false)
  })

  it(`${title}: keeps the same content once, with a claim for everybody who shared it, until the last one is dropped`, async () => {
    const snippet = fresh()
    expect(await store.snippets.share(snippet, 'first', 1)).toBe('new')
    expect(await store.snippets.share(snippet, 'second', 2)).toBe('known')
    expect(await store.snippets.unshare(snippet.id, 'third')).toBe('no_claim')
    expect(await store.snippets.unshare(snippet.id, 'first')).toBe('still_shared')
    expect(await store.snippets.unshare(snippet.id, 'first')).toBe('no_claim')
    expect(await store.snippets.read(snippet.id)).toMatchObject({ state: 'there', createdMs: 1 })
    expect(await store.snippets.unshare(snippet.id, 'second')).toBe('removed')
    expect(await store.snippets.read(snippet.id)).toBeNull()
    expect(await store.snippets.share(snippet, 'again', 3)).toBe('new')
  })

  it(`${title}: does not take two contents for one`, async () => {
    const snippet = fresh()
    await store.snippets.share(snippet, 'first', 1)
    expect(await store.snippets.share({ ...fresh('other'), id: snippet.id }, 'second', 2)).toBe('other')
    expect(await store.snippets.read(snippet.id)).toMatchObject({ content: snippet.content })
    expect(await store.snippets.unshare(snippet.id, 'second')).toBe('no_claim')
  })

  it(`${title}: drops what is taken down, and does not take it again`, async () => {
    const snippet = fresh()
    await store.snippets.share(snippet, 'key', 1)
    expect(await store.snippets.takeDown(snippet.id, 'It hurts.', 2)).toBe(true)
    expect(await store.snippets.takeDown(snippet.id, 'Again.', 3)).toBe(false)
    expect(await store.snippets.read(snippet.id)).toEqual({ state: 'taken_down', reason: 'It hurts.' })
    expect(await store.snippets.isThere(snippet.id)).toBe(false)
    expect(await store.snippets.share(snippet, 'other', 4)).toBe('taken_down')
    expect(await store.snippets.unshare(snippet.id, 'key')).toBe('taken_down')
  })

  it(`${title}: loses no share to somebody who takes theirs back at the same time`, async () => {
    for (let round = 0; round < 20; round++) {
      const snippet = fresh()
      await store.snippets.share(snippet, 'key 0', 1)
      const work: Promise<unknown>[] = []
      for (let index = 1; index <= 6; index++) {
        work.push(store.snippets.unshare(snippet.id, `key ${index - 1}`), store.snippets.share(snippet, `key ${index}`, index))
      }
      const outcomes = await Promise.all(work)
      expect(outcomes.filter(outcome => outcome === 'other' || outcome === 'taken_down')).toEqual([])
      // The last one was acknowledged and nobody took it back.
      expect(await store.snippets.read(snippet.id)).toMatchObject({ state: 'there', content: snippet.content })
      expect(['removed', 'still_shared']).toContain(await store.snippets.unshare(snippet.id, 'key 6'))
    }
  })

  it(`${title}: tells all it has, and takes it in from elsewhere`, async () => {
    const snippets = Array.from({ length: 45 }, (_, index) => fresh(String(index)))
    for (const snippet of snippets) await store.snippets.share(snippet, 'key', 5)
    await store.snippets.takeDown(snippets[0]?.id ?? '', 'why', 6)
    const records = []
    for await (const record of store.snippets.records()) records.push(record)
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
    for (const { id, digest, content } of snippets.slice(1)) {
      const claims = [{ keyHash: 'key', createdMs: 5 }]
      expect(records).toContainEqual({ id, digest, content, shares: 1, createdMs: 5, takenDownMs: null, reason: null, claims })
    }
    expect(records).toContainEqual(
      expect.objectContaining({ id: snippets[0]?.id, content: null, takenDownMs: 6, reason: 'why', claims: [] }),
    )

    const known = records.find(({ content }) => content !== null)
    if (!known) throw new Error('no record')
    expect(await store.snippets.addRecord({ ...known, content: 'changed' })).toBe(false)
    const added = {
      ...known,
      id: 'from afar',
      content: '{}',
      takenDownMs: null,
      reason: null,
      claims: [{ keyHash: 'theirs', createdMs: 7 }],
    }
    expect(await store.snippets.addRecord(added)).toBe(true)
    expect(await store.snippets.read('from afar')).toEqual({ state: 'there', content: '{}', createdMs: known.createdMs })
    expect(await store.snippets.unshare('from afar', 'theirs')).toBe('removed')
  })

  const freshKey = (name: string): NewKey => ({
    id: randomBytes(6).toString('hex'),
    name,
    hash: randomBytes(32).toString('hex'),
    runsPerHour: 1_000_000,
    atOnce: 7,
  })

  it(`${title}: finds a key by its hash, until it is revoked`, async () => {
    const key = freshKey('Course é %s ?')
    await store.keys.add(key, 1_700_000_000_123)
    expect(await store.keys.find(key.hash)).toEqual({ id: key.id, runsPerHour: 1_000_000, atOnce: 7 })
    expect(await store.keys.find(key.hash.toUpperCase())).toBeNull()
    expect(await store.keys.find(key.id)).toBeNull()
    expect(await store.keys.revoke('none', 1)).toBe(false)
    expect(await store.keys.revoke(key.id, 1_700_000_000_456)).toBe(true)
    expect(await store.keys.revoke(key.id, 1_700_000_000_789)).toBe(false)
    expect(await store.keys.find(key.hash)).toBeNull()
    const told = (await store.keys.list()).find(({ id }) => id === key.id)
    const { hash: _, ...rest } = key
    expect(told).toEqual({ ...rest, createdMs: 1_700_000_000_123, revokedMs: 1_700_000_000_456 })
  })

  it(`${title}: lists keys in the order in which they were made, never their hashes`, async () => {
    const keys = ['first', 'second', 'third'].map(name => ({ ...freshKey(name), runsPerHour: null, atOnce: null }))
    for (const [index, key] of keys.entries()) await store.keys.add(key, 1_800_000_000_000 + index)
    const told = await store.keys.list()
    expect(told.filter(({ createdMs }) => createdMs >= 1_800_000_000_000)).toMatchObject(
      keys.map(({ id, name }) => ({ id, name, runsPerHour: null, atOnce: null, revokedMs: null })),
    )
    for (const { hash } of keys) expect(JSON.stringify(told)).not.toContain(hash)
  })

  it(`${title}: keeps no two keys of one hash or one id`, async () => {
    const key = freshKey('one')
    await store.keys.add(key, 1)
    await expect(store.keys.add({ ...freshKey('same hash'), hash: key.hash }, 2)).rejects.toThrow()
    await expect(store.keys.add({ ...freshKey('same id'), id: key.id }, 2)).rejects.toThrow()
  })

  describeClasses(title, () => store)
  describeSubmissions(title, () => store)
  describeLti(title, () => store)
}
