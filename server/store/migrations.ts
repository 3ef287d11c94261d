import { type Kysely, sql } from 'kysely'

/** One step of the database's shape. */
export type Migration = {
  readonly name: string
  // What a step finds is the shape that the steps before it have made, not today's.
  readonly up: (db: Kysely<unknown>) => Promise<void>
}

/**
 * Every step there has been, in order: the number of a step is its place, from 1. A step that has been in a release is never changed. All of them run
 * on SQLite and on PostgreSQL.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'snippets and the claims on them',
    up: async db => {
      await db.schema
        .createTable('snippets')
        .addColumn('id', 'text', column => column.primaryKey())
        // SHA-256 of the content, in full: two contents of one id are told apart, and one that was taken down is known again.
        .addColumn('digest', 'text', column => column.notNull())
        // JSON; null where it was taken down.
        .addColumn('content', 'text')
        .addColumn('shares', 'integer', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addColumn('taken_down_ms', 'bigint')
        .addColumn('reason', 'text')
        .addCheckConstraint('snippets_content', sql`(content is null) = (taken_down_ms is not null)`)
        .execute()
      await db.schema
        .createTable('claims')
        .addColumn('snippet', 'text', column => column.notNull().references('snippets.id').onDelete('cascade'))
        // SHA-256 of the key that takes the share back.
        .addColumn('key_hash', 'text', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addPrimaryKeyConstraint('claims_key', ['snippet', 'key_hash'])
        .execute()
    },
  },
  {
    name: 'keys for the API',
    up: async db => {
      await db.schema
        .createTable('api_keys')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('name', 'text', column => column.notNull())
        // SHA-256 of the key.
        .addColumn('hash', 'text', column => column.notNull().unique())
        // Null: what the settings give an address.
        .addColumn('runs_per_hour', 'integer')
        .addColumn('at_once', 'integer')
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addColumn('revoked_ms', 'bigint')
        .execute()
    },
  },
]
