import { expect, test } from './playground.ts'
import { seriousFaults } from './sharing.ts'

test('a teacher finds the classes, is told to keep the way back, and does not lose the code on the wall by a slip', async ({
  page,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${server.url}/exercises`)
  await page.getByRole('link', { name: 'Teach a class' }).click()
  await page.getByLabel('A new class').fill('Year 9')
  await page.getByRole('button', { name: 'Make the class' }).click()
  await page.getByRole('region', { name: 'The way back to this class' }).getByRole('button', { name: 'Copy the teacher’s link' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/classes\/[^/]+#key=.+/)

  const shown = page.getByTestId('class-code')
  const code = (await shown.textContent()) ?? ''
  await page.getByRole('button', { name: 'New code' }).click()
  const question = page.getByRole('dialog', { name: 'A new code' })
  await expect(question).toContainText(code)
  expect(await seriousFaults(page)).toEqual([])
  await question.getByRole('button', { name: 'Keep it' }).click()
  await expect(question).toBeHidden()
  await expect(shown).toHaveText(code)
  // Who has no pointer goes on from where they were.
  await expect(page.getByRole('button', { name: 'New code' })).toBeFocused()
  await page.getByRole('button', { name: 'New code' }).click()
  await question.getByRole('button', { name: 'Make a new code' }).click()
  await expect(question).toBeHidden()
  await expect(shown).not.toHaveText(code)

  await page.getByRole('button', { name: 'QR code' }).click()
  const wall = page.getByRole('dialog', { name: 'Join the class' })
  await expect(wall).toContainText((await shown.textContent()) ?? '')
  await expect(wall.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
})

test('who joins types at once, and a teacher who is lost there finds the classes', async ({ page, server }) => {
  await page.goto(`${server.url}/join`)
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.goto(`${server.url}/join/ABC234`)
  await expect(page.getByLabel('Code')).toHaveValue('ABC234')
  await expect(page.getByLabel('Your name')).toBeFocused()
  await page.getByRole('link', { name: 'Classes' }).click()
  await expect(page.getByLabel('A new class')).toBeVisible()
})
