import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import { lockMember } from './member-rows.ts'
import { ifRoom, ownBound, type Room } from './room.ts'
import type { Tables } from './tables.ts'
import type { VersionRecord } from './version-rows.ts'

export type NewSubmission = {
  readonly id: string
  readonly slug: string
  /** Hash of the exercise's version. */
  readonly version: string
  readonly language: string
  readonly main: string
  /** JSON. */
  readonly files: string
  /** SHA-256 of all that was asked for. */
  readonly digest: string
  /** SHA-256 of the request's own name and of who sent it; null where it had none. */
  readonly requestKey: string | null
  /** Whose it is, of a class; null: nobody's. */
  readonly member: string | null
}

/** What came of it, as it is kept: JSON, and what of that is counted by. */
export type KeptGrading = {
  readonly grading: string
  readonly status: 'pass' | 'fail' | 'error'
  readonly points: number
  readonly maxPoints: number
}

/** A submission without what was handed in: for lists. */
export type SubmissionSummary = {
  readonly id: string
  readonly slug: string
  readonly version: string
  readonly language: string
  readonly member: string | null
  /** Null while it is graded, and where that failed. */
  readonly status: string | null
  readonly points: number | null
  readonly maxPoints: number | null
  readonly createdMs: number
}

/** A submission with all that is known of it, as it leaves one database for another. */
export type SubmissionRecord = NewSubmission &
  SubmissionSummary & {
    /** How often its grading was begun. */
    readonly attempts: number
    /** JSON; null while it goes on, and where it failed. */
    readonly grading: string | null
    /** JSON: why there is no grading and will be none. */
    readonly fault: string | null
    readonly gradedMs: number | null
  }

/** Records that are held in memory at a time: one may have several megabytes. */
const PAGE_RECORDS = 20
/** Rows that one change drops: others are let in between. */
const PRUNED_AT_ONCE = 200
/** PostgreSQL's word for a reference to what is no longer there. */
const FOREIGN_KEY = '23503'

/** What was handed in, with what came of it. Every change is one transaction; when its promise resolves, it lasts. */
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
   */
  add(
    version: VersionRecord,
    submission: NewSubmission,
    nowMs: number,
    namesFromMs = 0,
  ): Promise<'new' | 'full' | 'no_member' | SubmissionRecord> {
    return ifRoom(this.#hasRoom, 'full' as const, async () => {
      for (let tries = 1; ; tries++) {
        try {
          return await this.#add(version, submission, nowMs, namesFromMs)
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
  ): Promise<'new' | 'no_member' | SubmissionRecord> {
    const { requestKey, member } = submission
    return this.#db.transaction().execute(async change => {
      if (member !== null && !(await lockMember(change, member))) return 'no_member'
      await change
        .insertInto('exercise_versions')
        .values({ hash: version.hash, slug: version.slug, content: version.content, created_ms: version.createdMs })
        .onConflict(conflict => conflict.column('hash').doNothing())
        .execute()
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
        .values(
          toRow({
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
        )
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

  /** Notes that its grading is begun once more. False where it has a result by now, or is gone. */
  async begin(id: string): Promise<boolean> {
    const begun = await this.#db
      .updateTable('submissions')
      .set({ attempts: sql<number>`attempts + 1`, fault: null })
      .where('id', '=', id)
      .where('grading', 'is', null)
      .executeTakeFirst()
    return begun.numUpdatedRows === 1n
  }

  /** Keeps what came of it. The first result stays. `gone`: it was dropped meanwhile, or has one. */
  finish(id: string, { grading, status, points, maxPoints }: KeptGrading, nowMs: number): Promise<'kept' | 'gone' | 'full'> {
    return ifRoom(ownBound, 'full' as const, async () => {
      const kept = await this.#db
        .updateTable('submissions')
        .set({ grading, status, points, max_points: maxPoints, fault: null, graded_ms: nowMs })
        .where('id', '=', id)
        .where('grading', 'is', null)
        .executeTakeFirst()
      return kept.numUpdatedRows === 1n ? 'kept' : 'gone'
    })
  }

  /** Puts another result in the place of the one there is, of the same or another version of the exercise. False where it is gone. */
  replace(id: string, version: VersionRecord, { grading, status, points, maxPoints }: KeptGrading, nowMs: number): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      await change
        .insertInto('exercise_versions')
        .values({ hash: version.hash, slug: version.slug, content: version.content, created_ms: version.createdMs })
        .onConflict(conflict => conflict.column('hash').doNothing())
        .execute()
      const replaced = await change
        .updateTable('submissions')
        .set({ version: version.hash, grading, status, points, max_points: maxPoints, fault: null, graded_ms: nowMs })
        .where('id', '=', id)
        .executeTakeFirst()
      return replaced.numUpdatedRows === 1n
    })
  }

  /** Keeps why there is no result. */
  async fail(id: string, fault: string): Promise<void> {
    await this.#db.updateTable('submissions').set({ fault }).where('id', '=', id).where('grading', 'is', null).execute()
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

  /** Those of a language that have neither a result nor a reason for having none, the oldest first. */
  async pending(language: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('submissions')
      .select('id')
      .where('language', '=', language)
      .where('grading', 'is', null)
      .where('fault', 'is', null)
      .orderBy('created_ms')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => id)
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

function toRow({ requestKey, maxPoints, createdMs, gradedMs, ...row }: SubmissionRecord): Insertable<Tables['submissions']> {
  return { ...row, request_key: requestKey, max_points: maxPoints, created_ms: createdMs, graded_ms: gradedMs }
}

function toRecord({ request_key, max_points, created_ms, graded_ms, ...row }: Selectable<Tables['submissions']>): SubmissionRecord {
  return { ...row, requestKey: request_key, maxPoints: max_points, createdMs: created_ms, gradedMs: graded_ms }
}
