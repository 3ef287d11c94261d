import { type Kysely, sql } from 'kysely'
import { ifRoom, ownBound } from './room.ts'
import type { KeptGrading } from './submission-record.ts'
import type { Tables } from './tables.ts'
import { keepVersion, type VersionRecord } from './version-rows.ts'

/** Who grades something, and until when nobody else does. A server that lives makes the time longer again and again; of one that was killed it runs out. */
export type Hold = { readonly holder: string; readonly untilMs: number }

/** Of what nobody grades. */
const NOBODYS = { holder: null, held_until_ms: null }

/** The grading of what is handed in: who is at it, and what came of it. */
export class GradingRows {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** Begins the grading of one once more, for this holder alone. False where somebody else is at it, where it has a result, and where it is gone. */
  async claim(id: string, { holder, untilMs }: Hold, nowMs: number): Promise<boolean> {
    const claimed = await this.#db
      .updateTable('submissions')
      .set({ attempts: sql<number>`attempts + 1`, fault: null, holder, held_until_ms: untilMs })
      .where('id', '=', id)
      .where('grading', 'is', null)
      .where(({ or, eb }) => or([eb('holder', '=', holder), eb('held_until_ms', 'is', null), eb('held_until_ms', '<=', nowMs)]))
      .executeTakeFirst()
    return claimed.numUpdatedRows === 1n
  }

  /** Goes on to hold those of these that this holder has. */
  async renew(ids: readonly string[], { holder, untilMs }: Hold): Promise<void> {
    if (ids.length === 0) return
    await this.#db
      .updateTable('submissions')
      .set({ held_until_ms: untilMs })
      .where('id', 'in', ids)
      .where('holder', '=', holder)
      .where('grading', 'is', null)
      .execute()
  }

  /** Leaves all that this holder has to whoever comes next. */
  async release(holder: string): Promise<void> {
    await this.#db.updateTable('submissions').set(NOBODYS).where('holder', '=', holder).where('grading', 'is', null).execute()
  }

  /** Keeps what came of it. The first result stays. `gone`: it was dropped meanwhile, or has one. */
  finish(id: string, { grading, status, points, maxPoints }: KeptGrading, nowMs: number): Promise<'kept' | 'gone' | 'full'> {
    return ifRoom(ownBound, 'full' as const, async () => {
      const kept = await this.#db
        .updateTable('submissions')
        .set({ grading, status, points, max_points: maxPoints, fault: null, graded_ms: nowMs, ...NOBODYS })
        .where('id', '=', id)
        .where('grading', 'is', null)
        .executeTakeFirst()
      return kept.numUpdatedRows === 1n ? 'kept' : 'gone'
    })
  }

  /** Puts another result in the place of the one there is, of the same or another version of the exercise. False where it is gone. */
  replace(id: string, version: VersionRecord, { grading, status, points, maxPoints }: KeptGrading, nowMs: number): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      await keepVersion(change, version)
      const replaced = await change
        .updateTable('submissions')
        .set({ version: version.hash, grading, status, points, max_points: maxPoints, fault: null, graded_ms: nowMs, ...NOBODYS })
        .where('id', '=', id)
        .executeTakeFirst()
      return replaced.numUpdatedRows === 1n
    })
  }

  /** Keeps why there is no result, where it is this holder who has found out. */
  async fail(id: string, fault: string, holder: string): Promise<void> {
    await this.#db
      .updateTable('submissions')
      .set({ fault, ...NOBODYS })
      .where('id', '=', id)
      .where('grading', 'is', null)
      .where('holder', '=', holder)
      .execute()
  }

  /** Those of a language that have neither a result nor a reason for having none, and that nobody is at, the oldest first. */
  async pending(language: string, limit: number, nowMs: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('submissions')
      .select('id')
      .where('language', '=', language)
      .where('grading', 'is', null)
      .where('fault', 'is', null)
      .where(({ or, eb }) => or([eb('held_until_ms', 'is', null), eb('held_until_ms', '<=', nowMs)]))
      .orderBy('created_ms')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => id)
  }
}
