import type { MemberRows } from '../store/member-rows.ts'

/** Who is remembered; beyond that, whoever has not been seen for the longest time is forgotten first. */
const MOST = 20_000
/** The database is told of somebody who stays where they are this often. */
const WRITE_MS = 60_000

type Presence = { readonly atMs: number; readonly slug: string | null }

/** Who was seen when, on which exercise. A page says so often: not all of it goes to the disk. */
export class Presences {
  readonly #rows: Pick<MemberRows, 'seen'>
  readonly #now: () => number
  readonly #seen = new Map<string, Presence & { readonly writtenMs: number }>()

  constructor(rows: Pick<MemberRows, 'seen'>, now: () => number) {
    this.#rows = rows
    this.#now = now
  }

  /** Null where this server has not seen them. */
  of(member: string): Presence | null {
    return this.#seen.get(member) ?? null
  }

  /** They are there now. */
  async note(member: string, slug: string | null): Promise<void> {
    const atMs = this.#now()
    const before = this.#seen.get(member)
    const write = !before || before.slug !== slug || atMs - before.writtenMs >= WRITE_MS
    this.#seen.delete(member)
    this.#seen.set(member, { atMs, slug, writtenMs: write ? atMs : before.writtenMs })
    if (this.#seen.size > MOST) this.#seen.delete(this.#seen.keys().next().value as string)
    if (write) await this.#rows.seen(member, slug, atMs)
  }

  forget(member: string): void {
    this.#seen.delete(member)
  }
}
