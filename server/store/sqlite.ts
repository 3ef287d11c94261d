import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import Database from 'libsql'
import { migrate } from './migrate.ts'
import { ownBound } from './room.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'
import { storeRows } from './store-rows.ts'
import type { Tables } from './tables.ts'

/** How long a change waits for another process that changes something: a command, or a second server. */
const BUSY_MS = 5000
const BUSY_RETRY_MS = 20

/**
 * Opens a database file, and makes it where there is none.
 * @param maxBytes as large as this connection may make it; one that is larger stays as large.
 */
export async function openSqlite(file: string, maxBytes: number | null = null): Promise<Store> {
  if (file !== ':memory:') makeFile(file)
  const database = await connect(file)
  const db = new Kysely<Tables>({ dialect: dialect(database) })
  try {
    // An immediate transaction is the lock.
    await migrate(db as Kysely<unknown>, async () => {})
    // After that: a bound must not keep a server from starting.
    if (maxBytes !== null) limit(database, maxBytes)
  } catch (fault) {
    await db.destroy()
    throw fault
  }
  const close = (): Promise<void> => {
    // All of it is in its one file then, unless somebody else is at work on it.
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
    return db.destroy()
  }
  return { kind: 'SQLite', ...storeRows(db, ownBound), [Symbol.asyncDispose]: close }
}

/** A connection with which nothing that was said to be kept is lost, whenever this process or the machine ends. */
async function connect(file: string): Promise<Database.Database> {
  try {
    const database = new Database(file)
    database.pragma(`busy_timeout = ${BUSY_MS}`)
    await writeAhead(database)
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    // What was taken down or removed is not left in the file.
    database.pragma('secure_delete = ON')
    return database
  } catch (fault) {
    throw new StoreError(`The database ${file} cannot be opened: ${(fault as Error).message}`, { cause: fault })
  }
}

/** SQLite does not wait by itself where another connection changes a file that is not in this mode yet: two servers that start on a new file meet there. */
async function writeAhead(database: Database.Database): Promise<void> {
  const deadline = performance.now() + BUSY_MS
  for (;;) {
    try {
      database.pragma('journal_mode = WAL')
      return
    } catch (fault) {
      if ((fault as { readonly code?: string }).code !== 'SQLITE_BUSY' || performance.now() >= deadline) throw fault
    }
    await sleep(BUSY_RETRY_MS)
  }
}

function limit(database: Database.Database, maxBytes: number): void {
  const { page_size } = database.prepare('PRAGMA page_size').get() as { readonly page_size: number }
  database.pragma(`max_page_count = ${Math.floor(maxBytes / page_size)}`)
}

/** The folder and the database are for their owner alone; SQLite gives the files beside it the same mode. */
function makeFile(file: string): void {
  try {
    const folder = dirname(file)
    // Others may have to pass through what is above it.
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
  } catch (fault) {
    throw new StoreError(`The database ${file} cannot be made: ${(fault as Error).message}`, { cause: fault })
  }
}

/** A change that begins by reading would fail, and not wait, where another process changes something before it writes. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database

  constructor(database: Database.Database) {
    super({ database })
    this.#database = database
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A change that finds the file full is taken back by SQLite itself. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

function dialect(database: Database.Database): Dialect {
  return {
    createDriver: () => new ImmediateDriver(database),
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: db => new SqliteIntrospector(db),
  }
}
