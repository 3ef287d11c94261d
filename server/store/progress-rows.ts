import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** How far a student is with an exercise, by what was graded. */
export type Progress = {
  readonly member: string
  readonly slug: string
  readonly attempts: number
  readonly passed: boolean
  /** The best there was. */
  readonly points: number
  readonly maxPoints: number
  readonly lastMs: number
}

/** Submissions, summed up. */
export class ProgressRows {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async of(members: readonly string[]): Promise<readonly Progress[]> {
    if (members.length === 0) return []
    const rows = await this.#db
      .selectFrom('submissions')
      .select(({ fn, ref }) => [
        sql<string>`${ref('member')}`.as('member'),
        'slug',
        fn.countAll<number | string>().as('attempts'),
        fn.max<number | null>('points').as('points'),
        fn.max<number | null>('max_points').as('max_points'),
        fn.max<number>('created_ms').as('last_ms'),
        sql<number>`max(case when ${ref('status')} = 'pass' then 1 else 0 end)`.as('passed'),
      ])
      .where('member', 'in', members)
      .where('status', 'is not', null)
      .groupBy(['member', 'slug'])
      .execute()
    return rows.map(({ member, slug, attempts, passed, points, max_points, last_ms }) => ({
      member,
      slug,
      attempts: Number(attempts),
      passed: passed === 1,
      points: points ?? 0,
      maxPoints: max_points ?? 0,
      lastMs: last_ms,
    }))
  }
}
