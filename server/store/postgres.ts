import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Logger } from '../platform/logger.ts'
import { migrate } from './migrate.ts'
import { ownBound, roomBelow } from './room.ts'
import type { Everything, Store } from './store.ts'
import { StoreError } from './store-error.ts'
import { storeRows } from './store-rows.ts'
import type { Tables } from './tables.ts'

const CONNECTIONS = 8
const CONNECT_MS = 5000
const QUERY_MS = 15_000
/** Names the lock of whoever changes the database's shape, among all locks in it. */
const MIGRATION_LOCK = 0x676c6f76

type PostgresStore = Store & {
  /** Reads everything as it is at one moment, whatever changes meanwhile. */
  readonly atOneMoment: <T>(read: (everything: Everything) => Promise<T>) => Promise<T>
}

/**
 * Opens the database at an address such as `postgres://user:password@host/name`.
 * @param maxBytes where it is that large, nothing is added.
 */
export async function openPostgres(url: string, log: Logger, maxBytes: number | null = null): Promise<PostgresStore> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    application_name: 'glovebox',
    types: { getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) },
  })
  // A connection that breaks while nobody uses it: the next query takes a new one.
  pool.on('error', fault => log.warn({ err: fault }, 'a connection to the database broke'))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db as Kysely<unknown>, step => sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(step))
  } catch (fault) {
    await db.destroy()
    if (fault instanceof StoreError) throw fault
    throw new StoreError(`The database at DATABASE_URL cannot be opened: ${(fault as Error).message}`, { cause: fault })
  }
  const room = maxBytes === null ? ownBound : roomBelow(maxBytes, () => sizeOf(db))
  return {
    kind: 'PostgreSQL',
    ...storeRows(db, room),
    atOneMoment: read =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(moment => read(storeRows(moment, room))),
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

async function sizeOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ readonly bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  return rows[0]?.bytes ?? 0
}
