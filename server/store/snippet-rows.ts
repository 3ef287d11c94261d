import { type Kysely, sql, type Transaction } from 'kysely'
import { ifRoom, type Room } from './room.ts'
import type { Tables } from './tables.ts'

export type NewSnippet = {
  readonly id: string
  /** SHA-256 of the content. */
  readonly digest: string
  readonly content: string
}

export type KeptSnippet =
  | { readonly state: 'there'; readonly content: string; readonly createdMs: number }
  | { readonly state: 'taken_down'; readonly reason: string }

/** A snippet with all that is known of it, as it leaves one database for another. */
export type SnippetRecord = {
  readonly id: string
  readonly digest: string
  readonly content: string | null
  readonly shares: number
  readonly createdMs: number
  readonly takenDownMs: number | null
  readonly reason: string | null
  readonly claims: readonly { readonly keyHash: string; readonly createdMs: number }[]
}

/** Records that are held in memory at a time: one may have several megabytes. */
const PAGE_RECORDS = 20

/** The snippets of a database. Every change is one transaction; when its promise resolves, it lasts. */
export class SnippetRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /**
   * Keeps a snippet, or finds that it is kept already, and notes a claim on it. `taken_down`: this content is not taken again. `other`: the id belongs
   * to another content. `full`: there is no room for it.
   */
  share(snippet: NewSnippet, keyHash: string, nowMs: number): Promise<'new' | 'known' | 'taken_down' | 'other' | 'full'> {
    return ifRoom(this.#hasRoom, 'full' as const, () => this.#keep(snippet, keyHash, nowMs))
  }

  #keep(snippet: NewSnippet, keyHash: string, nowMs: number): Promise<'new' | 'known' | 'taken_down' | 'other'> {
    return this.#db.transaction().execute(async change => {
      // Locks the row, whichever it is: nobody removes the snippet between this and the claim.
      const row = await change
        .insertInto('snippets')
        .values({ ...snippet, shares: 1, created_ms: nowMs, taken_down_ms: null, reason: null })
        .onConflict(conflict => conflict.column('id').doUpdateSet({ shares: sql<number>`snippets.shares + 1` }))
        .returning(['digest', 'shares', 'taken_down_ms'])
        .executeTakeFirstOrThrow()
      if (row.digest !== snippet.digest) return 'other'
      if (row.taken_down_ms !== null) return 'taken_down'
      await change.insertInto('claims').values({ snippet: snippet.id, key_hash: keyHash, created_ms: nowMs }).execute()
      return row.shares === 1 ? 'new' : 'known'
    })
  }

  async read(id: string): Promise<KeptSnippet | null> {
    const row = await this.#db.selectFrom('snippets').select(['content', 'created_ms', 'reason']).where('id', '=', id).executeTakeFirst()
    if (!row) return null
    if (row.content === null) return { state: 'taken_down', reason: row.reason ?? '' }
    return { state: 'there', content: row.content, createdMs: row.created_ms }
  }

  async isThere(id: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('snippets')
      .select('id')
      .where('id', '=', id)
      .where('taken_down_ms', 'is', null)
      .executeTakeFirst()
    return row !== undefined
  }

  async isTakenDown(id: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('snippets')
      .select('id')
      .where('id', '=', id)
      .where('taken_down_ms', 'is not', null)
      .executeTakeFirst()
    return row !== undefined
  }

  /** Drops a claim, and the snippet with the last one. */
  unshare(id: string, keyHash: string): Promise<'removed' | 'still_shared' | 'no_claim' | 'not_there' | 'taken_down'> {
    return this.#db.transaction().execute(async change => {
      const row = await lock(change, id)
      if (!row) return 'not_there'
      if (row.taken_down_ms !== null) return 'taken_down'
      const dropped = await change.deleteFrom('claims').where('snippet', '=', id).where('key_hash', '=', keyHash).executeTakeFirst()
      if (dropped.numDeletedRows === 0n) return 'no_claim'
      const claim = await change.selectFrom('claims').select('snippet').where('snippet', '=', id).limit(1).executeTakeFirst()
      if (claim) return 'still_shared'
      await change.deleteFrom('snippets').where('id', '=', id).execute()
      return 'removed'
    })
  }

  /** Drops what a snippet holds and remembers that. False where there is none, or it is taken down already. */
  takeDown(id: string, reason: string, nowMs: number): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      const taken = await change
        .updateTable('snippets')
        .set({ content: null, taken_down_ms: nowMs, reason })
        .where('id', '=', id)
        .where('taken_down_ms', 'is', null)
        .executeTakeFirst()
      if (taken.numUpdatedRows === 0n) return false
      await change.deleteFrom('claims').where('snippet', '=', id).execute()
      return true
    })
  }

  /** Every snippet, in the order of their ids; one that changes meanwhile may be told as it was or as it is. */
  async *records(): AsyncGenerator<SnippetRecord> {
    for (let after = ''; ; ) {
      const rows = await this.#db.selectFrom('snippets').selectAll().where('id', '>', after).orderBy('id').limit(PAGE_RECORDS).execute()
      for (const { created_ms, taken_down_ms, ...row } of rows) {
        const claims = await this.#db.selectFrom('claims').select(['key_hash', 'created_ms']).where('snippet', '=', row.id).execute()
        yield {
          ...row,
          createdMs: created_ms,
          takenDownMs: taken_down_ms,
          claims: claims.map(claim => ({ keyHash: claim.key_hash, createdMs: claim.created_ms })),
        }
      }
      const last = rows.at(-1)
      if (!last || rows.length < PAGE_RECORDS) return
      after = last.id
    }
  }

  /** Adds a record of another database. False where its id is there already: what is there stays as it is. */
  addRecord({ claims, createdMs, takenDownMs, ...row }: SnippetRecord): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      const added = await change
        .insertInto('snippets')
        .values({ ...row, created_ms: createdMs, taken_down_ms: takenDownMs })
        .onConflict(conflict => conflict.column('id').doNothing())
        .executeTakeFirst()
      if (added.numInsertedOrUpdatedRows !== 1n) return false
      for (const claim of claims) {
        await change.insertInto('claims').values({ snippet: row.id, key_hash: claim.keyHash, created_ms: claim.createdMs }).execute()
      }
      return true
    })
  }
}

/** Keeps everybody else from changing a snippet until this change is through: PostgreSQL has changes side by side. */
function lock(change: Transaction<Tables>, id: string): Promise<{ readonly taken_down_ms: number | null } | undefined> {
  return change
    .updateTable('snippets')
    .set({ shares: sql<number>`snippets.shares` })
    .where('id', '=', id)
    .returning('taken_down_ms')
    .executeTakeFirst()
}
