import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Add, EXPORTED, SECTION_NAMES, SECTIONS, type SectionName } from './export-sections.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Everything, Store } from './store.ts'
import { StoreError } from './store-error.ts'

const FORMAT = 1

/**
 * An export is lines of JSON: this one, a record to a line, and how many there are. A backup has keys and classes as well, and the version of the database
 * that it is of.
 */
const Head = z.object({ glovebox: z.enum(['export', 'backup']), format: z.number().int(), version: z.number().int().optional() })
type Head = z.infer<typeof Head>
const Tail = z.object({ snippets: z.number().int() }).catchall(z.number().int())
const Milliseconds = z.number().int().nonnegative()
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

type Write = (line: object) => Promise<unknown>
export type Counts = Readonly<Record<'snippets' | SectionName, number>>

/** Writes what was shared and handed in to a new file, with the claims on snippets: keys go on working wherever it is taken in. Returns how many there are. */
export function writeExport(everything: Everything, file: string): Promise<Counts> {
  return writeLines(file, write => writeAll(everything, { glovebox: 'export', format: FORMAT }, EXPORTED, write))
}

/** Writes everything to a new file, keys and tokens by their hashes. Returns how many there are. */
export function writeBackup(everything: Everything, file: string): Promise<Counts> {
  return writeLines(file, write =>
    writeAll(everything, { glovebox: 'backup', format: FORMAT, version: MIGRATIONS.length }, SECTION_NAMES, write),
  )
}

async function writeAll(everything: Everything, head: Head, sections: readonly SectionName[], write: Write): Promise<Counts> {
  const counts = noCounts()
  await write(head)
  for (const name of sections) {
    for await (const record of SECTIONS[name].records(everything)) {
      await write(record)
      counts[name] += 1
    }
  }
  for await (const record of everything.snippets.records()) {
    await write({ ...record, content: record.content === null ? null : JSON.parse(record.content) })
    counts.snippets += 1
  }
  await write(counts)
  return counts
}

function noCounts(): Record<keyof Counts, number> {
  return { snippets: 0, keys: 0, classes: 0, members: 0, versions: 0, submissions: 0, comments: 0, lti: 0 }
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
  const [added, present] = [noCounts(), noCounts()]
  for await (const { kind, add } of entries(file)) {
    const counts = (await add(store)) ? added : present
    counts[kind] += 1
  }
  return { added, present }
}

type Entry = { readonly kind: keyof Counts; readonly add: Add }

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
  const told = Object.values(tail.data ?? {}).reduce((sum, count) => sum + count, 0)
  if (!tail.success || told !== number - 2) {
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
  for (const name of kind === 'backup' ? SECTION_NAMES : EXPORTED) {
    const add = SECTIONS[name].read(json)
    if (add) return { kind: name, add }
  }
  const parsed = SnippetLine.safeParse(json)
  if (!parsed.success) throw new StoreError(`${place}: ${kind === 'backup' ? 'a backup' : 'an export'} has no such line.`)
  const content = parsed.data.content === null ? null : JSON.stringify(parsed.data.content)
  if (content !== null && createHash('sha256').update(content).digest('hex') !== parsed.data.digest) {
    throw new StoreError(`${place}: the content is not what it was when it was shared.`)
  }
  const record = { ...parsed.data, content }
  return { kind: 'snippets', add: store => store.snippets.addRecord(record) }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
