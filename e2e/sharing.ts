import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'

/** What people do to share, in their words. */

export async function openShare(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  return page.getByRole('dialog', { name: 'Share' })
}

/** Shares what the page shows. Gives the link. */
export async function share(page: Page, title: string): Promise<string> {
  const dialog = await openShare(page)
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByRole('button', { name: 'Create link' }).click()
  return dialog.getByRole('textbox', { name: 'Link' }).inputValue()
}

/** What axe finds that is serious. */
export async function seriousFaults(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes.map(node => node.html.slice(0, 300)) }))
}

export async function download(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  return readFile(await file.path())
}
