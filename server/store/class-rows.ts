import type { ExpressionBuilder, Kysely, Transaction } from 'kysely'
import { ifRoom, ownBound, type Room } from './room.ts'
import type { Tables } from './tables.ts'

export type NewClassRow = {
  readonly id: string
  readonly title: string
  /** What students join by. */
  readonly code: string
  /** SHA-256 of the teacher's key. */
  readonly keyHash: string
  /** JSON. */
  readonly choices: string
}

/** A class with all that is known of it. */
export type ClassRecord = NewClassRow & { readonly open: boolean; readonly createdMs: number }

export type ClassRowChanges = Partial<Pick<ClassRecord, 'title' | 'code' | 'choices' | 'open'>>

/** Rows that one change drops: others are let in between. */
const PRUNED_AT_ONCE = 200

/** The classes of a database. */
export class ClassRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /** `taken`: its code is another class's. `full`: there is no room for it. */
  add(row: NewClassRow, nowMs: number): Promise<'added' | 'taken' | 'full'> {
    return ifRoom(this.#hasRoom, 'full' as const, async () =>
      (await this.addRecord({ ...row, open: true, createdMs: nowMs })) ? 'added' : 'taken',
    )
  }

  async find(id: string): Promise<ClassRecord | null> {
    const row = await this.#db.selectFrom('classes').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toRecord(row) : null
  }

  async findByCode(code: string): Promise<ClassRecord | null> {
    const row = await this.#db.selectFrom('classes').selectAll().where('code', '=', code).executeTakeFirst()
    return row ? toRecord(row) : null
  }

  async count(): Promise<number> {
    const { classes } = await this.#db
      .selectFrom('classes')
      .select(({ fn }) => fn.countAll<number | string>().as('classes'))
      .executeTakeFirstOrThrow()
    return Number(classes)
  }

  /** `taken`: another class has that code. `full`: there is no room for what it is to have. */
  change(id: string, changes: ClassRowChanges): Promise<'changed' | 'not_there' | 'taken' | 'full'> {
    const grows = changes.title !== undefined || changes.choices !== undefined
    return ifRoom(grows ? this.#hasRoom : ownBound, 'full' as const, () => this.#change(id, changes))
  }

  async #change(id: string, { open, ...changes }: ClassRowChanges): Promise<'changed' | 'not_there' | 'taken'> {
    if (changes.code !== undefined) {
      const other = await this.findByCode(changes.code)
      if (other && other.id !== id) return 'taken'
    }
    const values = { ...changes, ...(open === undefined ? {} : { open: open ? 1 : 0 }) }
    if (Object.keys(values).length === 0) return (await this.find(id)) ? 'changed' : 'not_there'
    const changed = await this.#db.updateTable('classes').set(values).where('id', '=', id).executeTakeFirst()
    return changed.numUpdatedRows > 0n ? 'changed' : 'not_there'
  }

  /** Removes a class with its students and all that is kept of them. False where there is none. */
  remove(id: string): Promise<boolean> {
    return this.#db.transaction().execute(async change => {
      await lockClass(change, id)
      // At first: whatever is handed in at this moment is kept before that, and seen after it, or not taken.
      const members = (await change.deleteFrom('members').where('class', '=', id).returning('id').execute()).map(member => member.id)
      if (members.length > 0) await change.deleteFrom('submissions').where('member', 'in', members).execute()
      const removed = await change.deleteFrom('classes').where('id', '=', id).executeTakeFirst()
      return removed.numDeletedRows > 0n
    })
  }

  /** Drops those that were made before this, that nobody is in, and that are no course's. Returns how many there were. */
  async prune(beforeMs: number): Promise<number> {
    for (let total = 0; ; ) {
      const dropped = await this.#pruneSome(beforeMs)
      total += dropped
      if (dropped < PRUNED_AT_ONCE) return total
    }
  }

  #pruneSome(beforeMs: number): Promise<number> {
    return this.#db.transaction().execute(async change => {
      const old = change.selectFrom('classes').select('id').where('created_ms', '<', beforeMs).where(isNobodys).limit(PRUNED_AT_ONCE)
      // Locks them: who joins one at this moment is seen after that, or finds it gone.
      const locked = await change
        .updateTable('classes')
        .set(({ ref }) => ({ open: ref('open') }))
        .where('id', 'in', old)
        .returning('id')
        .execute()
      if (locked.length === 0) return 0
      const ids = locked.map(({ id }) => id)
      const dropped = await change.deleteFrom('classes').where('id', 'in', ids).where(isNobodys).executeTakeFirst()
      return Number(dropped.numDeletedRows)
    })
  }

  /** Every class, the oldest first. */
  async records(): Promise<readonly ClassRecord[]> {
    const rows = await this.#db.selectFrom('classes').selectAll().orderBy('created_ms').orderBy('id').execute()
    return rows.map(toRecord)
  }

  /** Adds a record of another database. False where its id, its code or its key is there already: what is there stays as it is. */
  async addRecord({ keyHash, open, createdMs, ...row }: ClassRecord): Promise<boolean> {
    const added = await this.#db
      .insertInto('classes')
      .values({ ...row, key_hash: keyHash, open: open ? 1 : 0, created_ms: createdMs })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }
}

function isNobodys({ not, exists, selectFrom }: ExpressionBuilder<Tables, 'classes'>) {
  const inIt = selectFrom('members').select('members.id').whereRef('members.class', '=', 'classes.id')
  const courseOfIt = selectFrom('lti_classes').select('lti_classes.class').whereRef('lti_classes.class', '=', 'classes.id')
  return not(exists(inIt)).and(not(exists(courseOfIt)))
}

/** Nobody joins the class between this and the end of the change. False where it is gone. */
export async function lockClass(change: Transaction<Tables>, id: string): Promise<boolean> {
  const there = await change
    .updateTable('classes')
    .set(({ ref }) => ({ open: ref('open') }))
    .where('id', '=', id)
    .executeTakeFirst()
  return there.numUpdatedRows > 0n
}

function toRecord({ key_hash, open, created_ms, ...row }: Tables['classes']): ClassRecord {
  return { ...row, keyHash: key_hash, open: open === 1, createdMs: created_ms }
}
