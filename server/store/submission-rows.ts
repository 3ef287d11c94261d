import type { Kysely } from 'kysely'
import type { Hold } from './grading-rows.ts'
import { lockMember } from './member-rows.ts'
import { ifRoom, type Room } from './room.ts'
import { type NewSubmission, type SubmissionRecord, type SubmissionSummary, toRecord, toRow } from './submission-record.ts'
import type { Tables } from './tables.ts'
import { keepVersion, type VersionRecord } from './version-rows.ts'

/** Records that are held in memory at a time: one may have several megabytes. */
const PAGE_RECORDS = 20
/** Rows that one change drops: others are let in between. */
const PRUNED_AT_ONCE = 200
/** PostgreSQL's word for a reference to what is no longer there. */
const FOREIGN_KEY = '23503'

/** What was handed in. Every change is one transaction; when its promise resolves, it lasts. */
export class SubmissionRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /**
   * Keeps a submission, and the version of the exercise that it is of. A request that has the name of an earlier one is not kept, and the earlier one is
   * given back. `full`: there is no room for it. `no_member`: whose it is was deleted.
   * @param namesFromMs a name that is older than this is forgotten.
   * @param hold who begins to grade it; null: nobody does yet.
   */
  add(
    version: VersionRecord,
    submission: NewSubmission,
    nowMs: number,
    namesFromMs = 0,
    hold: Hold | null = null,
  ): Promise<'new' | 'full' | 'no_member' | SubmissionRecord> {
    return ifRoom(this.#hasRoom, 'full' as const, async () => {
      for (let tries = 1; ; tries++) {
        try {
          return await this.#add(version, submission, nowMs, namesFromMs, hold)
        } catch (fault) {
          // The version was dropped, as nobody's, between the two steps.
          if (tries > 3 || !(fault instanceof Error && 'code' in fault && fault.code === FOREIGN_KEY)) throw fault
        }
      }
    })
  }

  #add(
    version: VersionRecord,
    submission: NewSubmission,
    nowMs: number,
    namesFromMs: number,
    hold: Hold | null,
  ): Promise<'new' | 'no_member' | SubmissionRecord> {
    const { requestKey, member } = submission
    return this.#db.transaction().execute(async change => {
      if (member !== null && !(await lockMember(change, member))) return 'no_member'
      await keepVersion(change, version)
      if (requestKey !== null) {
        await change
          .updateTable('submissions')
          .set({ request_key: null })
          .where('request_key', '=', requestKey)
          .where('created_ms', '<', namesFromMs)
          .execute()
      }
      const added = await change
        .insertInto('submissions')
        .values({
          ...toRow({
            ...submission,
            attempts: 1,
            grading: null,
            status: null,
            points: null,
            maxPoints: null,
            fault: null,
            createdMs: nowMs,
            gradedMs: null,
          }),
          holder: hold?.holder ?? null,
          held_until_ms: hold?.untilMs ?? null,
        })
        .onConflict(conflict => conflict.column('request_key').doNothing())
        .executeTakeFirst()
      if (added.numInsertedOrUpdatedRows === 1n) return 'new'
      return toRecord(await change.selectFrom('submissions').selectAll().where('request_key', '=', requestKey).executeTakeFirstOrThrow())
    })
  }

  async read(id: string): Promise<SubmissionRecord | null> {
    const row = await this.#db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  }

  /** False where there is none. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.#db.deleteFrom('submissions').where('id', '=', id).executeTakeFirst()
    return removed.numDeletedRows === 1n
  }

  /** Everything that somebody has handed in. Returns how many there were. */
  async removeOf(member: string): Promise<number> {
    const removed = await this.#db.deleteFrom('submissions').where('member', '=', member).executeTakeFirst()
    return Number(removed.numDeletedRows)
  }

  /** Of these members, the newest first. */
  async ofMembers(members: readonly string[], limit: number, { slug, sinceMs = 0 }: { slug?: string; sinceMs?: number } = {}) {
    if (members.length === 0) return []
    let query = this.#db
      .selectFrom('submissions')
      .select(['id', 'slug', 'version', 'language', 'member', 'status', 'points', 'max_points', 'created_ms'])
      .where('member', 'in', members)
      .where('created_ms', '>=', sinceMs)
    if (slug !== undefined) query = query.where('slug', '=', slug)
    const rows = await query.orderBy('created_ms', 'desc').orderBy('id').limit(limit).execute()
    return rows.map(({ max_points, created_ms, ...row }): SubmissionSummary => ({ ...row, maxPoints: max_points, createdMs: created_ms }))
  }

  /** Ids of those of an exercise that were graded, in order, after one of them. */
  async gradedOf(slug: string, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('submissions')
      .select('id')
      .where('slug', '=', slug)
      .where('id', '>', after)
      .where('grading', 'is not', null)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => id)
  }

  /** The languages that an exercise's graded submissions are in. */
  async languagesOf(slug: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('submissions')
      .select('language')
      .distinct()
      .where('slug', '=', slug)
      .where('grading', 'is not', null)
      .execute()
    return rows.map(({ language }) => language)
  }

  /** Drops what is nobody's, or nobody's any more, and older than this. Returns how many there were. */
  async prune(beforeMs: number): Promise<number> {
    for (let total = 0; ; ) {
      const dropped = await this.#db
        .deleteFrom('submissions')
        .where('id', 'in', old =>
          old
            .selectFrom('submissions')
            .select('submissions.id')
            .leftJoin('members', 'members.id', 'submissions.member')
            .where('members.id', 'is', null)
            .where('submissions.created_ms', '<', beforeMs)
            .limit(PRUNED_AT_ONCE),
        )
        .executeTakeFirst()
      total += Number(dropped.numDeletedRows)
      if (dropped.numDeletedRows < BigInt(PRUNED_AT_ONCE)) return total
    }
  }

  /** Every submission, in the order of their ids; one that changes meanwhile may be told as it was or as it is. */
  async *records(): AsyncGenerator<SubmissionRecord> {
    for (let after = ''; ; ) {
      const rows = await this.#db.selectFrom('submissions').selectAll().where('id', '>', after).orderBy('id').limit(PAGE_RECORDS).execute()
      yield* rows.map(toRecord)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE_RECORDS) return
      after = last.id
    }
  }

  /**
   * Adds a record of another database. False where its id, or its request's name, is there already: what is there stays as it is. So it is where the
   * version that it is of is missing.
   */
  addRecord(record: SubmissionRecord): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      const version = await change.selectFrom('exercise_versions').select('hash').where('hash', '=', record.version).executeTakeFirst()
      if (!version) return false
      const added = await change
        .insertInto('submissions')
        .values(toRow(record))
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    })
  }
}
