import { z } from 'zod'
import { LtiRecord } from './lti-record.ts'
import type { Everything, Store } from './store.ts'

const Milliseconds = z.number().int().nonnegative()

const Key = z.object({
  id: z.string(),
  name: z.string(),
  hash: z.string(),
  runsPerHour: z.number().int().positive().nullable(),
  atOnce: z.number().int().positive().nullable(),
  createdMs: Milliseconds,
  revokedMs: Milliseconds.nullable(),
})

const Class = z.object({
  id: z.string(),
  title: z.string(),
  code: z.string(),
  keyHash: z.string(),
  choices: z.string(),
  open: z.boolean(),
  createdMs: Milliseconds,
})

const Member = z.object({
  id: z.string(),
  class: z.string(),
  name: z.string(),
  nameKey: z.string(),
  tokenHash: z.string(),
  returnHash: z.string().nullable(),
  createdMs: Milliseconds,
  lastSeenMs: Milliseconds,
  current: z.string().nullable(),
})

const Comment = z.object({ id: z.string(), submission: z.string(), member: z.string(), text: z.string(), createdMs: Milliseconds })

const Version = z.object({ hash: z.string(), slug: z.string(), content: z.string(), createdMs: Milliseconds })

const Submission = z.object({
  id: z.string(),
  slug: z.string(),
  version: z.string(),
  language: z.string(),
  main: z.string(),
  files: z.string(),
  digest: z.string(),
  requestKey: z.string().nullable(),
  member: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  grading: z.string().nullable(),
  status: z.string().nullable(),
  points: z.number().nullable(),
  maxPoints: z.number().nullable(),
  fault: z.string().nullable(),
  createdMs: Milliseconds,
  gradedMs: Milliseconds.nullable(),
})

/** Adds a record to a store. False where it has that already. */
export type Add = (store: Store) => Promise<boolean>

/** A kind of record, each a line such as `{"key": {…}}`. */
export type Section = {
  readonly records: (everything: Everything) => AsyncIterable<object>
  /** Null where the line is not one of these. */
  readonly read: (json: unknown) => Add | null
}

function section<R>(
  word: string,
  schema: z.ZodType<R>,
  records: (everything: Everything) => AsyncIterable<R>,
  add: (store: Store, record: R) => Promise<boolean>,
): Section {
  const line = z.strictObject({ [word]: schema })
  return {
    records: async function* (everything) {
      for await (const record of records(everything)) yield { [word]: record }
    },
    read: json => {
      const record = line.safeParse(json).data?.[word]
      return record === undefined ? null : store => add(store, record)
    },
  }
}

/** In this order: what refers to something comes after it. */
export const SECTIONS = {
  keys: section(
    'key',
    Key,
    async function* ({ keys }) {
      yield* await keys.records()
    },
    (store, record) => store.keys.addRecord(record),
  ),
  classes: section(
    'class',
    Class,
    async function* ({ classes }) {
      yield* await classes.records()
    },
    (store, record) => store.classes.addRecord(record),
  ),
  members: section(
    'member',
    Member,
    ({ members }) => members.records(),
    (store, record) => store.members.addRecord(record),
  ),
  versions: section(
    'version',
    Version,
    ({ versions }) => versions.records(),
    (store, record) => store.versions.addRecord(record),
  ),
  submissions: section(
    'submission',
    Submission,
    ({ submissions }) => submissions.records(),
    (store, record) => store.submissions.addRecord(record),
  ),
  comments: section(
    'comment',
    Comment,
    async function* ({ comments }) {
      yield* await comments.records()
    },
    (store, record) => store.comments.addRecord(record),
  ),
  // The key with which this server shows course systems who it is, too.
  lti: section(
    'lti',
    LtiRecord,
    ({ lti }) => lti.records(),
    (store, record) => store.lti.addRecord(record),
  ),
} as const satisfies Record<string, Section>

export type SectionName = keyof typeof SECTIONS
export const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[]
/** An export comes from anywhere: it lets nobody in. */
export const EXPORTED: readonly SectionName[] = ['versions', 'submissions']
