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
  {
    name: 'classes, their students, and comments on what these hand in',
    up: async db => {
      await db.schema
        .createTable('classes')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('title', 'text', column => column.notNull())
        .addColumn('code', 'text', column => column.notNull().unique())
        // SHA-256 of the teacher's key.
        .addColumn('key_hash', 'text', column => column.notNull().unique())
        // JSON.
        .addColumn('choices', 'text', column => column.notNull())
        .addColumn('open', 'integer', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .execute()
      await db.schema
        .createTable('members')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('class', 'text', column => column.notNull().references('classes.id').onDelete('cascade'))
        .addColumn('name', 'text', column => column.notNull())
        // The name without what does not tell names apart.
        .addColumn('name_key', 'text', column => column.notNull())
        // SHA-256 of the browser's token, and of what lets another browser in, once.
        .addColumn('token_hash', 'text', column => column.notNull().unique())
        .addColumn('return_hash', 'text', column => column.unique())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addColumn('last_seen_ms', 'bigint', column => column.notNull())
        .addColumn('current', 'text')
        .addUniqueConstraint('members_name', ['class', 'name_key'])
        .execute()
      await db.schema
        .createTable('comments')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('submission', 'text', column => column.notNull())
        .addColumn('member', 'text', column => column.notNull().references('members.id').onDelete('cascade'))
        .addColumn('text', 'text', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .execute()
      await db.schema.createIndex('comments_submission').on('comments').column('submission').execute()
      await db.schema.createIndex('comments_member').on('comments').column('member').execute()
    },
  },
  {
    name: 'exercise versions and submissions',
    up: async db => {
      await db.schema
        .createTable('exercise_versions')
        // SHA-256 of everything that the exercise was made of.
        .addColumn('hash', 'text', column => column.primaryKey())
        .addColumn('slug', 'text', column => column.notNull())
        // JSON, with its solution and its hidden tests.
        .addColumn('content', 'text', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .execute()
      await db.schema
        .createTable('submissions')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('slug', 'text', column => column.notNull())
        .addColumn('version', 'text', column => column.notNull().references('exercise_versions.hash'))
        .addColumn('language', 'text', column => column.notNull())
        .addColumn('main', 'text', column => column.notNull())
        // JSON.
        .addColumn('files', 'text', column => column.notNull())
        // SHA-256 of all that was asked for.
        .addColumn('digest', 'text', column => column.notNull())
        // SHA-256 of the request's own name and of who sent it; null where it had none.
        .addColumn('request_key', 'text', column => column.unique())
        // Whose it is, of a class; null: nobody's.
        .addColumn('member', 'text')
        // How often its grading was begun.
        .addColumn('attempts', 'integer', column => column.notNull())
        // JSON; null while it goes on, and where it failed.
        .addColumn('grading', 'text')
        .addColumn('status', 'text')
        .addColumn('points', 'double precision')
        .addColumn('max_points', 'double precision')
        // JSON: why there is no grading and will be none.
        .addColumn('fault', 'text')
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addColumn('graded_ms', 'bigint')
        .addCheckConstraint('submissions_grading', sql`(grading is null) = (graded_ms is null)`)
        .execute()
      await db.schema.createIndex('submissions_member').on('submissions').columns(['member', 'created_ms']).execute()
      await db.schema.createIndex('submissions_version').on('submissions').column('version').execute()
      await db.schema.createIndex('submissions_slug').on('submissions').columns(['slug', 'id']).execute()
      await db.schema
        .createIndex('submissions_pending')
        .on('submissions')
        .column('language')
        .where(sql.ref('grading'), 'is', null)
        .execute()
    },
  },
  {
    name: 'course systems, who of them is who, and scores for them',
    up: async db => {
      await db.schema
        .createTable('lti_platforms')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('issuer', 'text', column => column.notNull())
        .addColumn('client_id', 'text', column => column.notNull())
        // JSON.
        .addColumn('deployments', 'text', column => column.notNull())
        .addColumn('login_url', 'text', column => column.notNull())
        .addColumn('token_url', 'text', column => column.notNull())
        .addColumn('jwks_url', 'text', column => column.notNull())
        .addColumn('audience', 'text')
        // JSON.
        .addColumn('origins', 'text', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .addUniqueConstraint('lti_platforms_client', ['issuer', 'client_id'])
        .execute()
      await db.schema
        .createTable('lti_key')
        .addColumn('slot', 'integer', column => column.primaryKey())
        .addColumn('private_jwk', 'text', column => column.notNull())
        .addColumn('created_ms', 'bigint', column => column.notNull())
        .execute()
      await db.schema
        .createTable('lti_classes')
        .addColumn('platform', 'text', column => column.notNull().references('lti_platforms.id').onDelete('cascade'))
        .addColumn('deployment', 'text', column => column.notNull())
        .addColumn('context', 'text', column => column.notNull())
        .addColumn('class', 'text', column => column.notNull().unique().references('classes.id').onDelete('cascade'))
        .addColumn('class_key', 'text', column => column.notNull())
        .addPrimaryKeyConstraint('lti_classes_key', ['platform', 'deployment', 'context'])
        .execute()
      await db.schema
        .createTable('lti_members')
        .addColumn('platform', 'text', column => column.notNull().references('lti_platforms.id').onDelete('cascade'))
        .addColumn('deployment', 'text', column => column.notNull())
        .addColumn('context', 'text', column => column.notNull())
        .addColumn('subject', 'text', column => column.notNull())
        .addColumn('member', 'text', column => column.notNull().unique().references('members.id').onDelete('cascade'))
        .addPrimaryKeyConstraint('lti_members_key', ['platform', 'deployment', 'context', 'subject'])
        .execute()
      await db.schema
        .createTable('lti_scores')
        .addColumn('member', 'text', column => column.notNull().references('members.id').onDelete('cascade'))
        .addColumn('line_item', 'text', column => column.notNull())
        .addColumn('platform', 'text', column => column.notNull().references('lti_platforms.id').onDelete('cascade'))
        .addColumn('subject', 'text', column => column.notNull())
        .addColumn('slug', 'text', column => column.notNull())
        .addColumn('points', 'double precision')
        .addColumn('max_points', 'double precision')
        .addColumn('due_ms', 'bigint')
        .addColumn('tries', 'integer', column => column.notNull())
        .addPrimaryKeyConstraint('lti_scores_key', ['member', 'line_item'])
        .execute()
      await db.schema.createIndex('lti_scores_due').on('lti_scores').column('due_ms').execute()
    },
  },
  {
    name: 'who grades a submission, and until when',
    up: async db => {
      // Null where nobody does.
      await db.schema.alterTable('submissions').addColumn('holder', 'text').execute()
      await db.schema.alterTable('submissions').addColumn('held_until_ms', 'bigint').execute()
    },
  },
]
