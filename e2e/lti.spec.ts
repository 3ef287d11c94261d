import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FrameLocator, Page } from '@playwright/test'
import { CLAIM } from '../server/lti/claims.ts'
import { TestPlatform } from '../server/lti/test-platform.ts'
import { openSqlite } from '../server/store/sqlite.ts'
import { CHROMIUM, CHROMIUM_ARGS } from './chromium.ts'
import { test as base, expect } from './playground.ts'
import { type RunningServer, startServer } from './server.ts'

const EXERCISES = join(import.meta.dirname, 'exercise-folder')
const SOLUTION = 'print("Hello, " + input().strip() + "!")'
const TEACHER = { [`${CLAIM}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'] }

type Fixtures = { readonly platform: TestPlatform; readonly server: RunningServer }

/** A course system on another site than the server, and known to it. */
const test = base.extend<object, Fixtures>({
  platform: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from here
    async ({}, use) => {
      await using platform = await TestPlatform.start('localhost')
      await use(platform)
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ languages, platform }, use) => {
      const data = await mkdtemp(join(tmpdir(), 'glovebox-lti-'))
      {
        await using store = await openSqlite(join(data, 'glovebox.db'))
        await store.lti.register(platform.registration)
      }
      await using server = await startServer({
        GLOVEBOX_LANGUAGES: languages,
        GLOVEBOX_EXERCISES_FOLDER: EXERCISES,
        GLOVEBOX_DATA_FOLDER: data,
      })
      platform.tool = server.url
      await use(server)
      // It writes there until it has ended.
      await server.stop()
      await rm(data, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})
// As browsers are that keep nothing for frames of other sites, but what is for that frame alone.
test.use({
  launchOptions: {
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS, '--test-third-party-cookie-phaseout'],
  },
})

async function open(page: Page, platform: TestPlatform): Promise<FrameLocator> {
  await page.goto(`${platform.url}/course`)
  return page.frameLocator('iframe[name=tool]')
}

test('a student solves an exercise in a frame of a course, and the grade book has the score', async ({ page, platform, server }) => {
  platform.person = platform.claims({ [`${CLAIM}custom`]: { exercise: 'greeting' } })
  const tool = await open(page, platform)
  await expect(tool.getByRole('button', { name: 'Check', exact: true }).first()).toBeEnabled()
  const frame = page.frame('tool')
  expect(frame?.url()).toBe(`${server.url}/exercises/greeting`)
  await tool.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText('print("Bye")')
  await tool.getByRole('button', { name: 'Check', exact: true }).first().click()
  await expect.poll(() => platform.scores.length).toBe(1)
  await tool.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(SOLUTION)
  await tool.getByRole('button', { name: 'Check', exact: true }).first().click()
  await expect.poll(() => platform.scores.length).toBe(2)
  const { scoreGiven, scoreMaximum, userId } = platform.scores[1]?.body ?? {}
  expect([scoreGiven, userId]).toEqual([scoreMaximum, 'ada-1815'])
})

test('a teacher chooses an exercise, and sees who has come', async ({ page, platform, server, context }) => {
  expect(platform.tool).toBe(server.url)
  platform.person = platform.choosing()
  const tool = await open(page, platform)
  await tool
    .getByRole('button', { name: /\(\d+ points?\)/ })
    .first()
    .click()
  await expect(tool.getByText('Chosen')).toBeVisible()
  expect(platform.chosen).toHaveLength(1)

  platform.person = platform.claims({ sub: 'teacher', [`${CLAIM}custom`]: { exercise: 'greeting' }, ...TEACHER })
  const teacher = await open(page, platform)
  const [opened] = await Promise.all([context.waitForEvent('page'), teacher.getByRole('link', { name: /See the class/ }).click()])
  await expect(opened.getByRole('heading', { name: 'Year 9' })).toBeVisible()
  await expect(opened.getByText('Ada Lovelace').first()).toBeVisible()
})

test.describe('a page of a site that is none of a course system', () => {
  test.use({ expected: /frame-ancestors|X-Frame-Options/ })

  test('shows no exercise in a frame', async ({ page, server }) => {
    await page.route('http://elsewhere.localhost/', route =>
      route.fulfill({ contentType: 'text/html', body: `<iframe name="tool" src="${server.url}/exercises/greeting"></iframe>` }),
    )
    await page.goto('http://elsewhere.localhost/')
    await expect.poll(() => page.frame('tool')?.url()).toContain('chrome-error:')
  })
})
