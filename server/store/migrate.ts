import { type Kysely, sql } from 'kysely'
import { MIGRATIONS, type Migration } from './migrations.ts'
import { StoreError } from './store-error.ts'

/** What keeps two servers that start at the same time apart, within a transaction. */
export type MigrationLock = (db: Kysely<unknown>) => Promise<unknown>

type MigrationTable = { readonly migrations: { readonly number: number; readonly name: string; readonly applied_ms: number } }

/** Brings a database to the shape that this program knows, a step to a transaction. Throws a StoreError when it is of a newer program. */
export async function migrate(db: Kysely<unknown>, lock: MigrationLock, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await db.transaction().execute(async step => {
    await lock(step)
    await step.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('number', 'integer', column => column.primaryKey())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('applied_ms', 'bigint', column => column.notNull())
      .execute()
  })
  for (;;) {
    const done = await db.transaction().execute(async step => {
      await lock(step)
      const version = await versionOf(step)
      if (version > migrations.length) throw new StoreError(newerMessage(version, migrations.length))
      const next = migrations[version]
      if (!next) return true
      await next.up(step)
      await (step as Kysely<MigrationTable>)
        .insertInto('migrations')
        .values({ number: version + 1, name: next.name, applied_ms: Date.now() })
        .execute()
      return false
    })
    if (done) return
  }
}

/** The number of the last step that was taken; 0 before the first. */
async function versionOf(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`select max(number) as version from migrations`.execute(db)
  return Number(rows[0]?.version ?? 0)
}

function newerMessage(version: number, known: number): string {
  return `The database was made by a newer Glovebox: it is of version ${version}, and this program knows ${known}. Install the newer program again, or restore a backup from before (npm run data -- restore; on PostgreSQL into an empty database).`
}
