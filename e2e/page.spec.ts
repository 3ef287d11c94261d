import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './playground.ts'

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of WIDTHS) {
    test(`axe finds nothing serious, ${colorScheme}, ${viewport.width} px`, async ({ playground, page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await playground.start('print("x")')
      await playground.says(/^Finished/)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => ({ id, where: nodes.map(node => node.html) }))).toEqual([])
    })

    test(`nothing is cut off or scrolls sideways, ${colorScheme}, ${viewport.width} px`, async ({ playground, page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await playground.open()
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      for (const control of [playground.run, playground.stop, page.getByRole('combobox', { name: 'Language' }), playground.status]) {
        const box = await control.boundingBox()
        expect(box && box.x >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height).toBe(true)
      }
    })
  }
}

test('every control has a name and can be reached and used by keyboard', async ({ playground, page }) => {
  await playground.open('print("by keyboard")')
  const seen: string[] = []
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let presses = 0; presses < 6; presses++) {
    await page.keyboard.press('Tab')
    const { name, outlined } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      return {
        name: element.getAttribute('aria-label') ?? element.textContent ?? '',
        outlined: getComputedStyle(element).outlineStyle !== 'none' || element.closest('.pane') !== null,
      }
    })
    expect(outlined, name).toBe(true)
    seen.push(name)
  }
  expect(seen.slice(0, 2)).toEqual(['Language', 'Run'])
  await page.getByRole('button', { name: 'Run', exact: true }).focus()
  await page.keyboard.press('Enter')
  await playground.shows('by keyboard')
})

test('F6 moves between editor and terminal, also out of a program that takes every key', async ({ playground, page }) => {
  await playground.start('import sys, tty\ntty.setraw(0)\nprint("raw", flush=True)\nsys.stdin.read(1)')
  await playground.shows('raw')
  await expect(page.locator('.xterm textarea')).toBeFocused()
  await page.keyboard.press('F6')
  await expect(page.locator('.xterm textarea')).not.toBeFocused()
  expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null)).toBe(true)
  await page.keyboard.press('F6')
  await expect(page.locator('.xterm textarea')).toBeFocused()
  await playground.stop.click()
})

test('without a program Tab leaves the terminal, for the controls beside it', async ({ playground, page }) => {
  await playground.start('print("done")')
  await playground.says(/^Finished/)
  await expect(page.locator('.xterm textarea')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Clear' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.locator('.xterm textarea')).toBeFocused()
})

test('screen readers are told what programs print, once they are asked to be', async ({ playground, page }) => {
  await playground.open('print("spoken line")')
  const button = page.getByRole('button', { name: 'Read output aloud' })
  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await playground.ready()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  await playground.run.click()
  await expect(page.locator('.xterm-accessibility')).toContainText('spoken line')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([])
})

test('what was typed survives a reload', async ({ playground, page }) => {
  await playground.open('')
  await page.getByLabel('Code editor').first().focus()
  await page.keyboard.type('print("kept")')
  await page.reload()
  await playground.ready()
  await playground.run.click()
  await playground.shows('kept')
})

test('the theme follows the system until another is chosen, and that is remembered', async ({ playground, page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await playground.open()
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(ground).not.toBe(light)
  await page.getByRole('button', { name: 'Theme: system. Switch to light' }).click()
  await expect.poll(ground).toBe(light)
  await page.reload()
  await expect.poll(ground).toBe(light)
  await expect(page.getByRole('button', { name: 'Theme: light. Switch to dark' })).toBeVisible()
})

test('the panes can be resized by keyboard and moved, and both is remembered', async ({ playground, page }) => {
  await playground.open()
  const width = async () => Math.round((await page.getByRole('region', { name: 'Terminal' }).boundingBox())?.width ?? 0)
  const before = await width()
  await page.getByRole('separator').focus()
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowLeft')
  await expect.poll(width).toBeGreaterThan(before)
  const resized = await width()
  await page.reload()
  await playground.ready()
  expect(Math.abs((await width()) - resized)).toBeLessThan(3)
  await page.getByRole('button', { name: 'Put the terminal below' }).click()
  await expect.poll(width).toBe(1280)
  await page.reload()
  await playground.ready()
  await expect.poll(width).toBe(1280)
})

test('moving the terminal keeps what it shows', async ({ playground, page }) => {
  await playground.start('print("still here")\ninput()')
  await playground.shows('still here')
  await page.getByRole('button', { name: 'Put the terminal below' }).click()
  await playground.shows('still here')
  await page.getByRole('region', { name: 'Terminal' }).click()
  await playground.press('Enter')
  await playground.says(/^Finished/)
})

test('a program above the limit is refused with its limit, and stays in the editor', async ({ playground, page }) => {
  await playground.open(`x = "${'x'.repeat(1_100_000)}"`)
  await playground.run.click()
  await expect(page.getByRole('alert').filter({ hasText: 'The program is 1.05 MB; the limit is 1 MB.' })).toBeVisible()
  await page.getByRole('button', { name: 'Close the message' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'limit' })).toHaveCount(0)
  expect(await page.evaluate(() => localStorage.getItem('glovebox:source:python')?.length)).toBeGreaterThan(1_100_000)
})

test('a session that is opened in a second tab leaves the first one, which can take it back', async ({ playground, page, context }) => {
  await playground.start('print("one run")\ninput()')
  await playground.shows('one run')
  const token = await page.evaluate(() => sessionStorage.getItem('glovebox:session') ?? '')
  const other = await context.newPage()
  await other.addInitScript(session => sessionStorage.setItem('glovebox:session', session), token)
  await other.goto(playground.url)
  await expect(page.getByRole('status')).toHaveText('This session continues in another tab')
  await expect(other.getByRole('status')).toHaveText('Running')
  await page.getByRole('button', { name: 'Use it here' }).click()
  await playground.says('Running')
  await expect(other.getByRole('status')).toHaveText('This session continues in another tab')
})

test('the server sends a page that shows itself before any script has run', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const response = await page.goto(server.url)
  expect(response?.status()).toBe(200)
  await expect(page.getByRole('heading', { name: 'Glovebox' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
  await context.close()
})

test('an address that leads nowhere is answered 404, with a way back', async ({ page, server, complaints }) => {
  const response = await page.goto(`${server.url}/nowhere`)
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('link', { name: 'Go to the playground' })).toBeVisible()
  // Chromium writes every answer above 399 into the console.
  complaints.splice(0, complaints.length, ...complaints.filter(text => !text.includes('404')))
})

test('no other host is ever asked', async ({ playground, page, server }) => {
  const hosts = new Set<string>()
  page.on('request', request => {
    if (!request.url().startsWith('data:') && !request.url().startsWith('blob:')) hosts.add(new URL(request.url()).host)
  })
  await playground.start('print("x")')
  await playground.says(/^Finished/)
  expect([...hosts]).toEqual([new URL(server.url).host])
})

test('a hostile program cannot open links, write the clipboard or change the title', async ({ playground, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.open(
    'import sys\nsys.stdout.write("\\x1b]52;c;aGFja2Vk\\x07\\x1b]0;hacked\\x07\\x1b]2;hacked\\x07\\x1b]8;;javascript:alert(1)\\x07click\\x1b]8;;\\x07 done")',
  )
  await page.evaluate(() => navigator.clipboard.writeText('mine'))
  const title = await page.title()
  await playground.run.click()
  await playground.shows('click done')
  expect(await page.title()).toBe(title)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine')
  const pages = context.pages().length
  await page.locator('.xterm-screen').click({ position: { x: 15, y: 10 } })
  expect(context.pages().length).toBe(pages)
})
