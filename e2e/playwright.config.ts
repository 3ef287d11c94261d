import { defineConfig } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGS } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  // What ends in .test.ts is for the other runner.
  testMatch: '**/*.spec.ts',
  outputDir: 'results/playwright',
  // Boxes, server and browser share the machine: two files of specs at a time are as fast as it gets on two processors.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 45_000 },
  forbidOnly: true,
  retries: 0,
  // What is broken for five is broken for all: no need to wait for the rest.
  maxFailures: 0,
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: CHROMIUM,
      args: [...CHROMIUM_ARGS, '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    },
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    contextOptions: { reducedMotion: 'reduce' },
  },
})
