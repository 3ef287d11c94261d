import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** A test waits about half of its time, for a box or a timer: two files at once keep two processors busy. */
const AT_ONCE = 2

const ownEngines = process.platform === 'linux' && process.getuid?.() === 0

/**
 * What wants the machine to itself: CPython's tests, which have clocks of their own; hostile programs that take all there is; other engines, where the share
 * of the processors is measured that a box gets; what grades several programs at once within the seconds that students have; and the languages' table, which
 * has a figure of how fast they are.
 */
const ALONE = {
  engine: [
    'server/box/*.engine.test.ts',
    // Engines of their own take Linux and root, and what is installed with them.
    ...(ownEngines ? ['server/engine/engines.engine.test.ts'] : []),
  ],
  exercises: [
    'server/exercises/check/*.engine.test.ts',
    'server/exercises/grading/cheats.engine.test.ts',
    'server/exercises/grading/class.engine.test.ts',
  ],
  languages: ['server/smoke/languages.engine.test.ts'],
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,components,e2e}/**/*.test.ts'],
          // Some cheats hand in files that are called as tests are.
          exclude: ['**/*.engine.test.ts', 'e2e/cheats/**', 'e2e/exercise-folder/**'],
          testTimeout: 60_000,
          maxWorkers: Math.max(AT_ONCE, availableParallelism() - 1),
        },
      },
      {
        test: {
          name: 'engine',
          include: ['server/**/*.engine.test.ts'],
          exclude: [
            'server/smoke/**',
            'server/exercises/**',
            'server/engine/engines.engine.test.ts',
            ...ALONE.engine,
            // So does a database of its own.
            ...(ownEngines ? [] : ['server/engine/security-files.engine.test.ts', 'server/store/postgres.engine.test.ts']),
          ],
          // Boxes take their time on a loaded machine, and too many at once take more of it.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'engine alone',
          include: ALONE.engine,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'exercises',
          include: ['server/exercises/**/*.engine.test.ts'],
          exclude: ALONE.exercises,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'exercises alone',
          include: ALONE.exercises,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'languages',
          include: ['server/smoke/**/*.engine.test.ts'],
          exclude: ALONE.languages,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'languages alone',
          include: ALONE.languages,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // The table is worth nothing between lines of a reporter.
          disableConsoleIntercept: true,
        },
      },
    ],
  },
})
