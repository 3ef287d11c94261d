import type { Kysely } from 'kysely'
import { lockMember } from './member-rows.ts'
import { ifRoom, type Room } from './room.ts'
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
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /** `too_many`: the submission has as many as it may. `no_member`: whose it is was deleted. `full`: there is no room for it. */
  add(comment: CommentRecord, most: number): Promise<'added' | 'too_many' | 'no_member' | 'full'> {
    return ifRoom(this.#hasRoom, 'full' as const, () => this.#add(comment, most))
  }

  #add(comment: CommentRecord, most: number): Promise<'added' | 'too_many' | 'no_member'> {
    return this.#db.transaction().execute(async change => {
      if (!(await lockMember(change, comment.member))) return 'no_member'
      const { comments } = await change
        .selectFrom('comments')
        .select(({ fn }) => fn.countAll<number | string>().as('comments'))
        .where('submission', '=', comment.submission)
        .executeTakeFirstOrThrow()
      if (Number(comments) >= most) return 'too_many'
      await change.insertInto('comments').values(toRow(comment)).execute()
      return 'added'
    })
  }

  /** Those on a submission, or the last of those on what a student has handed in for an exercise, the oldest first. */
  async of(
    whose: { readonly submission: string } | { readonly member: string; readonly slug: string; readonly most: number },
  ): Promise<readonly CommentRecord[]> {
    const all = this.#db.selectFrom('comments').selectAll('comments')
    if ('submission' in whose)
      return (await all.where('submission', '=', whose.submission).orderBy('created_ms').orderBy('id').execute()).map(toRecord)
    const last = await all
      .innerJoin('submissions', 'submissions.id', 'comments.submission')
      .where('comments.member', '=', whose.member)
      .where('submissions.slug', '=', whose.slug)
      .orderBy('comments.created_ms', 'desc')
      .orderBy('comments.id', 'desc')
      .limit(whose.most)
      .execute()
    return last.map(toRecord).toReversed()
  }

  /** The exercises of which something that a student has handed in has a comment, and when the last one was made. */
  async commentedOf(member: string): Promise<{ readonly slug: string; readonly lastMs: number }[]> {
    const rows = await this.#db
      .selectFrom('comments')
      .innerJoin('submissions', 'submissions.id', 'comments.submission')
      .select(({ fn }) => ['submissions.slug', fn.max<number | string>('comments.created_ms').as('last_ms')])
      .where('comments.member', '=', member)
      .groupBy('submissions.slug')
      .orderBy('submissions.slug')
      .execute()
    return rows.map(({ slug, last_ms }) => ({ slug, lastMs: Number(last_ms) }))
  }

  /** How many there are on each of these submissions that have any. */
  async counts(submissions: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (submissions.length === 0) return new Map()
    const rows = await this.#db
      .selectFrom('comments')
      .select(({ fn }) => ['submission', fn.countAll<number | string>().as('comments')])
      .where('submission', 'in', submissions)
      .groupBy('submission')
      .execute()
    return new Map(rows.map(({ submission, comments }) => [submission, Number(comments)]))
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
