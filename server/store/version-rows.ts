import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** An exercise as it was when something was handed in, so that this can be graded again exactly. */
export type VersionRecord = {
  /** SHA-256 of everything that it was made of. */
  readonly hash: string
  readonly slug: string
  /** JSON. */
  readonly content: string
  readonly createdMs: number
}

/** Records that are held in memory at a time: one may have several megabytes. */
const PAGE_RECORDS = 20

/** The exercises that submissions are of, each state once. They come and go with these. */
export class VersionRows {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** The exercise, as JSON. */
  async read(hash: string): Promise<string | null> {
    const row = await this.#db.selectFrom('exercise_versions').select('content').where('hash', '=', hash).executeTakeFirst()
    return row?.content ?? null
  }

  /** Drops what no submission is of any more. Returns how many there were. */
  async prune(): Promise<number> {
    const dropped = await this.#db
      .deleteFrom('exercise_versions')
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('submissions').select('submissions.id').whereRef('submissions.version', '=', 'exercise_versions.hash'))),
      )
      .executeTakeFirst()
    return Number(dropped.numDeletedRows)
  }

  /** Every version, in the order of their hashes. */
  async *records(): AsyncGenerator<VersionRecord> {
    for (let after = ''; ; ) {
      const rows = await this.#db
        .selectFrom('exercise_versions')
        .selectAll()
        .where('hash', '>', after)
        .orderBy('hash')
        .limit(PAGE_RECORDS)
        .execute()
      for (const { created_ms, ...row } of rows) yield { ...row, createdMs: created_ms }
      const last = rows.at(-1)
      if (!last || rows.length < PAGE_RECORDS) return
      after = last.hash
    }
  }

  /** Adds a record of another database. False where its hash is there already: what is there stays as it is. */
  async addRecord({ createdMs, ...row }: VersionRecord): Promise<boolean> {
    const added = await this.#db
      .insertInto('exercise_versions')
      .values({ ...row, created_ms: createdMs })
      .onConflict(conflict => conflict.column('hash').doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }
}

/** Keeps the version that a change is about. */
export async function keepVersion(change: Transaction<Tables>, { createdMs, ...row }: VersionRecord): Promise<void> {
  await change
    .insertInto('exercise_versions')
    .values({ ...row, created_ms: createdMs })
    .onConflict(conflict => conflict.column('hash').doNothing())
    .execute()
}
