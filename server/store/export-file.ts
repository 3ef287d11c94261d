import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { LtiRecord } from './lti-record.ts'
import { MIGRATIONS } from './migrations.ts'
import type { SnippetRecord } from './snippet-rows.ts'
import type { Everything, Store } from './store.ts'
import { StoreError } from './store-error.ts'

const FORMAT = 1

/**
 * An export is lines of JSON: this one, a record to a line, and how many there are. A backup has keys and classes as well, and the version of the
 * database that it is of.
 */
const Head = z.object({ glovebox: z.enum(['export', 'backup']), format: z.number().int(), version: z.number().int().optional() })
type Head = z.infer<typeof Head>
const Count = z.number().int().nonnegative()
const Tail = z.object({
  snippets: Count,
  keys: Count.default(0),
  classes: Count.default(0),
  members: Count.default(0),
  comments: Count.default(0),
  lti: Count.default(0),
})
type Tail = { readonly snippets: number } & Partial<Counts>
const Milliseconds = z.number().int().nonnegative()
const KeyLine = z.object({
  key: z.object({
    id: z.string(),
    name: z.string(),
    hash: z.string(),
    runsPerHour: z.number().int().positive().nullable(),
    atOnce: z.number().int().positive().nullable(),
    createdMs: Milliseconds,
    revokedMs: Milliseconds.nullable(),
  }),
})
const ClassLine = z.object({
  class: z.object({
    id: z.string(),
    title: z.string(),
    code: z.string(),
    keyHash: z.string(),
    choices: z.string(),
    open: z.boolean(),
    createdMs: Milliseconds,
  }),
})
const MemberLine = z.object({
  member: z.object({
    id: z.string(),
    class: z.string(),
    name: z.string(),
    nameKey: z.string(),
    tokenHash: z.string(),
    returnHash: z.string().nullable(),
    createdMs: Milliseconds,
    lastSeenMs: Milliseconds,
    current: z.string().nullable(),
  }),
})
const CommentLine = z.object({
  comment: z.object({ id: z.string(), submission: z.string(), member: z.string(), text: z.string(), createdMs: Milliseconds }),
})
/** What only a backup has: an export comes from anywhere, and lets nobody in. In the order in which one needs the other. */
const BackupLine = z.union([KeyLine, ClassLine, MemberLine, CommentLine, z.object({ lti: LtiRecord })])
type BackupLine = z.infer<typeof BackupLine>
const SnippetLine = z.object({
  id: z.string(),
  digest: z.string(),
  /** Null where it was taken down. */
  content: z.record(z.string(), z.unknown()).nullable(),
  shares: z.number().int().positive(),
  createdMs: Milliseconds,
  takenDownMs: Milliseconds.nullable(),
  reason: z.string().nullable(),
  claims: z.array(z.object({ keyHash: z.string(), createdMs: Milliseconds })).readonly(),
})

type Write = (line: Head | z.infer<typeof SnippetLine> | BackupLine | Tail) => Promise<unknown>
export type Counts = {
  readonly snippets: number
  readonly keys: number
  readonly classes: number
  readonly members: number
  readonly comments: number
  readonly lti: number
}

const NONE = { snippets: 0, keys: 0, classes: 0, members: 0, comments: 0, lti: 0 }

/** Writes every snippet to a new file, with the claims on it: keys go on working wherever it is taken in. Returns how many there are. */
export function writeExport({ snippets }: Pick<Everything, 'snippets'>, file: string): Promise<number> {
  return writeLines(file, async write => {
    await write({ glovebox: 'export', format: FORMAT })
    const written = await writeSnippets(snippets, write)
    await write({ snippets: written })
    return written
  })
}

/** Writes everything to a new file, keys and tokens by their hashes, but for what this server shows course systems. Returns how many there are. */
export function writeBackup(everything: Everything, file: string): Promise<Counts> {
  return writeLines(file, async write => {
    await write({ glovebox: 'backup', format: FORMAT, version: MIGRATIONS.length })
    const counts = { ...NONE }
    for await (const line of backupLines(everything)) {
      await write(line)
      counts[kindOfLine(line)] += 1
    }
    counts.snippets = await writeSnippets(everything.snippets, write)
    await write(counts)
    return counts
  })
}

