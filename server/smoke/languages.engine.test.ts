import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import { smokeAll, smokeTasks } from './languages.ts'
import { smokeSubjects } from './smoke-runner.ts'
import { smokeTable } from './smoke-table.ts'

const ROOT = join(import.meta.dirname, '../..')
/** For all that is before it in its lane as well. */
const LANE_MS = 900_000

const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), readConfig(process.env).languages ?? [])
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
  process.stdout.write(`\n${smokeTable(languages)}\n\n`)
})
