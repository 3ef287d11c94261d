import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** What a teacher wrote about a submission. */
export type CommentRecord = {
  readonly id: string
  readonly submission: string
  /** Whose submission it is: the comment goes with them. */
  readonly member: string
  readonly text: string
  readonly createdMs: number
}

/** The comments of teachers. */
export class CommentRows {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** False where the submission has as many as it may. */
  add(comment: CommentRecord, most: number): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      const { comments } = await change
        .selectFrom('comments')
        .select(({ fn }) => fn.countAll<number | string>().as('comments'))
        .where('submission', '=', comment.submission)
        .executeTakeFirstOrThrow()
      if (Number(comments) >= most) return false
      await change.insertInto('comments').values(toRow(comment)).execute()
      return true
    })
  }

  /** Those on a submission, or on all of a student's, the oldest first. */
  async of(whose: { readonly submission: string } | { readonly member: string }): Promise<readonly CommentRecord[]> {
    const all = this.#db.selectFrom('comments').selectAll()
    const chosen = 'member' in whose ? all.where('member', '=', whose.member) : all.where('submission', '=', whose.submission)
    return (await chosen.orderBy('created_ms').orderBy('id').execute()).map(toRecord)
  }

  /** False where there is none on that submission. */
  async remove(id: string, submission: string): Promise<boolean> {
    const removed = await this.#db.deleteFrom('comments').where('id', '=', id).where('submission', '=', submission).executeTakeFirst()
    return removed.numDeletedRows > 0n
  }

  /** Every comment, the oldest first. */
  async records(): Promise<readonly CommentRecord[]> {
    return (await this.#db.selectFrom('comments').selectAll().orderBy('created_ms').orderBy('id').execute()).map(toRecord)
  }

  /** Adds a record of another database. False where its id is there already, or its student is not. */
  async addRecord(record: CommentRecord): Promise<boolean> {
    const there = await this.#db.selectFrom('members').select('id').where('id', '=', record.member).executeTakeFirst()
    if (!there) return false
    const added = await this.#db
      .insertInto('comments')
      .values(toRow(record))
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }
}

function toRow({ createdMs, ...record }: CommentRecord): Tables['comments'] {
  return { ...record, created_ms: createdMs }
}

function toRecord({ created_ms, ...row }: Tables['comments']): CommentRecord {
  return { ...row, createdMs: created_ms }
}