async function* backupLines({ keys, classes, members, comments, lti }: Everything): AsyncGenerator<BackupLine> {
  for (const key of await keys.records()) yield { key }
  for (const one of await classes.records()) yield { class: one }
  for await (const member of members.records()) yield { member }
  for (const comment of await comments.records()) yield { comment }
  for await (const record of lti.records()) yield { lti: record }
}

function kindOfLine(line: BackupLine): keyof Counts {
  if ('key' in line) return 'keys'
  if ('class' in line) return 'classes'
  if ('lti' in line) return 'lti'
  return 'member' in line ? 'members' : 'comments'
}

async function writeSnippets(snippets: Everything['snippets'], write: Write): Promise<number> {
  let written = 0
  for await (const record of snippets.records()) {
    await write({ ...record, content: record.content === null ? null : JSON.parse(record.content) })
    written += 1
  }
  return written
}

/** Makes a file for its owner alone, and leaves none that is not whole. */
async function writeLines<T>(file: string, lines: (write: Write) => Promise<T>): Promise<T> {
  const target = await open(file, 'wx', 0o600).catch(fault => {
    throw new StoreError(`${file} cannot be written: ${(fault as Error).message}`)
  })
  try {
    const written = await lines(line => target.write(`${JSON.stringify(line)}\n`))
    await target.sync()
    return written
  } catch (fault) {
    await rm(file, { force: true })
    throw fault
  } finally {
    await target.close()
  }
}

/** Adds what an export or a backup has and the store has not. The file is read to its end first: one that is not whole adds nothing. */
export async function readExport(store: Store, file: string): Promise<{ readonly added: Counts; readonly present: Counts }> {
  for await (const _entry of entries(file));
  const added = { ...NONE }
  const present = { ...NONE }
  for await (const entry of entries(file)) {
    const counts = (await addEntry(store, entry)) ? added : present
    counts['snippet' in entry ? 'snippets' : kindOfLine(entry)] += 1
  }
  return { added, present }
}

function addEntry(store: Store, entry: Entry): Promise<boolean> {
  if ('snippet' in entry) return store.snippets.addRecord(entry.snippet)
  if ('key' in entry) return store.keys.addRecord(entry.key)
  if ('class' in entry) return store.classes.addRecord(entry.class)
  if ('member' in entry) return store.members.addRecord(entry.member)
  if ('comment' in entry) return store.comments.addRecord(entry.comment)
  return store.lti.addRecord(entry.lti)
}

type Entry = { readonly snippet: SnippetRecord } | BackupLine

async function* entries(file: string): AsyncGenerator<Entry> {
  await using source = await open(file)
  let number = 0
  let kind: Head['glovebox'] = 'export'
  let last: unknown = null
  for await (const line of createInterface({ input: source.createReadStream({ autoClose: false }), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    const json = parseJson(line)
    if (number === 1) {
      kind = kindOf(json, file)
      continue
    }
    if (last !== null) yield toEntry(last, kind, `${file}, line ${number - 1}`)
    last = json
  }
  const tail = Tail.safeParse(last)
  const told = tail.success ? Object.values(tail.data).reduce((sum, records) => sum + records, 0) : null
  if (told !== number - 2) {
    throw new StoreError(`${file} is not whole: its end is missing.`)
  }
}

function kindOf(json: unknown, file: string): Head['glovebox'] {
  const head = Head.safeParse(json)
  if (!head.success) throw new StoreError(`${file} is neither a backup nor an export that this program knows.`)
  const { glovebox, format, version = 0 } = head.data
  if (format > FORMAT || version > MIGRATIONS.length) {
    throw new StoreError(
      `${file} was made by a newer Glovebox: it is of format ${format} and version ${version}, and this program knows ${FORMAT} and ${MIGRATIONS.length}. Nothing of it is added.`,
    )
  }
  return glovebox
}

function toEntry(json: unknown, kind: Head['glovebox'], place: string): Entry {
  // An export comes from anywhere: it lets nobody in.
  const line = kind === 'backup' ? BackupLine.safeParse(json) : null
  if (line?.success) return line.data
  const parsed = SnippetLine.safeParse(json)
  if (!parsed.success) throw new StoreError(`${place}: ${kind === 'backup' ? 'a backup' : 'an export'} has no such line.`)
  const content = parsed.data.content === null ? null : JSON.stringify(parsed.data.content)
  if (content !== null && createHash('sha256').update(content).digest('hex') !== parsed.data.digest) {
    throw new StoreError(`${place}: the content is not what it was when it was shared.`)
  }
  return { snippet: { ...parsed.data, content } }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
