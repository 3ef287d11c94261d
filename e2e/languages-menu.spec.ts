import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './playground.ts'

test.use({ languages: 'python,c,cpp' })

const menu = (page: Page): Locator => page.getByRole('combobox', { name: 'Language' })
const option = (page: Page, name: RegExp): Locator => page.getByRole('option', { name })

/** The option that the keys have reached. */
async function reached(page: Page): Promise<string> {
  return page.evaluate(() => {
    const id = document.querySelector('[role=combobox]')?.getAttribute('aria-activedescendant')
    return (id && document.getElementById(id)?.textContent) ?? ''
  })
}

/** Types letters, which belong together only where they follow each other soon. */
async function typeAfter(page: Page, key: string, letters: string, reaches: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await page.keyboard.type(letters)
    expect(await reached(page)).toContain(reaches)
  }).toPass()
}

test('the language is chosen by keyboard: arrows, Home, End, letters, Escape', async ({ playground, page }) => {
  await playground.open('')
  await menu(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(menu(page)).toHaveAttribute('aria-expanded', 'true')
  expect(await reached(page)).toContain('Python')
  await page.keyboard.press('End')
  const last = await reached(page)
  await page.keyboard.press('Home')
  expect(await reached(page)).not.toBe(last)
  await typeAfter(page, 'Home', 'c+', 'C++')
  await page.keyboard.press('Escape')
  await expect(menu(page)).toHaveAttribute('aria-expanded', 'false')
  await expect(menu(page)).toContainText('Python')
  await expect(menu(page)).toBeFocused()
  // Closed, it is opened by letters.
  await typeAfter(page, 'Escape', 'c+', 'C++')
  await page.keyboard.press('Enter')
  await expect(menu(page)).toContainText('C++')
  await page.reload()
  await expect(menu(page)).toContainText('C++')
})

test('each language has files of its own, and keeps them', async ({ playground, page }) => {
  await playground.open('print("mine")\n')
  await menu(page).click()
  await option(page, /^C(?!\+)/).click()
  await expect(page.getByRole('tab', { name: 'main.c' })).toBeVisible()
  await expect(page.locator('.view-lines').first()).toContainText('#include')
  await menu(page).click()
  await option(page, /Python/).click()
  await expect(page.locator('.view-lines').first()).toContainText('print("mine")')
})

test('a language that is not built can be written in, and says why it cannot be run', async ({ playground, page }) => {
  await page.routeWebSocket(/\/ws$/, socket => {
    const server = socket.connectToServer()
    server.onMessage(text => {
      if (typeof text !== 'string') return socket.send(text)
      const message = JSON.parse(text) as { profiles?: { id: string; ready: boolean; image: unknown }[] }
      for (const profile of message.profiles ?? []) {
        if (profile.id !== 'cpp' && profile.id !== 'c') continue
        profile.ready = false
        profile.image =
          profile.id === 'c'
            ? { name: 'failed', why: 'The packages cannot be reached.' }
            : { name: 'building', part: 0.456, doing: 'installing packages' }
      }
      socket.send(JSON.stringify(message))
    })
  })
  await playground.open('')
  await menu(page).click()
  await expect(option(page, /C\+\+/)).toContainText('45 %, installing packages')
  await expect(option(page, /^C(?!\+)/)).toContainText('Could not be built: The packages cannot be reached.')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
  await option(page, /C\+\+/).click()
  await expect(menu(page)).toContainText('45 %')
  await playground.says('C++ is being built; Run works when it is ready')
  await expect(playground.run).toBeDisabled()
  await expect(playground.run).toHaveAccessibleDescription('C++ is being built; Run works when it is ready')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.insertText('// typed while it is built')
  await expect(page.locator('.view-lines').first()).toContainText('// typed while it is built')
})

test('a sample takes the place of the files, and Undo brings them back', async ({ playground, page }) => {
  await playground.open('print("mine")\n')
  await page.getByRole('button', { name: 'Samples and libraries of Python' }).click()
  const about = page.getByRole('dialog', { name: 'About Python' })
  await expect(about.getByRole('heading', { name: /^Python 3/ })).toBeVisible()
  await expect(about.getByRole('button', { name: 'Hello, World' })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
  await about.getByRole('button', { name: 'Hello, World' }).click()
  await expect(page.locator('.view-lines').first()).toContainText('Hello')
  await playground.run.click()
  await playground.shows('Hello')
  await playground.says(/^Finished/)
})

test('Undo brings back what a sample replaced', async ({ playground, page }) => {
  await playground.open('print("mine")\n')
  await page.getByRole('button', { name: 'Samples and libraries of Python' }).click()
  await page.getByRole('button', { name: 'Hello, World' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('.view-lines').first()).toContainText('print("mine")')
})

test('a compiled program: checked ahead, compiled once, and told apart where it does not compile', async ({ playground, page }) => {
  await playground.open('')
  await menu(page).click()
  await option(page, /^C(?!\+)/).click()
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('#include <stdio.h>\nint main(void) { puts("ran"); return 0; }\n')
  await expect(page.getByText('Compiled', { exact: true })).toBeVisible()
  await playground.run.click()
  await playground.says(/^Finished/)
  await playground.shows('ran')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('int main(void) { return x; }\n')
  await expect(page.getByText('Does not compile')).toBeVisible()
  await playground.run.click()
  await playground.says(/^Did not compile/)
  await playground.shows(/main\.c:1:.*error/)
})
