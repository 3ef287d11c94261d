import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { SnippetRecord } from './snippet-rows.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'

const FORMAT = 1

/** An export is lines of JSON: this one, a record to a line, and how many there are. */
const Head = z.object({ glovebox: z.literal('export'), format: z.literal(FORMAT) })
const Tail = z.object({ snippets: z.number().int() })
const Milliseconds = z.number().int().nonnegative()
const Line = z.object({
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

/** Writes every snippet to a new file, with the claims on it: keys go on working wherever it is taken in. Returns how many there are. */
export async function writeExport(store: Store, file: string): Promise<number> {
  const target = await open(file, 'wx', 0o600).catch(fault => {
    throw new StoreError(`${file} cannot be written: ${(fault as Error).message}`)
  })
  try {
    const write = (value: unknown): Promise<unknown> => target.write(`${JSON.stringify(value)}\n`)
    await write({ glovebox: 'export', format: FORMAT } satisfies z.infer<typeof Head>)
    let snippets = 0
    for await (const record of store.snippets.records()) {
      await write({ ...record, content: record.content === null ? null : JSON.parse(record.content) } satisfies z.infer<typeof Line>)
      snippets += 1
    }
    await write({ snippets } satisfies z.infer<typeof Tail>)
    await target.sync()
    return snippets
  } catch (fault) {
    await rm(file, { force: true })
    throw fault
  } finally {
    await target.close()
  }
}

/** Adds what an export has and the store has not. The file is read to its end first: one that is not whole adds nothing. */
export async function readExport(store: Store, file: string): Promise<{ readonly added: number; readonly present: number }> {
  for await (const _record of records(file));
  let [added, present] = [0, 0]
  for await (const record of records(file)) {
    if (await store.snippets.addRecord(record)) added += 1
    else present += 1
  }
  return { added, present }
}

async function* records(file: string): AsyncGenerator<SnippetRecord> {
  await using source = await open(file)
  let number = 0
  let last: unknown = null
  for await (const line of createInterface({ input: source.createReadStream({ autoClose: false }), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    const json = parseJson(line)
    if (number === 1) {
      if (!Head.safeParse(json).success) throw new StoreError(`${file} is neither a backup nor an export that this program knows.`)
      continue
    }
    if (last !== null) yield toRecord(last, `${file}, line ${number - 1}`)
    last = json
  }
  const tail = Tail.safeParse(last)
  if (!tail.success || tail.data.snippets !== number - 2) throw new StoreError(`${file} is not whole: its end is missing.`)
}

function toRecord(json: unknown, place: string): SnippetRecord {
  const parsed = Line.safeParse(json)
  if (!parsed.success) throw new StoreError(`${place}: not a snippet.`)
  const content = parsed.data.content === null ? null : JSON.stringify(parsed.data.content)
  if (content !== null && createHash('sha256').update(content).digest('hex') !== parsed.data.digest) {
    throw new StoreError(`${place}: the content is not what it was when it was shared.`)
  }
  return { ...parsed.data, content }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
