import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { KeyRecord } from './key-rows.ts'
import { MIGRATIONS } from './migrations.ts'
import type { SnippetRecord } from './snippet-rows.ts'
import type { Everything, Store } from './store.ts'
import { StoreError } from './store-error.ts'

const FORMAT = 1

/**
 * An export is lines of JSON: this one, a record to a line, and how many there are. A backup has keys as well, and the version of the database that it
 * is of.
 */
const Head = z.object({ glovebox: z.enum(['export', 'backup']), format: z.number().int(), version: z.number().int().optional() })
type Head = z.infer<typeof Head>
const Tail = z.object({ snippets: z.number().int(), keys: z.number().int().optional() })
type Tail = z.infer<typeof Tail>
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

type Write = (line: Head | z.infer<typeof SnippetLine> | z.infer<typeof KeyLine> | Tail) => Promise<unknown>
export type Counts = { readonly snippets: number; readonly keys: number }

/** Writes every snippet to a new file, with the claims on it: keys go on working wherever it is taken in. Returns how many there are. */
export function writeExport({ snippets }: Pick<Everything, 'snippets'>, file: string): Promise<number> {
  return writeLines(file, async write => {
    await write({ glovebox: 'export', format: FORMAT })
    const written = await writeSnippets(snippets, write)
    await write({ snippets: written })
    return written
  })
}

/** Writes everything to a new file, API keys by their hashes. Returns how many there are. */
export function writeBackup({ snippets, keys }: Everything, file: string): Promise<Counts> {
  return writeLines(file, async write => {
    await write({ glovebox: 'backup', format: FORMAT, version: MIGRATIONS.length })
    const records = await keys.records()
    for (const key of records) await write({ key })
    const counts = { snippets: await writeSnippets(snippets, write), keys: records.length }
    await write(counts)
    return counts
  })
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
  const added = { snippets: 0, keys: 0 }
  const present = { snippets: 0, keys: 0 }
  for await (const entry of entries(file)) {
    const isNew = entry.kind === 'keys' ? await store.keys.addRecord(entry.record) : await store.snippets.addRecord(entry.record)
    const counts = isNew ? added : present
    counts[entry.kind] += 1
  }
  return { added, present }
}

type Entry = { readonly kind: 'snippets'; readonly record: SnippetRecord } | { readonly kind: 'keys'; readonly record: KeyRecord }

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
  if (!tail.success || tail.data.snippets + (tail.data.keys ?? 0) !== number - 2) {
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
  const key = kind === 'backup' ? KeyLine.safeParse(json) : null
  if (key?.success) return { kind: 'keys', record: key.data.key }
  const parsed = SnippetLine.safeParse(json)
  if (!parsed.success) throw new StoreError(`${place}: ${kind === 'backup' ? 'a backup' : 'an export'} has no such line.`)
  const content = parsed.data.content === null ? null : JSON.stringify(parsed.data.content)
  if (content !== null && createHash('sha256').update(content).digest('hex') !== parsed.data.digest) {
    throw new StoreError(`${place}: the content is not what it was when it was shared.`)
  }
  return { kind: 'snippets', record: { ...parsed.data, content } }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
