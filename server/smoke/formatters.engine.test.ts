import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FormatResult, formatInBox } from '../box/jobs.ts'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { findPositions } from '../protocol/positions.ts'
import { openBox } from '../test-box.ts'
import { smokeTasks } from './languages.ts'
import type { SmokeTask } from './smoke-runner.ts'

const ROOT = join(import.meta.dirname, '../..')
const TEXTS = join(import.meta.dirname, 'formatters')
const FORMAT_MS = 60_000

/** Of the formatters that are part of this project: texts of the folder, and faults with their lines. */
const OWN: Readonly<
  Record<string, { readonly texts: readonly string[]; readonly faults: readonly (readonly [source: string, line: number])[] }>
> = {
  php: {
    texts: ['php', 'php-comments', 'php-expressions', 'php-in-html'],
    faults: [
      ['<?php\nif ($a {\n}\n', 2],
      ['<?php\necho 1;\n$n = = 2;\n', 3],
    ],
  },
  sql: {
    texts: ['sql'],
    faults: [
      ['.mode box\nselect 1;\nselect a form t here;\n', 3],
      ["select 1;\nselect 'never ends;\n", 2],
    ],
  },
}

const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), readConfig(process.env).languages ?? [])

/** What becomes of each text, one after the other in one box. */
async function format({ engine, image, profile }: SmokeTask, texts: readonly string[]): Promise<readonly FormatResult[]> {
  await using box = await openBox({ engine, image, profile })
  const results: FormatResult[] = []
  for (const text of texts) {
    results.push(await formatInBox(box, profile.mainFile, text, AbortSignal.timeout(FORMAT_MS)))
    await box.link.reset([], true)
  }
  return results
}

const read = (name: string): Promise<string> => readFile(join(TEXTS, `${name}.txt`), 'utf8')

describe.each(
  tasks.flatMap(task => {
    const own = OWN[task.profile.id]
    return own ? [{ id: task.profile.id, task, ...own }] : []
  }),
)('the formatter of $id', ({ task, texts, faults }) => {
  it.each(texts)('lays out %s, and leaves it so', async name => {
    const [before, after] = [await read(`${name}.before`), await read(`${name}.after`)]
    expect((await format(task, [before, after])).map(({ content }) => content)).toEqual([after, after])
  })

  it('leaves the samples as they are, and a file without anything', async () => {
    const sources = [...task.profile.samples.flatMap(({ files }) => files.map(({ content }) => content)), '']
    expect((await format(task, sources)).map(({ content }) => content)).toEqual(sources)
  })

  it('refuses what has a fault, and says where it is', async () => {
    const results = await format(
      task,
      faults.map(([source]) => source),
    )
    for (const [at, { content, message }] of results.entries()) {
      expect(content).toBeNull()
      expect(findPositions(message, task.profile.positions)).toMatchObject([{ file: task.profile.mainFile, line: faults[at]?.[1] }])
    }
  })
})
