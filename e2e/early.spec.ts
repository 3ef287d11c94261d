import type { Page } from '@playwright/test'
import { expect, test } from './playground.ts'
import { share } from './sharing.ts'

/** Opens a page whose scripts come when the function that it gives is called: what is done before is done to what the server has made. */
async function openWithoutScripts(page: Page, url: string): Promise<() => void> {
  let release = (): void => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(/\/_next\/static\/.*\.js/, async route => {
    await released
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  return release
}

test('a class’s title that is typed before the page’s scripts run is kept', async ({ page, server }) => {
  const release = await openWithoutScripts(page, `${server.url}/classes`)
  await page.getByLabel('A new class').fill('Typed early')
  await expect(page.getByRole('button', { name: 'Make the class' })).toBeDisabled()
  release()
  await expect(page.getByRole('button', { name: 'Make the class' })).toBeEnabled()
  await expect(page.getByLabel('A new class')).toHaveValue('Typed early')
})

test('a code and a name that are typed before the page’s scripts run are kept', async ({ page, server }) => {
  const release = await openWithoutScripts(page, `${server.url}/join/ABCDEF`)
  await page.getByLabel('Code').fill('ghjkmn')
  await page.getByLabel('Your name').fill('Ada')
  release()
  await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeEnabled()
  await expect(page.getByLabel('Code')).toHaveValue('GHJKMN')
  await expect(page.getByLabel('Your name')).toHaveValue('Ada')
})

test('what is looked for before the page’s scripts run is found when they do', async ({ page, server }) => {
  const release = await openWithoutScripts(page, `${server.url}/exercises?difficulty=easy`)
  await page.getByLabel('Search', { exact: true }).fill('no exercise has these words')
  await page.getByRole('combobox', { name: 'Difficulty' }).selectOption('hard')
  release()
  await expect(page.getByText('Nothing fits')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Difficulty' })).toHaveValue('hard')
  await expect(page).toHaveURL(/\?q=no\+exercise\+has\+these\+words&difficulty=hard$/)
})

test('a recording is played as soon as the page’s scripts run, and not promised before', async ({ playground, page }) => {
  await playground.start('print("recorded")')
  await playground.says(/^Finished/)
  const release = await openWithoutScripts(page, await share(page, 'Played'))
  await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled()
  release()
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible()
})
