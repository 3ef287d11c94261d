import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hotRatio } from '../../e2e/bench/hot-ratio.ts'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { smokeAll, smokeTasks } from './languages.ts'
import { smokeSubjects } from './smoke-runner.ts'
import { smokeTable } from './smoke-table.ts'

const ROOT = join(import.meta.dirname, '../..')
/** For all that is before it in its lane as well. */
const LANE_MS = 900_000

const endpoint = await findEndpoint(process.env)
const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), endpoint, readConfig(process.env).languages ?? [])
const all = smokeAll(tasks, Math.min(2, availableParallelism()))

describe.each(tasks.map((task, index) => ({ title: task.profile.title, task, result: all[index] })))('$title', ({ task, result }) => {
  it.each(smokeSubjects(task).map((subject, index) => ({ subject, index })))(
    '$subject',
    { timeout: LANE_MS },
    async ({ subject, index }) => {
      const { results } = await (result as NonNullable<typeof result>)
      expect(results[index]).toMatchObject({ subject, faults: [] })
    },
  )
})

afterAll(async () => {
  const settled = await Promise.allSettled(all)
  const languages = settled.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  // One after the other, with nothing beside them. A figure for the table, on which nothing depends.
  const hot = new Map<string, number>()
  for (const task of tasks) {
    const ratio = await hotRatio(task, endpoint).catch(() => null)
    if (ratio !== null) hot.set(task.profile.id, ratio)
  }
  process.stdout.write(`\n${smokeTable(languages, hot)}\n\n`)
}, LANE_MS)
