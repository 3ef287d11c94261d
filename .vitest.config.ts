import { defineConfig } from 'vitest/config'

const ownEngines = process.platform === 'linux' && process.getuid?.() === 0

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
        },
      },
      {
        test: {
          name: 'engine',
          include: ['server/**/*.engine.test.ts'],
          // Engines and databases of their own take Linux and root, and what is installed with them.
          exclude: [
            'server/smoke/**',
            'server/exercises/**',
            ...(ownEngines
              ? []
              : [
                  'server/engine/engines.engine.test.ts',
                  'server/engine/security-files.engine.test.ts',
                  'server/store/postgres.engine.test.ts',
                ]),
          ],
          // Boxes take their time on a loaded machine, and too many at once take more of it.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'exercises',
          include: ['server/exercises/**/*.engine.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'languages',
          include: ['server/smoke/**/*.engine.test.ts'],
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
