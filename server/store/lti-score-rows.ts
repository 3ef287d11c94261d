import type { Kysely } from 'kysely'
import type { LtiScore } from './lti-record.ts'
import { ifRoom, type Room } from './room.ts'
import type { Tables } from './tables.ts'

/** Where the score of one student for one exercise goes. */
export type LtiLine = Pick<LtiScore, 'member' | 'lineItem' | 'platform' | 'subject' | 'slug'>

/** A score that is to be told. */
export type LtiDue = LtiLine & { readonly points: number; readonly maxPoints: number; readonly tries: number }

/** Scores for the grade books of course systems: those that are to be told wait here, also while no server runs. */
export class LtiScoreRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /**
   * Remembers where a score goes. What the student has reached in the exercise is told there, too. `too_many`: they have as many such places as they may.
   * `full`: there is no room for it.
   */
  async link(line: LtiLine, most: number, nowMs: number): Promise<'linked' | 'too_many' | 'full'> {
    const { member, lineItem, platform, subject, slug } = line
    const kept = await this.#db.selectFrom('lti_scores').selectAll().where('member', '=', member).execute()
    const there = kept.find(row => row.line_item === lineItem)
    if (there?.slug === slug && there.platform === platform && there.subject === subject) return 'linked'
    if (!there && kept.length >= most) return 'too_many'
    return ifRoom(this.#hasRoom, 'full' as const, () => this.#link(line, kept, nowMs))
  }

  async #link(
    { member, lineItem, platform, subject, slug }: LtiLine,
    kept: readonly Tables['lti_scores'][],
    nowMs: number,
  ): Promise<'linked'> {
    const best = kept
      .filter(row => row.slug === slug && row.points !== null && row.max_points !== null)
      .toSorted((one, other) => Number(other.points) / Number(other.max_points) - Number(one.points) / Number(one.max_points))[0]
    const values = {
      platform,
      subject,
      slug,
      points: best?.points ?? null,
      max_points: best?.max_points ?? null,
      due_ms: best ? nowMs : null,
      tries: 0,
    }
    await this.#db
      .insertInto('lti_scores')
      .values({ member, line_item: lineItem, ...values })
      .onConflict(conflict => conflict.columns(['member', 'line_item']).doUpdateSet(values))
      .execute()
    return 'linked'
  }

  /** Takes a score where it is better than the one before. Returns in how many places that is to be told. */
  async improve(member: string, slug: string, points: number, maxPoints: number, nowMs: number): Promise<number> {
    if (!(maxPoints > 0)) return 0
    const improved = await this.#db
      .updateTable('lti_scores')
      .set({ points, max_points: maxPoints, due_ms: nowMs, tries: 0 })
      .where('member', '=', member)
      .where('slug', '=', slug)
      .where(({ or, eb }) => or([eb('points', 'is', null), eb(eb('points', '*', maxPoints), '<', eb('max_points', '*', points))]))
      .executeTakeFirst()
    return Number(improved.numUpdatedRows)
  }

  /** What is to be told by now, what has waited longest first. */
  async due(nowMs: number, most: number): Promise<readonly LtiDue[]> {
    const rows = await this.#db
      .selectFrom('lti_scores')
      .selectAll()
      .where('due_ms', '<=', nowMs)
      .orderBy('due_ms')
      .orderBy('member')
      .limit(most)
      .execute()
    return rows.map(row => ({ ...toScore(row), points: row.points ?? 0, maxPoints: row.max_points ?? 1 }))
  }

  /** When the next one is to be told; null where there is none. */
  async nextDueMs(): Promise<number | null> {
    const row = await this.#db
      .selectFrom('lti_scores')
      .select('due_ms')
      .where('due_ms', 'is not', null)
      .orderBy('due_ms')
      .limit(1)
      .executeTakeFirst()
    return row?.due_ms ?? null
  }

  /**
   * What came of telling a score: it is told again at `againMs`, or not at all. One that has become better meanwhile is told in any case.
   */
  async settle({ member, lineItem, points, maxPoints, tries }: LtiDue, againMs: number | null): Promise<void> {
    await this.#db
      .updateTable('lti_scores')
      .set({ due_ms: againMs, tries: againMs === null ? 0 : tries + 1 })
      .where('member', '=', member)
      .where('line_item', '=', lineItem)
      .where('points', '=', points)
      .where('max_points', '=', maxPoints)
      .execute()
  }
}

export function toScore({ line_item, max_points, due_ms, ...row }: Tables['lti_scores']): LtiScore {
  return { ...row, lineItem: line_item, maxPoints: max_points, dueMs: due_ms }
}

export function toScoreRow({ lineItem, maxPoints, dueMs, ...score }: LtiScore): Tables['lti_scores'] {
  return { ...score, line_item: lineItem, max_points: maxPoints, due_ms: dueMs }
}
