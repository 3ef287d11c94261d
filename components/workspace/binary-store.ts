import { z } from 'zod'

/**
 * Where the browser keeps files that are not text: IndexedDB has room for them, localStorage does not. What is kept is base64 by name, a record for
 * each language.
 */

const Binaries = z.record(z.string(), z.string())
export type Binaries = z.infer<typeof Binaries>

/** A browser that does not answer (a store that is blocked) must not keep the page waiting. */
const PATIENCE_MS = 10_000

/** Null when they cannot be read. */
export async function savedBinaries(profileId: string): Promise<Binaries | null> {
  try {
    return Binaries.parse(await inStore('readonly', store => store.get(profileId)))
  } catch {
    return null
  }
}

/** False when the browser does not keep them. */
export async function saveBinaries(profileId: string, binaries: Binaries): Promise<boolean> {
  try {
    await inStore('readwrite', store => (Object.keys(binaries).length === 0 ? store.delete(profileId) : store.put(binaries, profileId)))
    return true
  } catch {
    return false
  }
}

async function inStore(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opening = indexedDB.open('glovebox', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('binaries')
  const database = (await result(opening)) as IDBDatabase
  try {
    const transaction = database.transaction('binaries', mode)
    const done = act(transaction.objectStore('binaries'))
    const value = await result(done)
    // Only a transaction that is complete is on the disk.
    if (mode === 'readwrite') await ended(transaction)
    return value
  } finally {
    database.close()
  }
}

function result(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser does not answer')), PATIENCE_MS)
    request.onsuccess = () => {
      clearTimeout(timer)
      resolve(request.result)
    }
    request.onerror = () => {
      clearTimeout(timer)
      reject(request.error)
    }
  })
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}
