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

/** A submission that is the newest of its kind. */
type Newest = { readonly slug: string; readonly language: string; readonly id: string; readonly passed: boolean }

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

  /** What a student handed in last that passed, and that did not, of each exercise and language. The newest first. */
  async newestOf(member: string): Promise<readonly Newest[]> {
    const rows = await this.#db
      .selectFrom(graded =>
        graded
          .selectFrom('submissions')
          .select(({ ref }) => [
            'id',
            'slug',
            'language',
            'status',
            'created_ms',
            sql<number | string>`row_number() over (
              partition by ${ref('slug')}, ${ref('language')}, case when ${ref('status')} = 'pass' then 1 else 0 end
              order by ${ref('created_ms')} desc, ${ref('id')}
            )`.as('place'),
          ])
          .where('member', '=', member)
          .where('status', 'is not', null)
          .as('ranked'),
      )
      .select(['id', 'slug', 'language', 'status'])
      .where('place', '=', 1)
      .orderBy('created_ms', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(({ status, ...row }) => ({ ...row, passed: status === 'pass' }))
  }
}
