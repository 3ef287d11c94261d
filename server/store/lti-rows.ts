import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { LtiClass, LtiMember, LtiPlatform, LtiRecord } from './lti-record.ts'
import { toScore, toScoreRow } from './lti-score-rows.ts'
import { ifRoom, type Room } from './room.ts'
import type { Tables } from './tables.ts'

/** The one key there is. */
const SLOT = 1
/** Records that are read at a time. */
const PAGE_RECORDS = 500
const Texts = z.array(z.string())

/** A course of a course system. */
export type LtiContext = Pick<LtiClass, 'platform' | 'deployment' | 'context'>

/** What course systems are known, and who of them is who here. */
export class LtiRows {
  readonly #db: Kysely<Tables>
  readonly #hasRoom: Room

  constructor(db: Kysely<Tables>, hasRoom: Room) {
    this.#db = db
    this.#hasRoom = hasRoom
  }

  /** Keeps a registration. One of the same issuer and client id is changed, and keeps its id. */
  async register(platform: LtiPlatform): Promise<LtiPlatform> {
    const { id: _, created_ms: __, ...changes } = toPlatformRow(platform)
    const row = await this.#db
      .insertInto('lti_platforms')
      .values(toPlatformRow(platform))
      .onConflict(conflict => conflict.columns(['issuer', 'client_id']).doUpdateSet(changes))
      .returningAll()
      .executeTakeFirstOrThrow()
    return toPlatform(row)
  }

  async platforms(): Promise<readonly LtiPlatform[]> {
    const rows = await this.#db.selectFrom('lti_platforms').selectAll().orderBy('created_ms').orderBy('id').execute()
    return rows.map(toPlatform)
  }

  /** Its courses and scores that wait go with it; classes and students stay. False where there is none. */
  async removePlatform(id: string): Promise<boolean> {
    const removed = await this.#db.deleteFrom('lti_platforms').where('id', '=', id).executeTakeFirst()
    return removed.numDeletedRows > 0n
  }

  /** The private key that is kept: `made`, where there was none. Null where there is no room for it. */
  keyOr(made: string, nowMs: number): Promise<string | null> {
    return ifRoom(this.#hasRoom, null, () => this.#keyOr(made, nowMs))
  }

  async #keyOr(made: string, nowMs: number): Promise<string> {
    await this.#db
      .insertInto('lti_key')
      .values({ slot: SLOT, private_jwk: made, created_ms: nowMs })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    return (await this.key()) ?? made
  }

  async key(): Promise<string | null> {
    const row = await this.#db.selectFrom('lti_key').select('private_jwk').where('slot', '=', SLOT).executeTakeFirst()
    return row?.private_jwk ?? null
  }

  async findClass({ platform, deployment, context }: LtiContext): Promise<LtiClass | null> {
    const row = await this.#db
      .selectFrom('lti_classes')
      .selectAll()
      .where('platform', '=', platform)
      .where('deployment', '=', deployment)
      .where('context', '=', context)
      .executeTakeFirst()
    return row ? toClass(row) : null
  }

  /** `taken`: the course has a class already. `full`: there is no room for it. */
  addClass(record: LtiClass): Promise<'added' | 'taken' | 'full'> {
    return ifRoom(this.#hasRoom, 'full' as const, async () => ((await this.#addClass(record)) ? 'added' : 'taken'))
  }

  async #addClass({ classKey, ...record }: LtiClass): Promise<boolean> {
    const added = await this.#db
      .insertInto('lti_classes')
      .values({ ...record, class_key: classKey })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }

  async findMember({ platform, deployment, context }: LtiContext, subject: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('lti_members')
      .select('member')
      .where('platform', '=', platform)
      .where('deployment', '=', deployment)
      .where('context', '=', context)
      .where('subject', '=', subject)
      .executeTakeFirst()
    return row?.member ?? null
  }

