import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Run } from '../box/runner.ts'
import { findEndpoint } from '../engine/detect.ts'
import { readConfig } from '../platform/config.ts'
import type { Profile } from '../profiles/profile.ts'
import { openBox } from '../test-box.ts'
import { smokeTasks } from './languages.ts'
import type { SmokeTask } from './smoke-runner.ts'
import { LOOK, PROGRAMS } from './standby-programs.ts'

const ROOT = join(import.meta.dirname, '../..')
const TEST_MS = 180_000
const ROUNDS = 4
/** Not what a standby starts with. */
const SIZE = { cols: 101, rows: 31 }

const tasks = await smokeTasks(ROOT, join(ROOT, 'profiles'), await findEndpoint(process.env), readConfig(process.env).languages ?? [])

/** What a program prints in each of several runs in one box, every time with another main file. */
async function outputs({ engine, image, profile }: SmokeTask, standby: Profile['standby'], source: string): Promise<string[]> {
  await using box = await openBox({ engine, image, profile }, { standby })
  const printed: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let output = ''
    const files = [
      { name: profile.mainFile, content: source.replaceAll('ROUND', `round ${round}`) },
      { name: 'look.sh', content: LOOK },
    ]
    const onOutput = (bytes: Buffer): void => {
      output += bytes.toString('utf8')
    }
    if (profile.compile) {
      // A standby is for what is compiled already.
      await new Run(box, { files, args: [], size: SIZE }, { onStarted: () => {}, onOutput: () => {} }).outcome
      await box.link.reset([], true)
    }
    const run = new Run(box, { files, args: [], size: SIZE, compiled: profile.compile !== null }, { onStarted: () => {}, onOutput })
    const { standby: served, report } = await run.outcome
    expect({ served, reason: report.reason }).toEqual({ served: standby !== 'none', reason: 'exited' })
    // Every second time the files stay for the next standby to see, which must not.
    expect(await box.link.reset(round % 2 ? [] : files.map(({ name }) => name))).toMatchObject({ clean: true })
    printed.push(output)
  }
  return printed
}

describe.each(
  tasks.filter(({ profile }) => !['none', 'process', 'template'].includes(profile.standby)).map(task => ({ id: task.profile.id, task })),
)('a standby of $id', ({ id, task }) => {
  it('runs a program as a process does that is started for it', { timeout: TEST_MS }, async () => {
    const source = PROGRAMS[id]
    if (!source) throw new Error(`there is no program for ${id}`)
    const cold = await outputs(task, 'none', source)
    for (const [round, output] of cold.entries()) {
      expect(output).toContain(`round ${round}`)
      expect(output).toMatch(/columns 101/)
      expect(output).toMatch(/PPid:\s+1\b/)
      expect(output).not.toMatch(/GLOVEBOX|LD_PRELOAD/)
    }
    expect(await outputs(task, task.profile.standby, source)).toEqual(cold)
  })
})
