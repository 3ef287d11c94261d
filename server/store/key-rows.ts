import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type NewKey = {
  readonly id: string
  /** What it is for, in its operator's words. */
  readonly name: string
  /** SHA-256 of the key, which is kept nowhere. */
  readonly hash: string
  /** What it may do; null: as much as an address. */
  readonly runsPerHour: number | null
  readonly atOnce: number | null
}

/** A key with all that is known of it, as it leaves one database for another. */
export type KeyRecord = NewKey & { readonly createdMs: number; readonly revokedMs: number | null }

/** A key as its operator is told of it. */
export type KeptKey = Omit<KeyRecord, 'hash'>

/** The keys of programs that call the API. */
export class KeyRows {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async add({ runsPerHour, atOnce, ...key }: NewKey, nowMs: number): Promise<void> {
    await this.#db
      .insertInto('api_keys')
      .values({ ...key, runs_per_hour: runsPerHour, at_once: atOnce, created_ms: nowMs, revoked_ms: null })
      .execute()
  }

  /** The key of a hash; null where there is none, or it was revoked. */
  async find(hash: string): Promise<Pick<KeptKey, 'id' | 'runsPerHour' | 'atOnce'> | null> {
    const row = await this.#db
      .selectFrom('api_keys')
      .select(['id', 'runs_per_hour', 'at_once'])
      .where('hash', '=', hash)
      .where('revoked_ms', 'is', null)
      .executeTakeFirst()
    return row ? { id: row.id, runsPerHour: row.runs_per_hour, atOnce: row.at_once } : null
  }

  /** Every key there has been, the oldest first. */
  async list(): Promise<readonly KeptKey[]> {
    return (await this.records()).map(({ hash: _, ...key }) => key)
  }

  /** As they are listed, with their hashes. */
  async records(): Promise<readonly KeyRecord[]> {
    const rows = await this.#db.selectFrom('api_keys').selectAll().orderBy('created_ms').orderBy('id').execute()
    return rows.map(({ id, name, hash, runs_per_hour, at_once, created_ms, revoked_ms }) => ({
      id,
      name,
      hash,
      runsPerHour: runs_per_hour,
      atOnce: at_once,
      createdMs: created_ms,
      revokedMs: revoked_ms,
    }))
  }

  /** Adds a record of another database. False where its id or its hash is there already: what is there stays as it is. */
  async addRecord({ runsPerHour, atOnce, createdMs, revokedMs, ...key }: KeyRecord): Promise<boolean> {
    const added = await this.#db
      .insertInto('api_keys')
      .values({ ...key, runs_per_hour: runsPerHour, at_once: atOnce, created_ms: createdMs, revoked_ms: revokedMs })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }

  /** From now on nobody may use it. False where there is none, or it was revoked before. */
  async revoke(id: string, nowMs: number): Promise<boolean> {
    const revoked = await this.#db
      .updateTable('api_keys')
      .set({ revoked_ms: nowMs })
      .where('id', '=', id)
      .where('revoked_ms', 'is', null)
      .executeTakeFirst()
    return revoked.numUpdatedRows > 0n
  }
}