  /** `taken`: they are somebody here already. `full`: there is no room for them. */
  addMember(record: LtiMember): Promise<'added' | 'taken' | 'full'> {
    return ifRoom(this.#hasRoom, 'full' as const, async () => ((await this.#addMember(record)) ? 'added' : 'taken'))
  }

  async #addMember(record: LtiMember): Promise<boolean> {
    const added = await this.#db
      .insertInto('lti_members')
      .values(record)
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }

  /** Everything that is kept for course systems. */
  async *records(): AsyncGenerator<LtiRecord> {
    for (const platform of await this.platforms()) yield { platform }
    const key = await this.#db.selectFrom('lti_key').selectAll().executeTakeFirst()
    if (key) yield { privateJwk: key.private_jwk, createdMs: key.created_ms }
    for (const row of await this.#db.selectFrom('lti_classes').selectAll().orderBy('class').execute()) yield { class: toClass(row) }
    for (let after = ''; ; ) {
      const rows = await this.#db
        .selectFrom('lti_members')
        .selectAll()
        .where('member', '>', after)
        .orderBy('member')
        .limit(PAGE_RECORDS)
        .execute()
      for (const member of rows) yield { member }
      for (const row of await this.#scoresOf(rows.map(({ member }) => member))) yield { score: toScore(row) }
      const last = rows.at(-1)
      if (!last || rows.length < PAGE_RECORDS) return
      after = last.member
    }
  }

  #scoresOf(members: readonly string[]): Promise<readonly Tables['lti_scores'][]> {
    if (members.length === 0) return Promise.resolve([])
    return this.#db.selectFrom('lti_scores').selectAll().where('member', 'in', members).orderBy('member').orderBy('line_item').execute()
  }

  /** Adds a record of another database. False where its like is there already, or what it belongs to is not. */
  async addRecord(record: LtiRecord): Promise<boolean> {
    if ('privateJwk' in record) {
      if ((await this.key()) !== null) return false
      return (await this.#keyOr(record.privateJwk, record.createdMs)) === record.privateJwk
    }
    if ('platform' in record) {
      const added = await this.#db
        .insertInto('lti_platforms')
        .values(toPlatformRow(record.platform))
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    }
    const { platform } = 'class' in record ? record.class : 'member' in record ? record.member : record.score
    if (!(await this.#isThere('lti_platforms', platform))) return false
    if ('class' in record) return (await this.#isThere('classes', record.class.class)) && this.#addClass(record.class)
    const { member } = 'member' in record ? record.member : record.score
    if (!(await this.#isThere('members', member))) return false
    if ('member' in record) return this.#addMember(record.member)
    const added = await this.#db
      .insertInto('lti_scores')
      .values(toScoreRow(record.score))
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return added.numInsertedOrUpdatedRows === 1n
  }

  async #isThere(table: 'lti_platforms' | 'classes' | 'members', id: string): Promise<boolean> {
    return (await this.#db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined
  }
}

function toPlatform(row: Tables['lti_platforms']): LtiPlatform {
  return {
    id: row.id,
    issuer: row.issuer,
    clientId: row.client_id,
    deployments: Texts.parse(JSON.parse(row.deployments)),
    loginUrl: row.login_url,
    tokenUrl: row.token_url,
    jwksUrl: row.jwks_url,
    audience: row.audience,
    origins: Texts.parse(JSON.parse(row.origins)),
    createdMs: row.created_ms,
  }
}

function toPlatformRow({
  clientId,
  deployments,
  loginUrl,
  tokenUrl,
  jwksUrl,
  origins,
  createdMs,
  ...rest
}: LtiPlatform): Tables['lti_platforms'] {
  return {
    ...rest,
    client_id: clientId,
    deployments: JSON.stringify(deployments),
    login_url: loginUrl,
    token_url: tokenUrl,
    jwks_url: jwksUrl,
    origins: JSON.stringify(origins),
    created_ms: createdMs,
  }
}

function toClass({ class_key, ...row }: Tables['lti_classes']): LtiClass {
  return { ...row, classKey: class_key }
}
