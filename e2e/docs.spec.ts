import type { Page } from '@playwright/test'
import { DOC_PAGES, docPath } from '../components/docs/doc-pages.ts'
import { frameOf, prints } from './blog.ts'
import { expect, test } from './playground.ts'
import { seriousFaults } from './sharing.ts'

const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'dark', width: 390 },
] as const

async function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
}

// What the browser complains about fails each test (playground.ts).
for (const { colorScheme, width } of LOOKS) {
  test(`every page opens, and axe finds nothing serious, ${colorScheme}, ${width} px`, async ({ page, server }) => {
    test.slow()
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    for (const doc of DOC_PAGES) {
      const response = await page.goto(server.url + docPath(doc))
      expect([doc.slug, response?.status()]).toEqual([doc.slug, 200])
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page).toHaveTitle(`${doc.title} · Glovebox documentation`)
      expect([doc.slug, await seriousFaults(page)]).toEqual([doc.slug, []])
      expect([doc.slug, await fits(page)]).toEqual([doc.slug, true])
    }
  })
}

test('all pages are read, one after the other, without scripts', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.url}/docs`)
  const neighbours = page.getByRole('navigation', { name: 'Neighbouring pages' })
  for (const doc of DOC_PAGES) {
    await expect(page).toHaveURL(server.url + docPath(doc))
    await expect(page.getByRole('navigation', { name: 'Documentation' }).locator('[aria-current=page]')).toHaveText(doc.title)
    expect((await page.getByRole('main').textContent())?.length).toBeGreaterThan(1000)
    if (doc !== DOC_PAGES.at(-1)) await neighbours.getByRole('link', { name: /^Next/ }).click()
  }
  await neighbours.getByRole('link', { name: /^Before/ }).click()
  await expect(page).toHaveURL(server.url + docPath(DOC_PAGES.at(-2) ?? DOC_PAGES[0]))
  await expect(page.getByRole('button', { name: 'Copy' })).toHaveCount(0)
  await context.close()
})

test('a program of the documentation runs where it stands', async ({ page, server }) => {
  await page.goto(`${server.url}/docs/using`)
  const block = page.locator('glovebox-snippet').filter({ hasText: 'What is your name?' })
  await expect(block.locator('.code-string').first()).toHaveText('"What is your name? "')
  await block.getByRole('button', { name: 'Run' }).click()
  const frame = await frameOf(page)
  await prints(frame, /^What is your name\?$/)
  await page.keyboard.type('Ada\n')
  await prints(frame, /Hello, Ada!/)
  await expect(page.getByRole('link', { name: 'Run greet.py in the playground' })).toBeHidden()
})

test('without scripts, a program is opened in the playground', async ({ page, browser, server, playground }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const reader = await context.newPage()
  await reader.goto(`${server.url}/docs/using`)
  const address = await reader.getByRole('link', { name: 'Run greet.py in the playground' }).getAttribute('href')
  await context.close()
  await page.goto(`${server.url}${address}`)
  await playground.ready()
  await playground.run.click()
  await playground.shows('What is your name?')
  await playground.type('Ada\n')
  await playground.shows('Hello, Ada!')
})

test('code is copied as it stands', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${server.url}/docs/api`)
  await page.getByRole('button', { name: 'Copy' }).first().click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^curl --silent http:\S+ \\\n {2}--header 'content-type: application\/json' \\\n/)
})

test('a heading is led to, below the head of the page', async ({ page, server }) => {
  await page.goto(`${server.url}/docs/operating`)
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Settings' }).click()
  await expect(page).toHaveURL(`${server.url}/docs/operating#settings`)
  const heading = page.getByRole('heading', { name: 'Settings', exact: true })
  await expect(heading).toBeInViewport()
  const head = await page.getByRole('banner').boundingBox()
  expect((await heading.boundingBox())?.y).toBeGreaterThanOrEqual(head?.height ?? 0)
  // The setting itself stands in README.md.
  await expect(page.getByRole('cell', { name: 'GLOVEBOX_PORT' })).toBeVisible()
})

test('the text is the first thing that keys lead to', async ({ page, server }) => {
  await page.goto(`${server.url}/docs/security`)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the text' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('a narrow page has its ways behind two buttons', async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${server.url}/docs/api`)
  await page.getByText('Build · The API').click()
  await page.getByRole('navigation', { name: 'All pages' }).getByRole('link', { name: 'Security' }).click()
  await expect(page).toHaveURL(`${server.url}/docs/security`)
  await page.getByText('On this page').locator('visible=true').click()
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Stronger walls' }).click()
  await expect(page.getByRole('heading', { name: 'Stronger walls' })).toBeInViewport()
})

test('on paper there is the text, and all of it', async ({ page, server }) => {
  await page.goto(`${server.url}/docs/using`)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('heading', { name: 'What a box does not have' })).toBeVisible()
  for (const name of ['Documentation', 'On this page', 'Neighbouring pages'])
    await expect(page.getByRole('navigation', { name })).toBeHidden()
  await expect(page.getByRole('banner')).toBeHidden()
  expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('visible')
})

test('the playground leads to the documentation', async ({ page, playground }) => {
  await playground.open('print(1)')
  await expect(page.getByRole('link', { name: 'Documentation' })).toHaveAttribute('href', '/docs')
})

test('what is no page is answered 404', async ({ page, server, complaints }) => {
  for (const path of ['none', 'api/none', '..%2f..%2fREADME']) expect((await page.goto(`${server.url}/docs/${path}`))?.status()).toBe(404)
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('404')))
})
