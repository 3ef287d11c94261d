import type { Kysely, Transaction } from 'kysely'
import { lockClass } from './class-rows.ts'
import { ifRoom, type Room } from './room.ts'
import type { Tables } from './tables.ts'

export type NewMember = {
  readonly id: string
  readonly class: string
  readonly name: string
  /** By which names are told apart: a class has each of them once. */
  readonly nameKey: string
  /** SHA-256 of the token by which a browser shows who it is. */
  readonly tokenHash: string
}

/** A student of a class with all that is known of them. */
export type MemberRecord = NewMember & {
  /** SHA-256 of what lets them in on another device, once, and a mark before it when it was used; null where there was no such link. */
  readonly returnHash: string | null
  readonly createdMs: number
  readonly lastSeenMs: number
  /** The exercise that they were on when they were last seen. */
  readonly current: string | null
}

/** Records that are read at a time. */
const PAGE_RECORDS = 500

/** The students of classes. */
export class MemberRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /** `name_taken`: the class has somebody of that name. `full`: it has as many as it may. `no_class`: it is gone. `no_room`: the database has none. */
  add(member: NewMember, most: number, nowMs: number): Promise<'added' | 'name_taken' | 'full' | 'no_class' | 'no_room'> {
    return ifRoom(this.#hasRoom, 'no_room' as const, () => this.#add(member, most, nowMs))
  }

  #add(member: NewMember, most: number, nowMs: number): Promise<'added' | 'name_taken' | 'full' | 'no_class'> {
    return this.#db.transaction().execute(async change => {
      if (!(await lockClass(change, member.class))) return 'no_class'
      const same = await change
        .selectFrom('members')
        .select('id')
        .where('class', '=', member.class)
        .where('name_key', '=', member.nameKey)
        .executeTakeFirst()
      if (same) return 'name_taken'
      const { members } = await change
        .selectFrom('members')
        .select(({ fn }) => fn.countAll<number | string>().as('members'))
        .where('class', '=', member.class)
        .executeTakeFirstOrThrow()
      if (Number(members) >= most) return 'full'
      await change
        .insertInto('members')
        .values(toRow({ ...member, returnHash: null, createdMs: nowMs, lastSeenMs: nowMs, current: null }))
        .execute()
      return 'added'
    })
  }

  async find(id: string): Promise<MemberRecord | null> {
    const row = await this.#db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  }

  /** Whose token it is. */
  async findByToken(tokenHash: string): Promise<MemberRecord | null> {
    const row = await this.#db.selectFrom('members').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
    return row ? toRecord(row) : null
  }

  /** The students of a class, the first to join first. */
  async ofClass(classId: string): Promise<readonly MemberRecord[]> {
    const rows = await this.#db.selectFrom('members').selectAll().where('class', '=', classId).orderBy('created_ms').orderBy('id').execute()
    return rows.map(toRecord)
  }

  async seen(id: string, current: string | null, nowMs: number): Promise<void> {
    await this.#db.updateTable('members').set({ last_seen_ms: nowMs, current }).where('id', '=', id).execute()
  }

  /** Whoever shows what this is the hash of takes the student's place, once. False where there is no such student. */
  async allowReturn(id: string, returnHash: string): Promise<boolean> {
    const changed = await this.#db.updateTable('members').set({ return_hash: returnHash }).where('id', '=', id).executeTakeFirst()
    return changed.numUpdatedRows > 0n
  }

  /**
   * Uses such a permit up: the token before is worth nothing any more. The same two may be shown again, as answers get lost. Null where there is no such permit,
   * and where the token is somebody's.
   */
  async takeReturn(returnHash: string, tokenHash: string): Promise<MemberRecord | null> {
    const used = `used ${returnHash}`
    const row = await this.#db
      .updateTable('members')
      .set({ return_hash: used, token_hash: tokenHash })
      .where('return_hash', '=', returnHash)
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('members as other').select('other.id').where('other.token_hash', '=', tokenHash))),
      )
      .returningAll()
      .executeTakeFirst()
    if (row) return toRecord(row)
    const holder = await this.findByToken(tokenHash)
    return holder?.returnHash === used ? holder : null
  }

  /** Another token takes the place of the one there was; a permit to come back stays. False where there is no such student. */
  async renewToken(id: string, tokenHash: string): Promise<boolean> {
    const changed = await this.#db.updateTable('members').set({ token_hash: tokenHash }).where('id', '=', id).executeTakeFirst()
    return changed.numUpdatedRows > 0n
  }

  /** Removes a student with all that is kept of them. False where there is no such student. */
  remove(id: string): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      // At first: whatever is handed in at this moment is kept before that, and seen after it, or not taken.
      const removed = await change.deleteFrom('members').where('id', '=', id).executeTakeFirst()
      await change.deleteFrom('submissions').where('member', '=', id).execute()
      return removed.numDeletedRows > 0n
    })
  }

  /** Every student, in the order of their ids. */
  async *records(): AsyncGenerator<MemberRecord> {
    for (let after = ''; ; ) {
      const rows = await this.#db.selectFrom('members').selectAll().where('id', '>', after).orderBy('id').limit(PAGE_RECORDS).execute()
      for (const row of rows) yield toRecord(row)
      const last = rows.at(-1)
      if (!last || rows.length < PAGE_RECORDS) return
      after = last.id
    }
  }

  /** Adds a record of another database. False where its like is there already, or its class is not. */
  async addRecord(record: MemberRecord): Promise<boolean> {
    const there = await this.#db.selectFrom('classes').select('id').where('id', '=', record.class).executeTakeFirst()
    if (!there) return false
    const added = await this.#db
      .insertInto('members')
      .values(toRow(record))
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }
}

/** Nobody deletes the student's data between this and the end of the change. False where that has been done. */
export async function lockMember(change: Transaction<Tables>, id: string): Promise<boolean> {
  const there = await change
    .updateTable('members')
    .set(({ ref }) => ({ current: ref('current') }))
    .where('id', '=', id)
    .executeTakeFirst()
  return there.numUpdatedRows > 0n
}

function toRow({ nameKey, tokenHash, returnHash, createdMs, lastSeenMs, ...record }: MemberRecord): Tables['members'] {
  return {
    ...record,
    name_key: nameKey,
    token_hash: tokenHash,
    return_hash: returnHash,
    created_ms: createdMs,
    last_seen_ms: lastSeenMs,
  }
}

function toRecord({ name_key, token_hash, return_hash, created_ms, last_seen_ms, ...row }: Tables['members']): MemberRecord {
  return {
    ...row,
    nameKey: name_key,
    tokenHash: token_hash,
    returnHash: return_hash,
    createdMs: created_ms,
    lastSeenMs: last_seen_ms,
  }
}
